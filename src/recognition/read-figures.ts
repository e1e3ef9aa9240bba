/** Cells of digits and separators: dates, phone numbers, plain numbers. */
import { classOf, encode } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import { beamSearch, sequenceLogp, textOf } from './ctc.ts';
import { type Frames, IMPOSSIBLE, logAdd, maskFrames } from './frames.ts';
import { type DateWindow, parseDate } from './parse-values.ts';
import { digitFrames, readDigits } from './read-digits.ts';

const classesOf = (characters: string): ReadonlySet<number> => new Set([...characters].map((c) => classOf(c)!));

const DATE_CLASSES = classesOf("0123456789/.- '");
const MONTH_CLASSES = classesOf("0123456789/.- 'abcdefghijlmnoprstuvyzéûäADEFGHIJLMNOPRSTUVYZ");
const PHONE_CLASSES = classesOf('0123456789 .-/+()');
const NUMBER_CLASSES = classesOf('0123456789., -');

const BEAM = 120;
const FLOOR = Math.log(5e-4);

/** Natural log; how usual the notation is, given that it is a date at all. */
const HABITS: [RegExp, number][] = [
  [/^\d{2}([/.\- ])\d{2}\1\d{4}$/, 0],
  [/^\d{2}([/.\- ])\d{2}\1\d{2}$/, -1],
  [/^\d{1,2}([/.\- ])\d{1,2}\1(\d{4}|\d{2})$/, -1.5],
  [/^\d{8}$|^\d{6}$/, -3.5],
];
/** No date at all, or one outside the window. */
const NO_DATE = -7;
const ODD_DATE = -4;

function dateHabit(text: string, window: DateWindow): number {
  if (parseDate(text, window) === null) return NO_DATE;
  return HABITS.find(([pattern]) => pattern.test(text))?.[1] ?? ODD_DATE;
}

const GAPS = ['/', '.', '-', ' '] as const;
const GAP = classOf('/')!;
const GAP_CLASSES = ["'", ',', ...GAPS].map((c) => classOf(c)!);

/** Everything that parts figures becomes one class: which stroke it is, is settled afterwards. */
function gapFrames(frames: Frames): Frames {
  const masked = maskFrames(frames, DATE_CLASSES);
  for (let t = 0; t < masked.length; t++) {
    const row = t * masked.classes;
    let sum = IMPOSSIBLE;
    for (const c of GAP_CLASSES) {
      sum = logAdd(sum, masked.data[row + c]!);
      masked.data[row + c] = IMPOSSIBLE;
    }
    masked.data[row + GAP] = sum;
  }
  return masked;
}

function search(frames: Frames, allowed: ReadonlySet<number>): { text: string; logp: number }[] {
  const found = beamSearch(maskFrames(frames, allowed), { width: BEAM, floor: FLOOR });
  return found.map(({ labels, logp }) => ({ text: textOf(labels).replace(/\s+/g, ' ').trim(), logp }));
}

export function readDate(frames: Frames, { weight, window }: { weight: number; window: DateWindow }): Candidate[] {
  const merged = gapFrames(frames);
  const masked = maskFrames(frames, DATE_CLASSES);
  const scored: { text: string; score: number }[] = [];
  const shapes = beamSearch(merged, { width: BEAM, floor: FLOOR }).map(({ labels }) =>
    textOf(labels).replace(/^\/+|\/+$/g, ''),
  );
  for (const shape of new Set(shapes)) {
    for (const gap of shape.includes('/') ? GAPS : ['']) {
      const text = shape.replaceAll('/', gap);
      scored.push({ text, score: weight * textLogp(masked, text) + dateHabit(text, window) });
    }
  }
  const worded = search(frames, MONTH_CLASSES).filter(
    ({ text }) => /\p{L}{3}/u.test(text) && parseDate(text, window) !== null,
  );
  // The two searches have different alphabets: words must win by more than their wider choice.
  for (const { text, logp } of worded) scored.push({ text, score: weight * logp - 1 });
  return toCandidates(scored, (text) => parseDate(text, window) !== null);
}

function textLogp(frames: Frames, text: string): number {
  const labels = encode(text);
  return labels === null ? IMPOSSIBLE : sequenceLogp(frames, labels);
}

function toCandidates(scored: { text: string; score: number }[], isListed: (text: string) => boolean): Candidate[] {
  return scored
    .filter(({ text }) => text !== '')
    .map(({ text, score }) => ({ value: text, folded: text, score, isListed: isListed(text) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 40);
}

/** Natural log: French numbers have ten digits and begin with 0 and another digit; others have 8 to 15. */
function phoneHabit(text: string): number {
  const digits = text.replace(/\D/g, '');
  if (/^0[1-9]\d{8}$/.test(digits)) return 0;
  if (/^(\+|00)\d{10,13}$/.test(text.replace(/[^\d+]/g, ''))) return -2.5;
  return digits.length >= 8 && digits.length <= 15 ? -4 : -9;
}

const PAIRS = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
/** Separators between the pairs of a French number, with how usual they are (natural log). */
const PAIR_GAPS: [string, number][] = [
  [' ', 0],
  ['.', -1],
  ['-', -1.5],
  ['', -1.2],
  ['/', -2.5],
];

export function readPhone(frames: Frames, weight: number): Candidate[] {
  const masked = maskFrames(frames, PHONE_CLASSES);
  const scored = search(frames, PHONE_CLASSES).map(({ text, logp }) => ({
    text,
    score: weight * logp + phoneHabit(text) - UNEVEN,
  }));
  const numbers = new Set(scored.map(({ text }) => text.replace(/\D/g, '')));
  for (const { text } of readDigits(digitFrames(frames), [10])) numbers.add(text);
  for (const digits of numbers) {
    if (!/^0[1-9]\d{8}$/.test(digits)) continue;
    for (const [gap, habit] of PAIR_GAPS) {
      const text = digits.replace(PAIRS, `$1${gap}$2${gap}$3${gap}$4${gap}$5`);
      scored.push({ text, score: weight * textLogp(masked, text) + habit });
    }
  }
  return toCandidates(scored, (text) => phoneHabit(text) > -3);
}

/** Natural log: how seldom the pairs of a number are parted unevenly. */
const UNEVEN = 4;

export function readNumber(frames: Frames, weight: number): Candidate[] {
  const scored = search(frames, NUMBER_CLASSES).map(({ text, logp }) => ({ text, score: weight * logp }));
  return toCandidates(scored, (text) => /^\d+$/.test(text));
}
