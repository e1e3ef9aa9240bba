/** The recogniser's alphabet. Class 0 is the CTC blank; character i is class i + 1. The same string as in training/common.py. */
export const ALPHABET = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÖÙÛÜŒ \'-.,@_+/():;&!?"%#°',
];

export const BLANK = 0;
export const CLASS_COUNT = ALPHABET.length + 1;

const classes = new Map(ALPHABET.map((character, i) => [character, i + 1]));

/** Class of a character, or undefined when the recogniser cannot write it. */
export function classOf(character: string): number | undefined {
  return classes.get(character);
}

/** Classes of a text, or null when a character is outside the alphabet. */
export function encode(text: string): number[] | null {
  const out: number[] = [];
  for (const character of text) {
    const found = classes.get(character);
    if (found === undefined) return null;
    out.push(found);
  }
  return out;
}

export function characterOf(classNumber: number): string {
  return ALPHABET[classNumber - 1] ?? '';
}
