/** Telephone numbers: a country's own by their length and first figures, all others by the sign of the foreign. */
import { classOf, encode } from './alphabet.ts';
import { beamSearch } from './beam-search.ts';
import type { Candidate } from './candidates.ts';
import { sequenceLogp, textOf } from './ctc.ts';
import { IMPOSSIBLE, maskFrames, type Frames } from './frames.ts';
import { digitFrames, readDigits } from './read-digits.ts';

const PHONE_CLASSES: ReadonlySet<number> = new Set([...'0123456789 .-/+()'].map((c) => classOf(c)!));
const BEAM = 120;
const FLOOR = Math.log(5e-4);
const KEPT = 40;

/** Numbers as dialled within a country, digits alone. Sources: the national numbering plans as ITU-T publishes them. */
const NATIONAL: Record<string, RegExp> = {
  FR: /^0[1-9]\d{8}$/,
  BE: /^0([1-3]|[5-9])\d{7}$|^04\d{8}$/,
  LU: /^\d{6,9}$/,
  CH: /^0[1-9]\d{8}$/,
  DE: /^0[1-9]\d{7,10}$/,
  AT: /^0[1-9]\d{7,11}$/,
  NL: /^0[1-9]\d{8}$/,
  GB: /^07\d{9}$|^0[1238]\d{8,9}$/,
  ES: /^[6-9]\d{8}$/,
  IT: /^3\d{8,9}$|^0\d{7,10}$/,
  PT: /^[239]\d{8}$/,
  PL: /^[1-9]\d{8}$/,
};
const LENGTHS = [8, 9, 10, 11, 12];

export interface PhoneOptions {
  /** Exponent on the frames' probability. */
  weight: number;
  /** The petition's own country, two letters. */
  country: string;
}

export function isNationalPhone(text: string, country: string): boolean {
  return (NATIONAL[country] ?? NATIONAL.FR!).test(text.replace(/\D/g, ''));
}

/** Natural log. */
function phoneHabit(text: string, country: string): number {
  if (isNationalPhone(text, country)) return 0;
  if (/^(\+|00)\d{10,13}$/.test(text.replace(/[^\d+]/g, ''))) return -2.5;
  const { length } = text.replace(/\D/g, '');
  return length >= 8 && length <= 15 ? -4 : -9;
}

/** Separators between the groups of a number, with how usual they are (natural log). */
const GROUP_GAPS: [string, number][] = [
  [' ', 0],
  ['.', -1],
  ['-', -1.5],
  ['', -1.2],
  ['/', -2.5],
];

/** Sizes of the groups in which people write numbers of so many figures, the usual one first. */
const GROUPINGS: Record<number, readonly (readonly number[])[]> = {
  8: [
    [2, 2, 2, 2],
    [4, 4],
  ],
  9: [
    [3, 2, 2, 2],
    [3, 3, 3],
    [2, 2, 2, 3],
  ],
  10: [
    [2, 2, 2, 2, 2],
    [4, 2, 2, 2],
    [3, 3, 2, 2],
    [3, 3, 4],
    [2, 8],
    [4, 6],
  ],
  11: [
    [2, 2, 2, 2, 3],
    [5, 6],
    [5, 3, 3],
    [4, 7],
  ],
};
/** Natural log: how seldom another grouping than the usual one is, and one that is none of these. */
const UNUSUAL = -1.5;
const UNEVEN = 5;

function groupsOf(digits: string, sizes: readonly number[]): string[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return digits.slice(at - size, at);
  });
}

export function readPhone(frames: Frames, { weight, country }: PhoneOptions): Candidate[] {
  const masked = maskFrames(frames, PHONE_CLASSES);
  const scored = beamSearch(masked, { width: BEAM, floor: FLOOR }).map(({ labels, logp }) => {
    const text = textOf(labels).replace(/\s+/g, ' ').trim();
    return { text, score: weight * logp + phoneHabit(text, country) - UNEVEN };
  });
  const numbers = new Set(scored.map(({ text }) => text.replace(/\D/g, '')));
  for (const { text } of readDigits(digitFrames(frames), LENGTHS)) numbers.add(text);
  for (const digits of numbers) {
    if (!isNationalPhone(digits, country)) continue;
    for (const [i, sizes] of (GROUPINGS[digits.length] ?? [[digits.length]]).entries()) {
      for (const [gap, habit] of GROUP_GAPS) {
        const text = groupsOf(digits, sizes).join(gap);
        const labels = encode(text);
        const logp = labels === null ? IMPOSSIBLE : sequenceLogp(masked, labels);
        scored.push({ text, score: weight * logp + habit + (i === 0 ? 0 : UNUSUAL) });
      }
    }
  }
  return scored
    .filter(({ text }) => text !== '')
    .map(({ text, score }) => ({ value: text, folded: text, score, isListed: phoneHabit(text, country) > -3 }))
    .sort((a, b) => b.score - a.score)
    .slice(0, KEPT);
}
