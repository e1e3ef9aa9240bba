/**
 * Columns that repeat together → the printed lines for signers. A line may hold cells stacked over each other, and parts
 * standing apart; its pitch is the longest among its columns, the others divide it. Lengths in mm.
 */
import { classifyHeading } from '../classify-heading.ts';
import { EXAMPLE_WORDS } from '../heading-words.ts';
import type { Run } from './find-runs.ts';
import { foldText, isCentreIn, type PageWord, type Region, textOf } from './page-text.ts';
import { splitBlocks } from './split-blocks.ts';

/** A place for one field in every line; `cells[k]` belongs to line k (null where it is missing). */
export interface Slot {
  cells: (Region | null)[];
  /** mm, relative to the line's top left corner; the mean over the lines. */
  box: Region;
  /** Words that stand in (nearly) every line: labels and helper words; from one typical line, page coordinates. */
  helpers: PageWord[];
  isOpen: boolean;
  /** Made of small boxes side by side: one for each character, or for day, month and year. */
  isComb?: boolean;
}

export interface RowTable {
  /** Page coordinates, from the top. */
  rows: Region[];
  slots: Slot[];
  /** Lines left out because something is printed in them, from the top: headings, the printed example. */
  printedRows: { region: Region; cells: Region[]; isExample: boolean }[];
}

/** Stacked cells: a line's pitch is at most this many times a cell's. */
const MOST_STACKED = 6;
/** Share of a table's room that columns of the line's own pitch take: a signature beside stacked cells. */
const LEAST_CARRIED = 0.12;
/** A first or last line is off in height by at most this share: what findRuns takes in at the ends. */
const OWN_HEIGHT = 0.16;
/** Ink of a printed figure, mm². */
const LEAST_DIGIT = 0.25;
const near = (a: number, b: number, share = 0.06) => Math.abs(a - b) <= Math.max(0.9, share * Math.max(a, b));

/** What is printed on the page: words, and how much ink lies in a region (mm²). */
export interface Printed {
  words: readonly PageWord[];
  inkIn(region: Region): number;
  /** Somebody wrote in the lines: only what reads as headings or as an example is printed there. */
  isFilled?: boolean;
}

export function findRowTables(runs: readonly Run[], printed: Printed): RowTable[] {
  const tables: RowTable[] = [];
  const taken = new Set<Run>();
  const anchors = [...runs].sort((a, b) => b.pitch - a.pitch || b.cells.length - a.cells.length);
  for (const anchor of anchors) {
    if (taken.has(anchor)) continue;
    const members = runs.filter((run) => !taken.has(run) && belongs(run, anchor));
    if (!carries(anchor, members)) continue;
    const table = assemble(members, anchor, printed);
    if (table === null) continue;
    for (const member of members) taken.add(member);
    tables.push(table);
  }
  return joinBlocks(tables.map(splitBlocks));
}

/** The pitch of a line is that of columns, not of something that happens to repeat beside them. */
function carries(anchor: Run, members: readonly Run[]): boolean {
  const sum = (list: readonly Run[]) =>
    list.reduce(
      (total, run) => total + run.cells.reduce((a, it) => a + (it.right - it.left) * (it.bottom - it.top), 0),
      0,
    );
  const same = members.filter((it) => near(it.pitch, anchor.pitch, 0.03));
  return sum(same) >= LEAST_CARRIED * sum(members);
}

const spanOf = (run: Run) => ({ top: run.cells[0]!.top, bottom: run.cells.at(-1)!.bottom });

function belongs(run: Run, anchor: Run): boolean {
  const divisor = Math.round(anchor.pitch / run.pitch);
  if (divisor < 1 || divisor > MOST_STACKED || !near(run.pitch * divisor, anchor.pitch, 0.03)) return false;
  const a = spanOf(run);
  const b = spanOf(anchor);
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared >= 0.6 * Math.max(a.bottom - a.top, b.bottom - b.top) - 1;
}

function assemble(members: readonly Run[], anchor: Run, printed: Printed): RowTable | null {
  const longest = members
    .filter((it) => near(it.pitch, anchor.pitch, 0.03))
    .sort((a, b) => b.cells.length - a.cells.length)[0]!;
  const pitch = longest.pitch;
  const phase = choosePhase(members, pitch);
  const indexOf = (cell: Region) => Math.floor((cell.top - phase + Math.min(1.5, pitch * 0.12)) / pitch);
  const all = members.flatMap((run) => run.cells.map((cell) => ({ cell, run, index: indexOf(cell) })));
  const first = Math.min(...all.map((it) => it.index));
  const count = Math.max(...all.map((it) => it.index)) - first + 1;
  if (count < 2 || count > 200) return null;
  const lines = Array.from({ length: count }, (_, k) => all.filter((it) => it.index === first + k));
  const area = (line: typeof all) =>
    line.reduce((sum, { cell }) => sum + (cell.right - cell.left) * (cell.bottom - cell.top), 0);
  const typical = [...lines].map(area).sort((a, b) => a - b)[Math.floor(count / 2)]!;
  const full = lines.filter((line) => area(line) >= 0.42 * typical);
  if (full.length < 2) return null;
  const rows = full.map((line) => around(line.map((it) => it.cell)));
  const slots = groupSlots(full, rows);
  return leaveOutPrinted({ rows, slots, printedRows: [] }, printed);
}

