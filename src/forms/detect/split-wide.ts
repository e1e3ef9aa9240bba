/** A place over which several columns are headed is divided by their headings. Lengths in mm. */
import { classifyHeading, headingWords } from '../classify-heading.ts';
import { divideHeadings, type Heading, splitByHeadings } from './divide-headings.ts';
import type { FieldSources } from './field-sources.ts';
import type { RowTable, Slot } from './row-table.ts';
import { isCentreIn, type PageWord, type Region, textOf, unionBox } from './page-text.ts';
import { freeHeading, headingEnd, headingLevels } from './read-headings.ts';

/** Numbers of lines stand so near to the left end, mm, and in this share of the lines at least: a recogniser misses some. */
const WIDEST_NUMBERS = 15;
const LEAST_NUMBERED = 0.4;

/** A wider place without rules, mm, is rarely for one field. */
const WIDEST_OPEN = 100;

export interface Column {
  slot: Slot;
  /** Heading found while splitting; null: still to be looked for. */
  heading: string | null;
  /** Nothing printed says where it begins and ends. */
  isGuess?: boolean;
}

/** A line without vertical rules is divided by the headings over it; a cell under several heading cells by those. */
export function splitWide(slot: Slot, table: RowTable, sources: FieldSources): Column[] {
  const whole: Column = { slot, heading: null };
  if (slot.isComb || slot.box.right - slot.box.left < 30) return [whole];
  const levels = headingLevels(slot, table, sources);
  const nearest = levels.cells[0] ?? [];
  if (nearest.length >= 2 && nearest.every((it) => it.left >= slot.box.left - 2 && it.right <= slot.box.right + 2)) {
    return nearest.map((cell) => ({
      slot: narrowed(slot, cell),
      heading: textOf(sources.words.filter((it) => isCentreIn(it.box, cell))),
    }));
  }
  const line = table.rows[0]!;
  const isColumn = !slot.isOpen && slot.box.right - slot.box.left < 0.6 * (line.right - line.left);
  if (isColumn || (slot.box.top > 1.5 && !liesUnderTwin(slot, table))) return [whole];
  const words = levels.allWords[0]?.length
    ? levels.allWords[0]
    : freeHeading(slot.box, headingEnd(table), sources.words);
  // The heading of a neighbour that has sides of its own may stand in the same heading cell.
  const isOver = (it: Heading) => (it.left + it.right) / 2 > slot.box.left && (it.left + it.right) / 2 < slot.box.right;
  const read = divideHeadings(words).filter(isOver);
  const headings = [...numbersBefore(read, slot, { table, words: sources.words }), ...read];
  const isList = read.length >= 2 && headings.filter((it) => namesField(it.text)).length >= 2 && separates(headings);
  if (!isList)
    return [{ ...whole, isGuess: slot.isOpen && words.length > 0 && slot.box.right - slot.box.left > WIDEST_OPEN }];
  return splitByHeadings(slot, headings).map((it) => ({
    slot: it.slot,
    heading: it.heading.text,
    isGuess: it.isGuess,
  }));
}

/** The lower of two stacked places is divided as the upper one is. */
function liesUnderTwin({ box }: Slot, table: RowTable): boolean {
  return table.slots.some(
    ({ box: upper }) =>
      upper.top <= 1.5 &&
      upper.bottom <= box.top + 1 &&
      Math.abs(upper.left - box.left) <= 1 &&
      Math.abs(upper.right - box.right) <= 1,
  );
}

/** Printed numbers of the lines stand in a column of their own, whether or not its heading could be read. */
function numbersBefore(
  headings: readonly Heading[],
  { box }: Slot,
  { table, words }: { table: RowTable; words: readonly PageWord[] },
): Heading[] {
  const right = Math.min(box.left + WIDEST_NUMBERS, ...headings.map((it) => it.left));
  const numbers = table.rows.flatMap(({ top, bottom }) =>
    words.filter((it) => /^\W*\d{1,3}\W*$/.test(it.text) && isCentreIn(it.box, { left: box.left, right, top, bottom })),
  );
  if (numbers.length < LEAST_NUMBERED * table.rows.length) return [];
  const [x, , w] = unionBox(numbers.map((it) => it.box));
  return x + w < right ? [{ text: 'Nr', left: x, right: x + w }] : [];
}

/** "Profession" names a field of text. */
function namesField(text: string): boolean {
  const { type, certain } = classifyHeading(text);
  return type !== 'text' || certain;
}

/** Words of one sentence are not headings of several columns: each must be short, and they must differ in meaning. */
function separates(headings: readonly Heading[]): boolean {
  const types = new Set(headings.map((it) => classifyHeading(it.text).type));
  const isShort = headings.every((it) => headingWords(it.text).length <= 14);
  return types.size >= 2 && isShort;
}

function narrowed(slot: Slot, to: Region): Slot {
  const left = Math.max(slot.box.left, to.left);
  const right = Math.min(slot.box.right, to.right);
  const cells = slot.cells.map((it) => it && { ...it, left, right });
  const helpers = slot.helpers.filter((it) => it.box[0] + it.box[2] / 2 > left && it.box[0] + it.box[2] / 2 < right);
  return { ...slot, cells, helpers, box: { ...slot.box, left, right } };
}
