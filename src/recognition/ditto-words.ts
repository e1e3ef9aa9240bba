/** Writing that says "as above" instead of a value: a mark, or a word for it in the languages of the sheets. */
import type { FieldType } from '../domain/form.ts';
import { sequenceLogp } from './ctc.ts';
import { encode } from './alphabet.ts';
import { fold } from './fold.ts';
import type { Frames } from './frames.ts';
import type { Lists } from './lists.ts';

/** The words as they are written, in French, Dutch, Italian, Spanish, German and English; the recogniser has no í. */
const WORDS = ['idem', 'Idem', 'IDEM', 'dito', 'Dito', 'ditto', 'Ditto', 'ibid.', 'ibid', 'dto.', 'id.', 'Id.'];
const EXACT = /^([iíl1]dem\.?|[il]d\.?|ditt?o\.?|ibid\.?|dto\.?|["«»“”„]{1,3}|''|,,|\/\/)$/;
/** Marks alone, between dashes or not: a dash alone says that there is nothing. Figures hold such marks when badly read. */
const MARKS = /^[-. ]*(["',;:/]{2,3}|["'])[-. ]*$/;

/** Longest writing that is such a word, frames of 4 px: "idem" takes about 20, drawn wide twice that. */
export const LONGEST_DITTO = 40;
/**
 * How much less likely than what was read, natural log, such a word may be: all else on the development pages that is
 * no longer than this stays beyond 5.
 */
const BEHIND = 3;

/** What the recogniser saw is a mark or a word for "as above", letter by letter. */
export function isDittoMark(raw: string, type: FieldType): boolean {
  const text = raw.trim().toLowerCase();
  if (EXACT.test(text)) return true;
  return type !== 'date' && type !== 'number' && type !== 'phone' && MARKS.test(text);
}

/** The same, or nearly so: a word for "as above" is about as likely as what was read, and that is no listed name. */
export function saysDitto(
  { frames, raw, type }: { frames: Frames; raw: string; type: FieldType },
  lists: Pick<Lists, 'family' | 'given'>,
): boolean {
  if (isDittoMark(raw, type)) return true;
  if (raw === '' || frames.length > LONGEST_DITTO) return false;
  const asRead = sequenceLogp(frames, encode(raw)!);
  const asWord = Math.max(...WORDS.map((word) => sequenceLogp(frames, encode(word)!)));
  if (asWord < asRead - BEHIND) return false;
  const name = fold(raw);
  return lists.family.find(name) === null && lists.given.find(name) === null;
}
