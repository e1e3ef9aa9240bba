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

/** Figures in the groups in which people write them: pairs, with a group of three at one end when they are odd. */
function groupings(digits: string): string[][] {
  const pairs = (text: string) => text.match(/\d\d/g) ?? [];
  if (digits.length % 2 === 0) return [pairs(digits)];
  return [
    [...pairs(digits.slice(0, -3)), digits.slice(-3)],
    [digits.slice(0, 3), ...pairs(digits.slice(3))],
  ];
}

/** Natural log: how seldom the groups of a French number are parted otherwise, and of those of other countries. */
const UNEVEN = { FR: 4, elsewhere: 1.5 };

export function readPhone(frames: Frames, { weight, country }: PhoneOptions): Candidate[] {
  const masked = maskFrames(frames, PHONE_CLASSES);
  const uneven = country === 'FR' ? UNEVEN.FR : UNEVEN.elsewhere;
  const scored = beamSearch(masked, { width: BEAM, floor: FLOOR }).map(({ labels, logp }) => {
    const text = textOf(labels).replace(/\s+/g, ' ').trim();
    return { text, score: weight * logp + phoneHabit(text, country) - uneven };
  });
  const numbers = new Set(scored.map(({ text }) => text.replace(/\D/g, '')));
  for (const { text } of readDigits(digitFrames(frames), LENGTHS)) numbers.add(text);
  for (const digits of numbers) {
    if (!isNationalPhone(digits, country)) continue;
    for (const groups of groupings(digits)) {
      for (const [gap, habit] of GROUP_GAPS) {
        const text = groups.join(gap);
        const labels = encode(text);
        scored.push({ text, score: weight * (labels === null ? IMPOSSIBLE : sequenceLogp(masked, labels)) + habit });
      }
    }
  }
  return scored
    .filter(({ text }) => text !== '')
    .map(({ text, score }) => ({ value: text, folded: text, score, isListed: phoneHabit(text, country) > -3 }))
    .sort((a, b) => b.score - a.score)
    .slice(0, KEPT);
}
