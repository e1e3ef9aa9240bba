/** Cells of digits and separators: dates, phone numbers, plain numbers. */
import { classOf, encode } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import { beamSearch } from './beam-search.ts';
import { greedyText, sequenceLogp, textOf } from './ctc.ts';
import { type Frames, IMPOSSIBLE, logAdd, maskFrames } from './frames.ts';
import { editDistance } from './edit-distance.ts';
import { stripAccents } from './fold.ts';
import { MONTH_NAMES } from './months.ts';
import { type DateWindow, parseDate } from './parse-values.ts';
import { completions, type DateAbove, isoOf, RUNS_OUT, signingPrior } from './signing-date.ts';

const classesOf = (characters: string): ReadonlySet<number> => new Set([...characters].map((c) => classOf(c)!));

const DATE_CLASSES = classesOf("0123456789/.- '");
const MONTH_CLASSES = classesOf("0123456789/.,- 'abcdefghijlmnoprstuvxyzéûäçABCDEFGIJLMNOPRSTUVXYZÉÛ");
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
/** Nobody was born in 1919 or 1920 as often as a year of four figures runs out of its cell after two. */
const CENTURY_ALONE = -4;

function dateHabit(text: string, window: DateWindow, isBirth: boolean): number {
  if (parseDate(text, window) === null) return NO_DATE;
  if (isBirth && isCenturyAlone(text)) return CENTURY_ALONE;
  return HABITS.find(([pattern]) => pattern.test(text))?.[1] ?? ODD_DATE;
}

/** `27/02/19`: the first two figures of a year. */
export function isCenturyAlone(text: string): boolean {
  return /^\d{1,2}\D\d{1,2}\D(19|20)$/.test(text);
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

function search(frames: Frames, allowed: ReadonlySet<number>, width = BEAM): { text: string; logp: number }[] {
  const found = beamSearch(maskFrames(frames, allowed), { width, floor: FLOOR });
  return found.map(({ labels, logp }) => ({ text: textOf(labels).replace(/\s+/g, ' ').trim(), logp }));
}

export interface DateOptions {
  weight: number;
  window: DateWindow;
  /** For signing dates alone: the date on the line above, null where there is none. */
  above?: DateAbove | null;
}

export function readDate(frames: Frames, { weight, window, above }: DateOptions): Candidate[] {
  const merged = gapFrames(frames);
  const masked = maskFrames(frames, DATE_CLASSES);
  const scored: { text: string; score: number }[] = [];
  const shapes = beamSearch(merged, { width: BEAM, floor: FLOOR }).map(({ labels }) =>
    textOf(labels).replace(/^\/+|\/+$/g, ''),
  );
  for (const shape of new Set(shapes)) {
    for (const gap of shape.includes('/') ? GAPS : ['']) {
      const text = shape.replaceAll('/', gap);
      const logp = weight * textLogp(masked, text);
      scored.push({ text, score: logp + dateHabit(text, window, above === undefined) });
      if (above === undefined) continue;
      for (const whole of completions(text, window, above))
        scored.push({ text: whole, score: logp + RUNS_OUT + dateHabit(whole, window, false) });
    }
  }
  for (const { text, logp } of wordedDates(frames, window)) scored.push({ text, score: weight * logp + IN_WORDS });
  if (above !== undefined)
    for (const date of scored) date.score += signingPrior(isoOf(date.text, window), window, above);
  return toCandidates(scored, (text) => parseDate(text, window) !== null);
}

/** Natural log. The two searches have different alphabets: words must win by more than their wider choice. */
const IN_WORDS = -1;
/** Letters of a month that may be misread: a third of them, at most three. */
const MISREAD = { share: 1 / 3, most: 3 };
const WORDED_BEAM = 40;
const WORDED = /^(.*\d\D{0,4}?)(\p{L}{3,}|\p{L}{2,}\.)(\W*\d{2,4})$/u;

/** Dates with their month as a word; a month that is nearly one is tried as that month. */
function wordedDates(frames: Frames, window: DateWindow): { text: string; logp: number }[] {
  // Most dates hold no letter, and letters make the search slow.
  if (!/\p{L}\P{L}*\p{L}/u.test(greedyText(frames).text)) return [];
  const masked = maskFrames(frames, MONTH_CLASSES);
  const found = new Map<string, number>();
  const consider = (text: string) => {
    if (!found.has(text) && parseDate(text, window) !== null) found.set(text, textLogp(masked, text));
  };
  for (const { text } of search(frames, MONTH_CLASSES, WORDED_BEAM)) {
    if (!/\p{L}{2}/u.test(text)) continue;
    consider(text);
    const [, before, word, after] = WORDED.exec(text) ?? [];
    if (word === undefined) continue;
    for (const month of monthsLike(word.replace('.', ''))) consider(`${before}${month}${after}`);
  }
  return [...found].map(([text, logp]) => ({ text, logp }));
}

/** Written in the same case as what was read. */
function monthsLike(word: string): string[] {
  const plain = stripAccents(word.toLowerCase());
  const near = MONTH_NAMES.filter((name) => {
    const allowed = Math.min(MISREAD.most, Math.ceil(name.length * MISREAD.share));
    return Math.abs(name.length - plain.length) <= allowed && editDistance(plain, name) <= allowed;
  });
  const isUpper = word.slice(1) === word.slice(1).toUpperCase();
  const ways = near.flatMap((name) => [name, ...(ACCENTED[name] ?? [])]);
  if (isUpper) return ways.map((name) => name.toUpperCase());
  return /^\p{Lu}/u.test(word) ? ways.map((name) => name[0]!.toUpperCase() + name.slice(1)) : ways;
}

/** How months with accents are written in full. */
const ACCENTED: Record<string, string[]> = {
  fevrier: ['février'],
  aout: ['août'],
  decembre: ['décembre'],
  marz: ['märz'],
  marco: ['março'],
};

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

/**
 * Natural log per digit beyond two: numbers on sheets are ages, houses, counts, and a cell's border reads as a 1. A long
 * number that stands there clearly loses nothing by it.
 */
const PER_DIGIT = -0.7;
const LONG = 5;
/** Natural log: something else than digits. */
const NO_NUMBER = -3;

function numberHabit(text: string): number {
  if (!/^\d+$/.test(text)) return NO_NUMBER;
  return PER_DIGIT * Math.max(0, Math.min(text.length, LONG) - 2);
}

export function readNumber(frames: Frames, weight: number): Candidate[] {
  const scored = search(frames, NUMBER_CLASSES).map(({ text, logp }) => ({
    text,
    score: weight * logp + numberHabit(text),
  }));
  return toCandidates(scored, (text) => /^\d+$/.test(text));
}
