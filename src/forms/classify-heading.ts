/** Printed heading → field type, by the word lists of six languages, tolerant of a misread letter. */
import type { FieldType } from '../domain/form.ts';
import { foldText } from './detect/page-text.ts';
import { HEADING_PHRASES, type HeadingConcept } from './heading-words.ts';

export interface HeadingMeaning {
  type: FieldType;
  /** False when the words leave room for another type, or say nothing. */
  certain: boolean;
  concepts: HeadingConcept[];
}

interface Phrase {
  concept: HeadingConcept;
  words: string[];
}

const PHRASES: Phrase[] = Object.entries(HEADING_PHRASES)
  .flatMap(([concept, phrases]) =>
    phrases.map((phrase) => ({ concept: concept as HeadingConcept, words: phrase.split(' ') })),
  )
  .sort((a, b) => b.words.length - a.words.length || b.words.join('').length - a.words.join('').length);

/** "de", "der", "of the": so many letters. */
const LITTLE_WORD = 3;

/** Words that are phrases by themselves, and long enough to be broken. */
const LEAST_BROKEN = 8;
const KNOWN = new Set(PHRASES.filter((it) => it.words.length === 1).map((it) => it.words[0]!.replace(/\*$/, '')));

export function headingWords(text: string): string[] {
  const words = foldText(text)
    .replace(/\bn\.?\s*[°º]/g, ' nr ')
    .split(/[^\p{L}\p{N}#]+/u)
    .filter((it) => it !== '');
  return joinBroken(words);
}

/** A narrow column breaks a long word anywhere, without a hyphen: "Staat" over "sangehörigkeit". */
function joinBroken(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const whole = `${joined.at(-1) ?? ''}${word}`;
    if (joined.length > 0 && whole.length >= LEAST_BROKEN && !KNOWN.has(word) && KNOWN.has(whole))
      joined[joined.length - 1] = whole;
    else joined.push(word);
  }
  return joined;
}

/** Levenshtein distance of at most 1. */
function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB;
}

/** Short words must be right; in longer ones a recogniser may have misread a letter. */
function isWord(found: string, wanted: string, isTolerant: boolean): boolean {
  if (wanted.endsWith('*')) {
    const stem = wanted.slice(0, -1);
    if (found.startsWith(stem)) return true;
    return isTolerant && stem.length >= 6 && isOneEditApart(found.slice(0, stem.length), stem);
  }
  return found === wanted || (isTolerant && wanted.length >= 6 && isOneEditApart(found, wanted));
}

/** Concepts in the order they stand in the text; words taken by a longer phrase serve no shorter one. */
export function findConcepts(text: string): HeadingConcept[] {
  return matchPhrases(headingWords(text)).concepts;
}

/** Which of the words belong to a phrase, and what the phrases mean. */
function matchPhrases(words: readonly string[]): { concepts: HeadingConcept[]; taken: boolean[] } {
  const taken = words.map(() => false);
  const found: { at: number; concept: HeadingConcept }[] = [];
  const search = (isTolerant: boolean) => {
    for (const phrase of PHRASES) {
      for (let at = 0; at + phrase.words.length <= words.length; at++) {
        const fits = phrase.words.every((wanted, k) => !taken[at + k] && isWord(words[at + k]!, wanted, isTolerant));
        if (!fits) continue;
        phrase.words.forEach((_, k) => {
          taken[at + k] = true;
        });
        found.push({ at, concept: phrase.concept });
      }
    }
  };
  // Words that are right come first: "county" is no misread "country".
  search(false);
  search(true);
  return { concepts: found.sort((a, b) => a.at - b.at).map((it) => it.concept), taken };
}

/** Share of a heading's letters, what stands in brackets aside, in words of the lists; little words count for neither. */
export function knownShare(text: string): number {
  const words = headingWords(text.replace(/\([^)]*\)?/g, ' '));
  const { taken } = matchPhrases(words);
  const letters = (isCounted: (k: number) => boolean) =>
    words.reduce((sum, it, k) => sum + (isCounted(k) ? it.length : 0), 0);
  const all = letters((k) => taken[k]! || words[k]!.length > LITTLE_WORD);
  return all === 0 ? 0 : letters((k) => taken[k]!) / all;
}

