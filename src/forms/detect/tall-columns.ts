/** A column without rules between its lines, beside columns that have them: what is left to officials often is. Lengths in mm. */
import type { Run } from './find-runs.ts';
import { type PageWord, type Region, wordsIn } from './page-text.ts';

/** How far the column's ends may be from the lines', and its side from the table's. */
const FITS = 1.5;
/** Fewer lines beside it may be anything. */
const LEAST_LINES = 3;
/** With more words it is a text, or a picture's. */
const MOST_WORDS = 12;

/** The runs, and one more for each cell that stands beside all the lines of a table: it is divided as they are. */
export function withTallColumns(runs: readonly Run[], cells: readonly Region[], words: readonly PageWord[]): Run[] {
  const tall = cells.flatMap((cell): Run[] => {
    const beside = runs
      .filter((run) => run.cells.length >= LEAST_LINES && standsBeside(cell, run) && touches(cell, runs, run))
      .sort((a, b) => b.pitch - a.pitch)[0];
    if (beside === undefined || wordsIn(words, cell).length > MOST_WORDS) return [];
    const parts = beside.cells.map(({ top, bottom }) => ({ left: cell.left, right: cell.right, top, bottom }));
    return [{ ...beside, left: cell.left, right: cell.right, cells: parts, isOpen: false }];
  });
  return [...runs, ...tall];
}

function standsBeside(cell: Region, run: Run): boolean {
  return Math.abs(cell.top - run.cells[0]!.top) <= FITS && Math.abs(cell.bottom - run.cells.at(-1)!.bottom) <= FITS;
}

/** Right beside a column of the same lines. */
function touches(cell: Region, runs: readonly Run[], like: Run): boolean {
  const columns = runs.filter((it) => Math.abs(it.cells[0]!.top - like.cells[0]!.top) <= FITS);
  return columns.some((it) => Math.abs(it.right - cell.left) <= FITS || Math.abs(it.left - cell.right) <= FITS);
}
