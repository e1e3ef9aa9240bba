/**
 * Columns that repeat together → the printed lines for signers. A line may hold cells stacked over each other, and parts
 * standing apart; its pitch is the longest among its columns, the others divide it. Lengths in mm.
 */
import type { Run } from './find-runs.ts';
import { joinBlocks } from './join-blocks.ts';
import { leaveOutPrinted, type Printed } from './leave-out-printed.ts';
import type { Region } from './page-text.ts';
import type { RowTable, Slot } from './row-table.ts';
import { splitBlocks } from './split-blocks.ts';

/** Stacked cells: a line's pitch is at most this many times a cell's. */
const MOST_STACKED = 6;
/** Share of a table's room that columns of the line's own pitch take: a signature beside stacked cells. */
const LEAST_CARRIED = 0.12;
/** A first or last line is off in height by at most this share: what findRuns takes in at the ends. */
const OWN_HEIGHT = 0.16;
const near = (a: number, b: number, share = 0.06) => Math.abs(a - b) <= Math.max(0.9, share * Math.max(a, b));

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
