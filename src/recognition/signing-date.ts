/**
 * What is known of a signing date before it is read: sheets are signed lately, lines of a sheet on the same day or close to it.
 * And what a date that runs out of its cell may have been.
 */
import { type DateWindow, parseDate } from './parse-values.ts';

export interface DateAbove {
  /** YYYY-MM-DD. */
  iso: string;
  /** Calibrated, 0..1. */
  confidence: number;
}

/** Natural log per year before last year. */
const PER_YEAR = -0.8;
const OLDEST = -4;
/** Natural log, at full confidence in the line above: the same day, the same year, another one. */
const SAME = { day: 3, year: 1, otherYear: -2 };

/** Natural log of a date's prior, but for a constant; `iso` null = no date or one without a year. */
export function signingPrior(iso: string | null, { to, last }: DateWindow, above: DateAbove | null): number {
  if (iso === null) return 0;
  if (last !== undefined && iso > last) return OLDEST;
  const age = Math.max(0, to - Number(iso.slice(0, 4)) - 1);
  const lately = Math.max(OLDEST, PER_YEAR * age);
  if (above === null) return lately;
  const near = iso === above.iso ? SAME.day : iso.slice(0, 4) === above.iso.slice(0, 4) ? SAME.year : SAME.otherYear;
  return (1 - above.confidence) * lately + above.confidence * near;
}

/** Day, month, and of the year what still stood in the cell. */
const CUT = /^(\d{1,2}([/. -])\d{1,2})(?:\2(20\d?|2)?)?$/;
/** Natural log: how seldom a date runs out of its cell. */
export const RUNS_OUT = -2.5;

/** `21/12/20` whose end was cut off → `21/12/2025`, for the year above and the last two. */
export function completions(text: string, window: DateWindow, above: DateAbove | null): string[] {
  const { to, last } = window;
  const [, start, gap, stump = ''] = CUT.exec(text) ?? [];
  if (start === undefined) return [];
  const years = new Set([to, to - 1, ...(above === null ? [] : [Number(above.iso.slice(0, 4))])].map(String));
  const whole = [...years].filter((year) => year.startsWith(stump)).map((year) => `${start}${gap}${year}`);
  return whole.filter((date) => last === undefined || (isoOf(date, window) ?? '') <= last);
}

export function isoOf(text: string, window: DateWindow): string | null {
  return parseDate(text, window)?.iso ?? null;
}
