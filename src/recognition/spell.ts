/**
 * From a folded word back to what stands on the paper: which letters are capitals, which carry accents, what parts the
 * words. The recogniser's own frames decide between the plausible ways of writing the word.
 */
import { ALPHABET, BLANK } from './alphabet.ts';
import { beginningLogp, sequenceLogp } from './ctc.ts';
import { encodeFolded, encodeNearest, fold, stripAccents } from './fold.ts';
import { type Frames, IMPOSSIBLE } from './frames.ts';

export interface Spelling {
  text: string;
  /** Natural log: the frames' probability of exactly this text, and how usual this way of writing is. */
  score: number;
}

/** How usual a way of writing is on hand-filled forms, natural log; only their differences matter. */
const HABIT = {
  capitals: 0,
  capitalsWithAccents: -1,
  title: 0,
  titleWithoutAccents: -1.2,
  lower: -2,
  asRead: -2.5,
  mixed: -6,
};

/** Classes by the folded symbol they stand for. */
const classesBySymbol = new Map<number, number[]>();
for (const [i, character] of ALPHABET.entries()) {
  const folded = fold(character);
  const symbols = folded === '' ? ("-' .,".includes(character) ? encodeFolded('-') : []) : encodeFolded(folded[0]!);
  for (const symbol of symbols) classesBySymbol.set(symbol, [...(classesBySymbol.get(symbol) ?? []), i + 1]);
}

/** Most probable frames for each symbol of the folded word (Viterbi), then the likeliest class in each place. */
function asRead(frames: Frames, folded: Frames, labels: readonly number[]): string {
  const at = alignment(folded, labels);
  if (at === null) return '';
  let text = '';
  for (const [i, label] of labels.entries()) {
    const choices = classesBySymbol.get(label) ?? [];
    let best = choices[0] ?? BLANK;
    let most = -1;
    for (const c of choices) {
      let sum = 0;
      for (let t = 0; t < frames.length; t++) if (at[t] === i) sum += Math.exp(frames.data[t * frames.classes + c]!);
      if (sum > most) [best, most] = [c, sum];
    }
    text += ALPHABET[best - 1] ?? '';
  }
  return text;
}

/** For each frame the place in `labels` it belongs to, or -1 for a blank; null when the frames are too few. */
export function alignment({ length, classes, data }: Frames, labels: readonly number[]): Int32Array | null {
  const states = 2 * labels.length + 1;
  if (labels.length === 0 || labels.length > length) return null;
  const from = new Uint8Array(length * states);
  let score = new Float64Array(states).fill(IMPOSSIBLE);
  let next = new Float64Array(states);
  score[0] = data[BLANK]!;
  score[1] = data[labels[0]!]!;
  for (let t = 1; t < length; t++) {
    for (let s = 0; s < states; s++) {
      const label = s % 2 === 0 ? BLANK : labels[(s - 1) / 2]!;
      let best = 0;
      if (s > 0 && score[s - 1]! > score[s]!) best = 1;
      const maySkip = s > 2 && s % 2 === 1 && label !== labels[(s - 3) / 2];
      if (maySkip && score[s - 2]! > score[s - best]!) best = 2;
      from[t * states + s] = best;
      next[s] = score[s - best]! + data[t * classes + label]!;
    }
    [score, next] = [next, score];
  }
  const at = new Int32Array(length);
  let s = score[states - 1]! > score[states - 2]! ? states - 1 : states - 2;
  for (let t = length - 1; t >= 0; t--) {
    at[t] = s % 2 === 0 ? -1 : (s - 1) / 2;
    s -= from[t * states + s]!;
  }
  return at;
}

const SMALL_PARTICLES = /^(de|du|des|d|la|le|les|l|en|sur|sous|lès|les|aux|au|et|à|van|von|der|den|da|do|dos|di)$/i;

