/** Which words, fonts and writers belong to which split: reads splits.json, the single source training obeys too. */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

export type Split = 'dev' | 'test';

interface Splits {
  fonts: Record<Split, string[]>;
  writers: Record<Split, { prefix: string; count: number }>;
  words: { testBelow: number; devBelow: number };
}

export const splits = JSON.parse(readFileSync(new URL('./splits.json', import.meta.url), 'utf8')) as Splits;

const SPECIAL: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i' };

/** Case, accents and punctuation dropped. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøłđı]/g, (c) => SPECIAL[c] ?? c)
    .replace(/[^a-z0-9]/g, '');
}

function bucket(text: string): number {
  return crc32(Buffer.from(text, 'utf8')) % 100;
}

/** The split of a word, or null when it belongs to none. */
export function splitOfWord(word: string): Split | 'train' | null {
  const { testBelow, devBelow } = splits.words;
  const folded = bucket(fold(word));
  const plain = bucket(word.normalize('NFC').toLowerCase());
  if (folded < testBelow) return plain < testBelow ? 'test' : null;
  if (plain < testBelow) return null;
  return folded < devBelow ? 'dev' : 'train';
}
