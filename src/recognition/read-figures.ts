/** Cells of digits and separators: dates, phone numbers, plain numbers. */
import { classOf } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import { beamSearch, textOf } from './ctc.ts';
import { type Frames, maskFrames } from './frames.ts';
import { type DateWindow, parseDate } from './parse-values.ts';

const classesOf = (characters: string): ReadonlySet<number> => new Set([...characters].map((c) => classOf(c)!));

const DATE_CLASSES = classesOf("0123456789/.- '");
const MONTH_CLASSES = classesOf("0123456789/.- 'abcdefghijlmnoprstuvyzéûäADEFGHIJLMNOPRSTUVYZ");
const PHONE_CLASSES = classesOf('0123456789 .-/+()');
const NUMBER_CLASSES = classesOf('0123456789., -');

const BEAM = 120;
const FLOOR = Math.log(5e-4);

const USUAL_DATE = /^\d{1,2}([/.\- ])\d{1,2}\1(\d{4}|\d{2})$/;
const SOLID_DATE = /^\d{6}$|^\d{8}$/;

/** Natural log; how usual the notation is, given that it is a date at all. */
function dateHabit(text: string, window: DateWindow): number {
  if (parseDate(text, window) === null) return -6;
  if (USUAL_DATE.test(text)) return 0;
  return SOLID_DATE.test(text) ? -3 : -2;
}

function search(frames: Frames, allowed: ReadonlySet<number>): { text: string; logp: number }[] {
  const found = beamSearch(maskFrames(frames, allowed), { width: BEAM, floor: FLOOR });
  return found.map(({ labels, logp }) => ({ text: textOf(labels).replace(/\s+/g, ' ').trim(), logp }));
}

export function readDate(frames: Frames, { weight, window }: { weight: number; window: DateWindow }): Candidate[] {
  const numeric = search(frames, DATE_CLASSES);
  const worded = search(frames, MONTH_CLASSES).filter(
    ({ text }) => /\p{L}{3}/u.test(text) && parseDate(text, window) !== null,
  );
  // The two searches have different alphabets: words must win by more than their wider choice.
  const scored = [
    ...numeric.map(({ text, logp }) => ({ text, score: weight * logp + dateHabit(text, window) })),
    ...worded.map(({ text, logp }) => ({ text, score: weight * logp - 1 })),
  ];
  return toCandidates(scored, (text) => parseDate(text, window) !== null);
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

export function readPhone(frames: Frames, weight: number): Candidate[] {
  const found = search(frames, PHONE_CLASSES);
  const scored = found.map(({ text, logp }) => ({ text, score: weight * logp + phoneHabit(text) }));
  return toCandidates(scored, (text) => phoneHabit(text) > -3);
}

export function readNumber(frames: Frames, weight: number): Candidate[] {
  const scored = search(frames, NUMBER_CLASSES).map(({ text, logp }) => ({ text, score: weight * logp }));
  return toCandidates(scored, (text) => /^\d+$/.test(text));
}