/** `JEAN-pierre` → `Jean-Pierre`; apostrophes begin a new capital, particles stay as the list has them. */
export function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[\s'.-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** One word of capitals, of small letters, or with a capital in front (after `Mc`, `De` … one more). */
const ONE_CASE = /^(?:\p{Lu}+|\p{Ll}+|(?:\p{Lu}\p{Ll}{1,2})?\p{Lu}\p{Ll}+)$/u;

/** `berRaDA`: capitals within a word are seen more often than written. */
function isMixed(text: string): boolean {
  return text.split(/[^\p{L}]+/u).some((word) => word !== '' && !ONE_CASE.test(word));
}

function variants(written: string): [string, number][] {
  const plain = stripAccents(written);
  const isTitle = /^\p{Lu}.*\p{Ll}/u.test(written);
  const title = isTitle ? written : titleCase(written);
  return [
    [plain.toUpperCase(), HABIT.capitals],
    [written.toUpperCase(), HABIT.capitalsWithAccents],
    [title, HABIT.title],
    [stripAccents(title), HABIT.titleWithoutAccents],
    [titleCase(written), HABIT.titleWithoutAccents],
    [written.toLowerCase(), HABIT.lower],
    [plain.toLowerCase(), HABIT.lower - 0.5],
  ];
}

/** The separators as the frames show them, put into another spelling of the same folded word. */
function withSeparatorsOf(read: string, written: string): string {
  const parts = written.split(/[\s'’.-]+/);
  const separators = read.match(/[\s'.,-]/g) ?? [];
  if (parts.length !== separators.length + 1) return written;
  return parts.reduce((text, part, i) => `${text}${separators[i - 1]}${part}`);
}

export interface SpellOptions {
  word: string;
  /** How lists spell the word; empty for an open one. */
  spellings: readonly string[];
  /** Of the frames against the habits (the frames are too sure of themselves). */
  weight: number;
  /** Only the word's beginning stands there. */
  isCut?: boolean;
}

/** Characters of a word that ran out of its cell which must stand there. */
export const LEAST_BEGINNING = 4;

/** A listed word of which the frames show the beginning: the case of that goes for all of it. */
function spellBeginning(frames: Frames, { spellings, weight }: SpellOptions): Spelling[] {
  const scores = new Map<string, number>();
  for (const base of spellings.slice(0, 3)) {
    for (const written of new Set([base, base.replaceAll('-', ' ')])) {
      for (const [text, habit] of variants(written)) {
        const labels = encodeNearest(text);
        if (labels === null || scores.has(text)) continue;
        scores.set(text, weight * beginningLogp(frames, labels, LEAST_BEGINNING) + habit);
      }
    }
  }
  return [...scores].map(([text, score]) => ({ text, score })).sort((a, b) => b.score - a.score);
}

/**
 * @param frames the recogniser's frames, `folded` the same folded
 */
export function spell(
  frames: Frames,
  folded: Frames,
  { word, spellings, weight, isCut = false }: SpellOptions,
): Spelling[] {
  if (isCut) return spellBeginning(frames, { word, spellings, weight });
  const read = asRead(frames, folded, encodeFolded(word));
  const bases = spellings.length > 0 ? spellings.slice(0, 3) : [read];
  const scores = new Map<string, number>();
  const consider = (text: string, habit: number) => {
    const labels = encodeNearest(text);
    if (labels === null || text === '') return;
    const score = weight * sequenceLogp(frames, labels) + habit;
    if (score > (scores.get(text) ?? IMPOSSIBLE)) scores.set(text, score);
  };
  for (const base of bases) {
    for (const written of new Set([base, withSeparatorsOf(read, base)])) {
      for (const [text, habit] of variants(written)) consider(text, habit);
    }
  }
  consider(read, isMixed(read) ? HABIT.mixed : HABIT.asRead);
  return [...scores].map(([text, score]) => ({ text, score })).sort((a, b) => b.score - a.score);
}

export function isParticle(word: string): boolean {
  return SMALL_PARTICLES.test(word);
}
