/** Lines in which something is printed are headings or an example, columns of numbers no fields. Lengths in mm. */
import { classifyHeading } from '../classify-heading.ts';
import { EXAMPLE_WORDS } from '../heading-words.ts';
import { foldText, isCentreIn, type PageWord, type Region, textOf } from './page-text.ts';
import type { RowTable, Slot } from './row-table.ts';

/** Ink of a printed figure, mm². */
const LEAST_DIGIT = 0.25;

/** What is printed on the page: words, and how much ink lies in a region (mm²). */
export interface Printed {
  words: readonly PageWord[];
  inkIn(region: Region): number;
  /** Somebody wrote in the lines: only what reads as headings or as an example is printed there. */
  isFilled?: boolean;
}

const isNumbering = (text: string) => /^\W*\d{1,3}\W*$/.test(text);
const isEmptyMark = (text: string) => !/[\p{L}\p{N}]/u.test(text);

/** A word at the same place in other lines is a label or helper, however it was read: mm between the centres. */
const SAME_SPOT = 2;
/** Ink that tells a line from the others: a word of five letters in small print, mm². */
const OWN_INK = 1.6;

/** Helper words stand in most lines; a line with other words, and more ink than the others, is a heading or an example. */
export function leaveOutPrinted(table: RowTable, { words, inkIn, isFilled = false }: Printed): RowTable | null {
  const { rows } = table;
  const needed = Math.max(2, rows.length * 0.5);
  const own = rows.map(() => [] as PageWord[]);
  const extraInk = rows.map(() => 0);
  for (const slot of table.slots) {
    const lines = slot.cells.map((cell) =>
      cell === null ? [] : words.filter((it) => isCentreIn(it.box, cell) && !isEmptyMark(it.text)),
    );
    const isHelper = (word: PageWord, k: number) =>
      lines.filter((line, n) => line.some((it) => isSameSpot(it, word, [slot.cells[n]!, slot.cells[k]!]))).length >=
      needed;
    const helpers = lines.map((line, k) => line.filter((it) => isHelper(it, k)));
    lines.forEach((line, k) => {
      own[k]!.push(...line.filter((it) => !isNumbering(it.text) && !helpers[k]!.includes(it)));
    });
    slot.helpers = best(helpers);
    const ink = slot.cells.map((cell) => (cell === null ? 0 : inkIn(cell)));
    const usual = [...ink].sort((a, b) => a - b)[Math.floor(ink.length / 2 - 0.01)]!;
    ink.forEach((value, k) => {
      extraInk[k]! += Math.max(0, value - usual);
    });
  }
  const isPrinted = own.map((line, k) => (isFilled ? isHeadingRow(table, k, line) : isPrintedIn(line, extraInk[k]!)));
  const keep = rows.map((_, k) => k).filter((k) => !isPrinted[k]);
  if (keep.length === 0) return null;
  const printedRows = rows.flatMap((region, k) =>
    isPrinted[k]
      ? [{ region, cells: table.slots.flatMap((slot) => slot.cells[k] ?? []), isExample: isExample(own[k]!) }]
      : [],
  );
  const left = keep.map((k) => rows[k]!);
  const slots = table.slots.map((slot) => meanBox({ ...slot, cells: keep.map((k) => slot.cells[k] ?? null) }, left));
  const wide = asWideAsAll(left, slots);
  const isNumber = (slot: Slot) => isLineNumber(slot, words) || isNumberedUnread(slot, slots, inkIn);
  return { rows: wide, slots: slots.filter((it) => !isNumber(it)), printedRows };
}

/** A line that lacks a cell, its rule being lost, reaches as far as the others. */
function asWideAsAll(rows: readonly Region[], slots: readonly Slot[]): Region[] {
  const left = Math.min(...slots.map((it) => it.box.left));
  const right = Math.max(...slots.map((it) => it.box.right));
  return rows.map((it) => ({ ...it, left: Math.min(it.left, left), right: Math.max(it.right, right) }));
}

