/** Writes names by a petition's capitals rule. */
import type { FieldType } from './form.ts';

/** Types whose values follow the capitals rule. */
export const NAMED_TYPES: readonly FieldType[] = ['family_name', 'given_name', 'name', 'city'];

/** Particles of French and neighbouring names that stay small inside and before a name. */
const IN_NAMES = new Set(['de', 'du', 'des', 'd', 'von', 'van', 'der', 'den', 'zu', 'da', 'dos', 'del']);
/** Words that stay small inside the name of a town. */
const IN_PLACES = new Set([
  ...['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l', 'lès', 'lez', 'sur', 'sous', 'en', 'et', 'aux', 'au', 'à'],
]);

function capitalised(word: string, index: number, isPlace: boolean): string {
  const small = word.toLocaleLowerCase('fr');
  // A place begins with a capital whatever the word; a family name may begin with its particle.
  if (isPlace ? IN_PLACES.has(small) && index > 0 : IN_NAMES.has(small)) return small;
  return small.charAt(0).toLocaleUpperCase('fr') + small.slice(1);
}

const tidied = (value: string) => value.trim().replace(/\s+/g, ' ');

/** Each word of letters in its turn. */
function eachWord(text: string, write: (word: string, index: number) => string): string {
  let index = -1;
  return text.replace(/\p{L}+/gu, (word) => {
    index += 1;
    return write(word, index);
  });
}

/**
 * What somebody typed. Leaves alone what was capitalised on purpose (McDonald, de La Tour).
 * @param isPlace towns begin with a capital even when the first word is a particle (Les Ulis)
 * @returns the value itself when it mixes capitals and small letters
 */
export function writeName(value: string, isPlace: boolean): string {
  const tidy = tidied(value);
  const letters = tidy.replace(/[^\p{L}]/gu, '');
  const isMixed = letters !== letters.toLocaleUpperCase('fr') && letters !== letters.toLocaleLowerCase('fr');
  if (isMixed || letters === '') return tidy;
  return eachWord(tidy, (word, index) => capitalised(word, index, isPlace));
}

/** Capitals inside a word that hands write: McDonald, MacLeod, DeSantis, LeGoff, VanHecke. */
const INNER_CAPITAL = /^(Mc|Mac|De|Del|Des|Di|Du|La|Le|Van|Von|Fitz)\p{Lu}\p{Ll}+$/u;
const TITLE = /^\p{Lu}\p{Ll}*$/u;

/**
 * What the machine read. It takes a small letter for a capital and back, so that mixed letters (`MICHaEL`, `fLERS`)
 * say nothing about the writer's will: only shapes that hands really write are left alone.
 */
export function writeReading(value: string, isPlace: boolean): string {
  const tidy = tidied(value);
  const letters = tidy.replace(/[^\p{L}]/gu, '');
  if (letters === letters.toLocaleUpperCase('fr') || letters === letters.toLocaleLowerCase('fr'))
    return writeName(tidy, isPlace);
  const small = isPlace ? IN_PLACES : IN_NAMES;
  return eachWord(tidy, (word, index) => {
    const isMeant = TITLE.test(word) || INNER_CAPITAL.test(word) || small.has(word);
    return isMeant ? word : capitalised(word, index, isPlace);
  });
}