/** Where lines begin, modulo the pitch: so that no cell lies across the beginning of a line. */
function choosePhase(members: readonly Run[], pitch: number): number {
  const cells = members.flatMap((it) => it.cells);
  // The first cell may be a heading of another height.
  const tops = members.flatMap((it) => it.cells.slice(0, 2).map((cell) => cell.top));
  const straddling = (phase: number) =>
    cells.reduce((sum, cell) => {
      const from = (((cell.top - phase + 0.9) % pitch) + pitch) % pitch;
      const over = from + (cell.bottom - cell.top) - 1.8 - pitch;
      return sum + (over > 0 ? cell.right - cell.left : 0);
    }, 0);
  return tops.map((top) => ({ top, cost: straddling(top) })).sort((a, b) => a.cost - b.cost || a.top - b.top)[0]!.top;
}

function around(cells: readonly Region[]): Region {
  return {
    left: Math.min(...cells.map((it) => it.left)),
    top: Math.min(...cells.map((it) => it.top)),
    right: Math.max(...cells.map((it) => it.right)),
    bottom: Math.max(...cells.map((it) => it.bottom)),
  };
}

function groupSlots(lines: readonly { cell: Region; run: Run }[][], rows: readonly Region[]): Slot[] {
  const slots: Slot[] = [];
  lines.forEach((line, k) => {
    const row = rows[k]!;
    for (const { cell, run } of line) {
      const relative = { left: cell.left, right: cell.right, top: cell.top - row.top, bottom: cell.bottom - row.top };
      const slot = slots.find(
        ({ box }) =>
          Math.abs(box.left - relative.left) <= 1.2 &&
          Math.abs(box.right - relative.right) <= 1.2 &&
          Math.abs(box.top - relative.top) <= 1.5 &&
          Math.abs(box.bottom - relative.bottom) <= Math.max(2.5, OWN_HEIGHT * (box.bottom - box.top)),
      );
      if (slot !== undefined) slot.cells[k] = cell;
      else {
        const cells = rows.map((_, index) => (index === k ? cell : null));
        slots.push({ cells, box: relative, helpers: [], isOpen: run.isOpen });
      }
    }
  });
  const isWithin = (inner: Region, outer: Region) =>
    inner.left >= outer.left - 0.5 &&
    inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 &&
    inner.bottom <= outer.bottom + 0.5;
  return (
    slots
      .filter((slot) => slot.cells.filter((it) => it !== null).length >= 0.6 * rows.length)
      // Boxes for single characters or ticks inside a cell are part of it.
      .filter((slot, _, all) => !all.some((it) => it !== slot && isWithin(slot.box, it.box)))
      .sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top)
  );
}

const isNumbering = (text: string) => /^\W*\d{1,3}\W*$/.test(text);
const isEmptyMark = (text: string) => !/[\p{L}\p{N}]/u.test(text);

/** A word at the same place in other lines is a label or helper, however it was read: mm between the centres. */
const SAME_SPOT = 2;
/** Ink that tells a line from the others: a word of five letters in small print, mm². */
const OWN_INK = 1.6;

/** Helper words stand in most lines; a line with other words, and more ink than the others, is a heading or an example. */
function leaveOutPrinted(table: RowTable, { words, inkIn, isFilled = false }: Printed): RowTable | null {
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

/** Two blocks of the same columns on one page are one table. */
function joinBlocks(tables: readonly RowTable[]): RowTable[] {
  const joined: RowTable[] = [];
  for (const table of tables) {
    const twin = joined.find((it) => haveSameSlots(it, table));
    if (twin === undefined) {
      joined.push(table);
      continue;
    }
    const [upper, lower] = twin.rows[0]!.top < table.rows[0]!.top ? [twin, table] : [table, twin];
    twin.slots = upper.slots.map((slot, s) => ({ ...slot, cells: [...slot.cells, ...lower.slots[s]!.cells] }));
    twin.rows = [...upper.rows, ...lower.rows];
    twin.printedRows = [...upper.printedRows, ...lower.printedRows];
  }
  return joined;
}

function haveSameSlots(a: RowTable, b: RowTable): boolean {
  return (
    a.slots.length === b.slots.length &&
    a.slots.every((slot, s) => {
      const other = b.slots[s]!.box;
      return (
        Math.abs(slot.box.left - other.left) <= 1 &&
        Math.abs(slot.box.right - other.right) <= 1 &&
        Math.abs(slot.box.bottom - slot.box.top - (other.bottom - other.top)) <= 1.5
      );
    })
  );
}
