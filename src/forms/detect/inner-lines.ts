/** A wide cell in which a short line parts two fields above each other: beside the line the room stays whole. Lengths in mm. */
import type { Rule } from './find-rules.ts';
import type { Run } from './find-runs.ts';
import { type PageWord, type Region, wordsIn } from './page-text.ts';

/** The line begins or ends at the cell's side, or after the room for a line's number. */
const AT_SIDE = 1.2;
const WIDEST_NUMBERS = 15;
/** It is no label's line to write on, which lies lower, and covers a part of the width only. */
const HEIGHT = { from: 0.3, to: 0.7 };
const WIDTH = { least: 10, most: 0.6 };
const LEAST_PART = 3;
/** Share of the cells in which it recurs. */
const RECURS = 0.6;

/** The runs; those of cells with such lines are parted beside the line, and along it. */
export function withInnerLines(
  runs: readonly Run[],
  { loose, words }: { loose: readonly Rule[]; words: readonly PageWord[] },
): Run[] {
  const labelled = (it: Region) => wordsIn(words, it).some(({ text }) => /\p{L}/u.test(text));
  return runs.flatMap((run) => {
    const found = run.cells.map((cell) => loose.find((it) => isInside(it, cell, labelled)));
    const first = found.find((it) => it !== undefined);
    if (first === undefined) return [run];
    const lines = found.map((it) => (it !== undefined && haveSameEnds(it, first) ? it : undefined));
    const count = lines.filter((it) => it !== undefined).length;
    return count < 2 || count < RECURS * run.cells.length ? [run] : partedRun(run, first, lines);
  });
}

function partedRun(run: Run, { from, to }: Rule, lines: readonly (Rule | undefined)[]): Run[] {
  type Side = { left: number; right: number };
  const like = (side: Side, cells: readonly Region[], isOpen: boolean): Run => ({
    ...run,
    ...side,
    cells: cells.map((it) => ({ ...it, ...side })),
    isOpen,
  });
  const beside: Side[] = [
    { left: run.left, right: from },
    { left: to, right: run.right },
  ];
  const parted = run.cells.flatMap((cell, k) => (lines[k] === undefined ? [] : [{ cell, at: lines[k].at }]));
  const own: Side = {
    left: from - run.left <= AT_SIDE ? run.left : from,
    right: run.right - to <= AT_SIDE ? run.right : to,
  };
  return [
    ...beside.filter((it) => it.right - it.left > LEAST_PART).map((side) => like(side, run.cells, true)),
    like(
      own,
      parted.map(({ cell, at }) => ({ ...cell, bottom: at })),
      false,
    ),
    like(
      own,
      parted.map(({ cell, at }) => ({ ...cell, top: at })),
      false,
    ),
  ];
}

const haveSameEnds = (a: Rule, b: Rule) => Math.abs(a.from - b.from) <= AT_SIDE && Math.abs(a.to - b.to) <= AT_SIDE;

function isInside({ at, from, to }: Rule, cell: Region, labelled: (region: Region) => boolean): boolean {
  const { left, right, top, bottom } = cell;
  const down = (at - top) / (bottom - top);
  if (down < HEIGHT.from || down > HEIGHT.to) return false;
  const isWide = to - from >= WIDTH.least && to - from <= WIDTH.most * (right - left);
  if (!isWide || from < left - AT_SIDE || to > right + AT_SIDE) return false;
  const isAfterNumber = from - left <= WIDEST_NUMBERS && !labelled({ ...cell, right: from });
  return isAfterNumber || from - left <= AT_SIDE || right - to <= AT_SIDE;
}
