/**
 * Columns that repeat together → the printed lines for signers. A line may hold cells stacked over each other, and parts
 * standing apart; its pitch is the longest among its columns, the others divide it. Lengths in mm.
 */
import { EXAMPLE_WORDS } from '../heading-words.ts';
import type { Run } from './find-runs.ts';
import { foldText, isCentreIn, type PageWord, type Region } from './page-text.ts';

/** A place for one field in every line; `cells[k]` belongs to line k (null where it is missing). */
export interface Slot {
  cells: (Region | null)[];
  /** mm, relative to the line's top left corner; the mean over the lines. */
  box: Region;
  /** Words that stand in (nearly) every line: labels and helper words; from one typical line, page coordinates. */
  helpers: PageWord[];
  isOpen: boolean;
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
const near = (a: number, b: number, share = 0.06) => Math.abs(a - b) <= Math.max(0.9, share * Math.max(a, b));

export function findRowTables(runs: readonly Run[], words: readonly PageWord[]): RowTable[] {
  const tables: RowTable[] = [];
  const taken = new Set<Run>();
  const anchors = [...runs].sort((a, b) => b.pitch - a.pitch || b.cells.length - a.cells.length);
  for (const anchor of anchors) {
    if (taken.has(anchor)) continue;
    const members = runs.filter((run) => !taken.has(run) && belongs(run, anchor));
    const table = assemble(members, anchor, words);
    if (table === null) continue;
    for (const member of members) taken.add(member);
    tables.push(table);
  }
  return joinBlocks(tables);
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

function assemble(members: readonly Run[], anchor: Run, words: readonly PageWord[]): RowTable | null {
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
  const full = lines.filter((line) => area(line) >= 0.6 * typical);
  if (full.length < 2) return null;
  const rows = full.map((line) => around(line.map((it) => it.cell)));
  const slots = groupSlots(full, rows);
  return leaveOutPrinted({ rows, slots, printedRows: [] }, words);
}

/** Where lines begin, modulo the pitch: so that no cell lies across the beginning of a line. */
function choosePhase(members: readonly Run[], pitch: number): number {
  const cells = members.flatMap((it) => it.cells);
  const tops = members.map((it) => it.cells[0]!.top);
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
          Math.abs(box.bottom - relative.bottom) <= 2.5,
      );
      if (slot !== undefined) slot.cells[k] = cell;
      else {
        const cells = rows.map((_, index) => (index === k ? cell : null));
        slots.push({ cells, box: relative, helpers: [], isOpen: run.isOpen });
      }
    }
  });
  return slots
    .filter((slot) => slot.cells.filter((it) => it !== null).length >= 0.6 * rows.length)
    .sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top);
}

const isNumbering = (text: string) => /^\W*\d{1,3}\W*$/.test(text);
const isEmptyMark = (text: string) => !/[\p{L}\p{N}]/u.test(text);

/** Helper words stand in most lines; a line with other words is a heading or the printed example. */
function leaveOutPrinted(table: RowTable, words: readonly PageWord[]): RowTable | null {
  const printed = table.slots.map((slot) =>
    slot.cells.map((cell) =>
      cell === null ? [] : words.filter((it) => isCentreIn(it.box, cell) && !isEmptyMark(it.text)),
    ),
  );
  const own = table.rows.map(() => [] as PageWord[]);
  const needed = Math.max(2, table.rows.length * 0.5);
  table.slots.forEach((slot, s) => {
    const lines = printed[s]!;
    const linesWith = (text: string) =>
      lines.filter((line) => line.some((it) => foldText(it.text) === foldText(text))).length;
    lines.forEach((line, k) => {
      own[k]!.push(...line.filter((it) => !isNumbering(it.text) && linesWith(it.text) < needed));
    });
    const typical = lines.find((line) => line.filter((it) => linesWith(it.text) >= needed).length > 0);
    slot.helpers = typical?.filter((it) => linesWith(it.text) >= needed || isNumbering(it.text)) ?? [];
  });
  const isPrinted = own.map((line) => line.filter((it) => /[\p{L}\p{N}]{2}/u.test(it.text)).length > 0);
  const keep = table.rows.map((_, k) => k).filter((k) => !isPrinted[k]);
  if (keep.length === 0) return null;
  const printedRows = table.rows.flatMap((region, k) =>
    isPrinted[k]
      ? [{ region, cells: table.slots.flatMap((slot) => slot.cells[k] ?? []), isExample: isExample(own[k]!) }]
      : [],
  );
  const slots = table.slots.map((slot) => ({ ...slot, cells: keep.map((k) => slot.cells[k] ?? null) }));
  return { rows: keep.map((k) => table.rows[k]!), slots: slots.filter((it) => !isLineNumber(it, words)), printedRows };
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