/** The heading itself is what stands before the explanation in brackets. */
export function classifyHeading(text: string): HeadingMeaning {
  const main = text.replace(/\([^)]*\)?/g, ' ').replace(/\*/g, ' ');
  const fromMain = decide(findConcepts(main));
  // "No. (for the clerk)", "Controllo (lasciare in bianco)": what stands in brackets says who writes there.
  const isBare = fromMain.type === 'text' || fromMain.type === 'number' || fromMain.type === 'date';
  if (isBare && findConcepts(text).includes('office')) return { ...fromMain, type: 'office', certain: true };
  // "Woonplaats (straat, huisnummer, postcode, plaats)": the whole address is asked for.
  if (fromMain.type === 'city' && findConcepts(text).includes('street')) return { ...fromMain, type: 'address' };
  if (fromMain.type !== 'text' || fromMain.certain) return fromMain;
  const fromAll = decide(findConcepts(text));
  return fromAll.type === 'text'
    ? fromAll
    : { ...fromAll, certain: fromAll.certain && headingWords(text).length <= 12 };
}

function decide(concepts: HeadingConcept[]): HeadingMeaning {
  const has = (...wanted: HeadingConcept[]) => wanted.some((it) => concepts.includes(it));
  const as = (type: FieldType, certain = true): HeadingMeaning => ({ type, certain, concepts });
  if (has('office')) return as('office', !has('signature', 'name', 'family', 'email'));
  if (has('signature')) return as('signature', !has('name', 'full_name', 'street', 'email'));
  if (has('birth')) return as('date_of_birth', !has('name', 'full_name', 'given', 'street'));
  if (concepts[0] === 'choice' && has('email')) return as('checkbox', false);
  if (has('email') && concepts.indexOf('email') <= Math.max(0, concepts.indexOf('phone')))
    return as('email', !has('phone', 'street'));
  if (has('phone')) return as('phone', !has('email', 'street'));
  if (has('email')) return as('email', !has('street'));
  const name = decideName(concepts);
  const place = decidePlace(concepts);
  if (name !== null && place !== null) return as(name, false);
  if (name !== null) return as(name, true);
  if (has('document')) return as('number');
  if (place !== null) return as(place.type, place.certain);
  if (has('date')) return as('date');
  if (has('number')) return as('number');
  if (has('plain')) return as('text');
  if (has('choice')) return as('checkbox', false);
  if (has('line_number')) return as('number', false);
  return as('text', false);
}

function decideName(concepts: HeadingConcept[]): FieldType | null {
  const has = (...wanted: HeadingConcept[]) => wanted.some((it) => concepts.includes(it));
  if (has('full_name')) return 'name';
  // "Cognome e nome", "Nom et prénom", "Nombre y apellidos"; but "Name / Nom / Cognome" is one thing in three languages.
  if (has('given') && has('family', 'name')) return 'name';
  if (has('given_or_name') && has('family')) return 'name';
  if (has('given')) return 'given_name';
  if (has('family')) return 'family_name';
  if (has('given_or_name')) return has('name') ? 'name' : 'given_name';
  return has('name') ? 'name' : null;
}

function decidePlace(concepts: HeadingConcept[]): { type: FieldType; certain: boolean } | null {
  const has = (...wanted: HeadingConcept[]) => wanted.some((it) => concepts.includes(it));
  if (has('street')) return { type: 'address', certain: true };
  if (has('postcode') && has('city')) return { type: 'address', certain: true };
  if (has('residence') && !has('postcode', 'city', 'country')) return { type: 'address', certain: true };
  if (has('postcode')) return { type: 'postcode', certain: !has('country') };
  if (has('city')) return { type: 'city', certain: !has('country', 'date') };
  if (has('country')) return { type: 'country', certain: true };
  return null;
}

/**
 * What a name column holds depends on its neighbours: "Nom" beside "Prénom" is the family name, "Nom" alone the whole.
 */
export function settleNames(meanings: readonly HeadingMeaning[]): HeadingMeaning[] {
  const isBare = (it: HeadingMeaning) =>
    it.type === 'name' &&
    !it.concepts.includes('full_name') &&
    !(it.concepts.includes('given') || it.concepts.includes('family'));
  const isItalianOrSpanishName = (it: HeadingMeaning) => it.type === 'given_name' && !it.concepts.includes('given');
  const hasFamily = meanings.some((it) => it.type === 'family_name');
  const hasGiven = meanings.some((it) => it.type === 'given_name' && (it.concepts.includes('given') || hasFamily));
  return meanings.map((it) => {
    if (isBare(it) && hasGiven && !hasFamily) return { ...it, type: 'family_name' };
    if (isBare(it) && hasFamily && !hasGiven) return { ...it, type: 'given_name', certain: false };
    if (isItalianOrSpanishName(it) && !hasFamily) return { ...it, type: 'name' };
    return it;
  });
}
