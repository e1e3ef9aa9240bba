/** Cells that repeat down the page at an even pitch: what a column of a table, or of a pile of boxes, is. Lengths in mm. */
import type { Region } from './page-text.ts';

export interface Run {
  left: number;
  right: number;
  /** From the top; at least two. */
  cells: Region[];
  pitch: number;
  /** Made from lines to write on, without rules between columns. */
  isOpen: boolean;
}

const SAME_PLACE = 0.8;
/** Heights and pitches of one column may differ by this much: rules are drawn by hand or rounded to points. */
export const slack = (length: number) => Math.max(0.8, length * 0.07);
/** Heights further apart than this are different ones, mm (more for cells over 10 mm). */
const HEIGHT_STEP = 0.5;

/** Nobody writes in a lower cell: it is the gap between boxes, mm. */
const LEAST_HEIGHT = 3.6;

const heightOf = (cell: Region) => cell.bottom - cell.top;

export function findRuns(cells: readonly Region[]): Run[] {
  const columns: Region[][] = [];
  for (const cell of [...cells].sort((a, b) => a.top - b.top)) {
    const column = columns.find(
      ([first]) => Math.abs(first!.left - cell.left) <= SAME_PLACE && Math.abs(first!.right - cell.right) <= SAME_PLACE,
    );
    if (column === undefined) columns.push([cell]);
    else column.push(cell);
  }
  const runs = columns
    .flatMap(byHeight)
    .flatMap((column) => interleavedRuns(column, (cell) => cell.top).map((it) => runOf(it, false)));
  return absorbEnds(runs, cells).filter((it) => heightOf(it.cells[0]!) >= LEAST_HEIGHT);
}

/** Heights form groups: a heading a little lower than the lines must not be taken for one of them, nor split them. */
function byHeight(column: readonly Region[]): Region[][] {
  const groups: Region[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const cell of [...column].sort((a, b) => heightOf(a) - heightOf(b))) {
    if (heightOf(cell) - last > HEIGHT_STEP * Math.max(1, last / 10)) groups.push([]);
    groups.at(-1)!.push(cell);
    last = heightOf(cell);
  }
  return groups.map((group) => group.sort((a, b) => a.top - b.top));
}

/** Cells stacked in boxes with gaps between them come at two or three pitches in turn: every second, every third is even. */
function interleavedRuns<T>(sorted: readonly T[], placeOf: (of: T) => number): T[][] {
  for (const step of [1, 2, 3]) {
    const parts = Array.from({ length: step }, (_, k) => sorted.filter((_, n) => n % step === k));
    const runs = parts.map((part) => evenRuns(part, placeOf));
    if (step > 1 && !isUnevenBy(sorted.map(placeOf), step)) continue;
    if (parts.every((part, k) => part.length >= 3 && runs[k]!.length === 1 && runs[k]![0]!.length === part.length)) {
      return parts;
    }
  }
  return evenRuns(sorted, placeOf);
}

/** Whether the gaps really come in turn, instead of one of them being off: mm between the mean gaps. */
function isUnevenBy(places: readonly number[], step: number): boolean {
  const means = Array.from({ length: step }, (_, k) => {
    const gaps = places
      .slice(1)
      .map((it, n) => it - places[n]!)
      .filter((_, n) => n % step === k);
    return gaps.reduce((a, b) => a + b, 0) / Math.max(1, gaps.length);
  });
  return Math.max(...means) - Math.min(...means) >= 1;
}

/** The first or last cell of a column may differ a little more: its outer rule is heavier or lies elsewhere. */
function absorbEnds(runs: readonly Run[], cells: readonly Region[]): Run[] {
  return runs.map((run) => {
    if (run.cells.length < 3) return run;
    const own = [...run.cells];
    const typical = run.pitch;
    const fits = (cell: Region) =>
      Math.abs(cell.left - run.left) <= SAME_PLACE &&
      Math.abs(cell.right - run.right) <= SAME_PLACE &&
      Math.abs(heightOf(cell) - heightOf(own[0]!)) <= 0.16 * heightOf(own[0]!);
    const after = cells.find((it) => fits(it) && Math.abs(it.top - own.at(-1)!.top - typical) <= 0.12 * typical);
    if (after !== undefined) own.push(after);
    const before = cells.find((it) => fits(it) && Math.abs(own[0]!.bottom - it.bottom - typical) <= 0.12 * typical);
    if (before !== undefined) own.unshift(before);
    return { ...run, cells: own };
  });
}

/** Splits a sorted list where the pitch changes; singles are dropped. */
export function evenRuns<T>(sorted: readonly T[], placeOf: (of: T) => number): T[][] {
  const runs: T[][] = [];
  let open: T[] = [];
  for (const next of sorted) {
    const last = open.at(-1);
    const before = open.at(-2);
    if (last === undefined) open = [next];
    else {
      const gap = placeOf(next) - placeOf(last);
      const pitch = before === undefined ? gap : placeOf(last) - placeOf(before);
      if (Math.abs(gap - pitch) <= slack(pitch)) open.push(next);
      else {
        if (open.length > 1) runs.push(open);
        // A single wide gap may end one table and begin the next with the cell just seen.
        open = open.length > 1 || gap > pitch ? [next] : [last, next];
      }
    }
  }
  if (open.length > 1) runs.push(open);
  return runs;
}

export function runOf(cells: Region[], isOpen: boolean): Run {
  const mean = (of: (cell: Region) => number) => cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length;
  const pitch = (cells.at(-1)!.bottom - cells[0]!.bottom) / (cells.length - 1);
  return { left: mean((it) => it.left), right: mean((it) => it.right), cells, pitch, isOpen };
}
