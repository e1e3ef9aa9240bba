/**
 * Writing without case and accents: the space in which words are looked up. Folding frames adds the probabilities of
 * all classes that fold to the same symbol, so one search covers every way of writing a word.
 */
import { ALPHABET, BLANK, CLASS_COUNT, classOf, encode } from './alphabet.ts';
import { type Frames, IMPOSSIBLE } from './frames.ts';

/** Folded symbols; number 0 is the CTC blank. Hyphen, apostrophe, full stop and space between words are one: `-`. */
const SYMBOLS = [...'abcdefghijklmnopqrstuvwxyz0123456789-@'];
export const FOLDED_CLASSES = SYMBOLS.length + 1;

const numbers = new Map(SYMBOLS.map((symbol, i) => [symbol, i + 1]));
export const SEPARATOR = numbers.get('-')!;

const SPELT_OUT: Record<string, string> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case, no accents, ligatures spelt out; punctuation kept. */
export function stripAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œæßøłđðþıŒÆØŁĐ]/g, (c) => {
      const lower = c.toLowerCase();
      const plain = SPELT_OUT[lower] ?? lower;
      return c === lower ? plain : plain.toUpperCase();
    });
}

/** The folded word: `Saint-Étienne` → `saint-etienne`, `L'HAŸ LES ROSES` → `l-hay-les-roses`. */
export function fold(text: string): string {
  return stripAccents(text)
    .toLowerCase()
    .replace(/[^a-z0-9@]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Numbers of a folded word's symbols. Symbols outside the folded alphabet do not occur after `fold`. */
export function encodeFolded(folded: string): number[] {
  return [...folded].map((symbol) => numbers.get(symbol) ?? SEPARATOR);
}

export function foldedText(labels: readonly number[]): string {
  return labels.map((label) => SYMBOLS[label - 1]).join('');
}

/** For each class of the recogniser the folded symbol's number, or -1 for punctuation that no word holds. */
const foldedClass = Int8Array.from({ length: CLASS_COUNT }, (_, c) => {
  if (c === BLANK) return 0;
  const character = ALPHABET[c - 1]!;
  if ("-' .,".includes(character)) return SEPARATOR;
  return numbers.get(stripAccents(character).toLowerCase()[0]!) ?? -1;
});

/**
 * Classes of a text; letters outside the recogniser's alphabet count as they look without their accent (`ó` as `o`).
 * Null when even that is outside.
 */
export function encodeNearest(text: string): number[] | null {
  return encode(text) ?? encode([...text].map((c) => (classOf(c) === undefined ? stripAccents(c) : c)).join(''));
}

/** Frames over the folded alphabet. Only `allowed` symbols keep their share; each frame is renormalised. */
export function foldFrames({ length, classes, data }: Frames, allowed?: ReadonlySet<number>): Frames {
  const out = new Float32Array(length * FOLDED_CLASSES);
  const sums = new Float64Array(FOLDED_CLASSES);
  for (let t = 0; t < length; t++) {
    sums.fill(0);
    let total = 0;
    for (let c = 0; c < classes; c++) {
      const symbol = foldedClass[c]!;
      if (symbol < 0 || (symbol > 0 && allowed !== undefined && !allowed.has(symbol))) continue;
      const p = Math.exp(data[t * classes + c]!);
      sums[symbol]! += p;
      total += p;
    }
    for (let s = 0; s < FOLDED_CLASSES; s++) {
      out[t * FOLDED_CLASSES + s] = sums[s]! > 0 ? Math.log(sums[s]! / total) : IMPOSSIBLE;
    }
  }
  return { length, classes: FOLDED_CLASSES, data: out };
}

const isLetter = (symbol: string) => symbol >= 'a' && symbol <= 'z';

/** Letters and separators: what a name is made of. */
export const LETTERS: ReadonlySet<number> = new Set(
  SYMBOLS.flatMap((symbol, i) => (isLetter(symbol) || symbol === '-' ? [i + 1] : [])),
);
export const DIGITS: ReadonlySet<number> = new Set(
  SYMBOLS.flatMap((symbol, i) => (symbol >= '0' && symbol <= '9' ? [i + 1] : [])),
);