/** Of a filled sheet: the words of most cells say what is to be written under them, or one says "example". */
function isHeadingRow({ slots }: RowTable, k: number, words: readonly PageWord[]): boolean {
  if (isExample(words)) return true;
  // Over stacked cells stands one heading: only places of the lines' own height have a cell here.
  const cells = slots.flatMap((slot) => slot.cells[k] ?? []);
  const headed = cells.filter((cell) => {
    const text = textOf(words.filter((it) => isCentreIn(it.box, cell)));
    return text && classifyHeading(text).type !== 'text';
  });
  return headed.length >= Math.max(2, cells.length / 2);
}

/** Headings taken out, a slot's place is that of the lines that stay. */
function meanBox(slot: Slot, rows: readonly Region[]): Slot {
  const placed = slot.cells.flatMap((cell, k) => (cell === null ? [] : [{ cell, row: rows[k]! }]));
  if (placed.length === 0) return slot;
  const mean = (of: (it: { cell: Region; row: Region }) => number) =>
    placed.reduce((sum, it) => sum + of(it), 0) / placed.length;
  const box = {
    left: mean(({ cell }) => cell.left),
    right: mean(({ cell }) => cell.right),
    top: mean(({ cell, row }) => cell.top - row.top),
    bottom: mean(({ cell, row }) => cell.bottom - row.top),
  };
  return { ...slot, box };
}

/** A text layer is right about what is printed; a recogniser's word must show in the ink. */
function isPrintedIn(line: readonly PageWord[], extraInk: number): boolean {
  return line.some((it) => isWord(it) && extraInk >= (it.confidence === undefined ? LEAST_DIGIT : OWN_INK));
}

function isWord({ text, confidence = 1 }: PageWord): boolean {
  return confidence >= 0.5 && /[\p{L}\p{N}]{2}/u.test(text);
}

function isSameSpot(a: PageWord, b: PageWord, [cellA, cellB]: [Region, Region]): boolean {
  const dx = a.box[0] + a.box[2] / 2 - cellA.left - (b.box[0] + b.box[2] / 2 - cellB.left);
  const dy = a.box[1] + a.box[3] / 2 - cellA.top - (b.box[1] + b.box[3] / 2 - cellB.top);
  return Math.abs(dx) <= Math.max(SAME_SPOT, Math.min(a.box[2], b.box[2]) / 3) && Math.abs(dy) <= SAME_SPOT;
}

/** Of the lines' labels those that were read best. */
function best(helpers: readonly PageWord[][]): PageWord[] {
  const worth = (line: readonly PageWord[]) => line.reduce((sum, it) => sum + it.text.length * (it.confidence ?? 1), 0);
  return [...helpers].sort((a, b) => worth(b) - worth(a))[0] ?? [];
}

function isExample(words: readonly PageWord[]): boolean {
  return words.some((it) => EXAMPLE_WORDS.includes(foldText(it.text).replace(/[^a-z]/g, '')));
}

/** A narrow column in which 1, 2, 3 … is printed. */
function isLineNumber(slot: Slot, words: readonly PageWord[]): boolean {
  if (slot.box.right - slot.box.left > 16) return false;
  const numbers = slot.cells.map((cell) => {
    const inside = cell === null ? [] : words.filter((it) => isCentreIn(it.box, cell));
    const digits = inside
      .map((it) => it.text)
      .join('')
      .replace(/\D/g, '');
    return digits === '' ? null : Number(digits);
  });
  const found = numbers.filter((it) => it !== null);
  if (found.length < 0.5 * numbers.length) return false;
  const rising = found.filter((it, k) => k > 0 && it > found[k - 1]!).length;
  return found.length === 1 || rising >= 0.6 * (found.length - 1);
}

/** The same where the digits could not be read: something small is printed in every cell of a narrow first column. */
function isNumberedUnread(slot: Slot, all: readonly Slot[], inkIn: Printed['inkIn']): boolean {
  const isFirst = all.every((it) => it === slot || it.box.left >= slot.box.right - 1);
  if (!isFirst || slot.box.right - slot.box.left > 13 || slot.helpers.some((it) => /\p{L}{2}/u.test(it.text)))
    return false;
  const printed = slot.cells.filter((it) => it !== null && inkIn(it) >= LEAST_DIGIT);
  return printed.length >= 0.8 * slot.cells.length;
}
