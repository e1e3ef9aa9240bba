/** A column without rules between its lines, beside columns that have them: what is left to officials often is. Lengths in mm. */
import type { Run } from './find-runs.ts';
import { type PageWord, type Region, wordsIn } from './page-text.ts';

/** How far the column's ends may be from the lines', and its side from the table's. */
const FITS = 1.5;
/** A column may stand apart from the table. */
const APART = 8;
/** Fewer lines beside it may be anything. */
const LEAST_LINES = 3;
/** With more words it is a text, or a picture's. */
const MOST_WORDS = 12;

/** The runs, and one more for each cell that stands beside all the lines of a table: it is divided as they are. */
export function withTallColumns(runs: readonly Run[], cells: readonly Region[], words: readonly PageWord[]): Run[] {
  const tall = cells.flatMap((cell): Run[] => {
    const beside = runs
      .map((run) => ({ run, lines: linesBeside(cell, run) }))
      .filter(({ run, lines }) => lines.length >= LEAST_LINES && touches(cell, runs, run))
      .sort((x, y) => y.run.pitch - x.run.pitch)[0];
    if (beside === undefined || wordsIn(words, cell).length > MOST_WORDS) return [];
    const parts = beside.lines.map(({ top, bottom }) => ({ left: cell.left, right: cell.right, top, bottom }));
    return [{ ...beside.run, left: cell.left, right: cell.right, cells: parts, isOpen: false }];
  });
  return [...runs, ...tall];
}

/** The lines from the cell's top to its bottom, which is the last one's; a heading as high as they are is left out. */
function linesBeside(cell: Region, { cells }: Run): readonly Region[] {
  const first = cells.findIndex((it) => Math.abs(it.top - cell.top) <= FITS);
  return first >= 0 && Math.abs(cell.bottom - cells.at(-1)!.bottom) <= FITS ? cells.slice(first) : [];
}

/** Beside a column of the same lines, or a little apart from it. */
function touches(cell: Region, runs: readonly Run[], like: Run): boolean {
  const columns = runs.filter((it) => Math.abs(it.cells[0]!.top - like.cells[0]!.top) <= FITS);
  const gaps = columns.flatMap((it) => [cell.left - it.right, it.left - cell.right]);
  return gaps.some((it) => it >= -FITS && it <= APART);
}
