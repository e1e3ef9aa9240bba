/** Writes names by the petition's capitals rule, and leaves alone what somebody capitalised on purpose (McDonald, de La Tour). */

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

/**
 * @param isPlace towns begin with a capital even when the first word is a particle (Les Ulis)
 * @returns the value itself when it mixes capitals and small letters
 */
export function writeName(value: string, isPlace: boolean): string {
  const tidy = value.trim().replace(/\s+/g, ' ');
  const letters = tidy.replace(/[^\p{L}]/gu, '');
  const isMixed = letters !== letters.toLocaleUpperCase('fr') && letters !== letters.toLocaleLowerCase('fr');
  if (isMixed || letters === '') return tidy;
  let index = -1;
  return tidy.replace(/\p{L}+/gu, (word) => {
    index += 1;
    return capitalised(word, index, isPlace);
  });
}
