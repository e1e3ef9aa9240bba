/** A wide cell in which a short line parts two fields above each other: beside the line the room stays whole. Lengths in mm. */
import type { Rule } from './find-rules.ts';
import type { Run } from './find-runs.ts';
import type { PageWord, Region } from './page-text.ts';

/** Ends this near lie under each other, or at the cell's side. */
const AT_SIDE = 1.2;
/** A line that begins after a word is one to write on after its label: mm between them, and under or over the line. */
const LABEL = { gap: 8, over: 3.5, under: 1 };
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
  const isLabelled = ({ at, from }: Rule) =>
    words.some(({ text, box: [x, y, w, h] }) => {
      const gap = from - x - w;
      return (
        /\p{L}/u.test(text) && gap > -AT_SIDE && gap < LABEL.gap && y + h > at - LABEL.over && y + h < at + LABEL.under
      );
    });
  return runs.flatMap((run) => {
    const found = run.cells.map((cell) => loose.filter((it) => isInside(it, cell) && !isLabelled(it)));
    const linesLike = (like: Rule) => found.map((list) => list.find((it) => haveSameEnds(it, like)));
    const countOf = (list: readonly unknown[]) => list.filter((it) => it !== undefined).length;
    const all = found.flat().map((like) => ({ like, lines: linesLike(like) }));
    const best = all.sort((a, b) => countOf(b.lines) - countOf(a.lines))[0];
    const isRare = best === undefined || countOf(best.lines) < Math.max(2, RECURS * run.cells.length);
    return isRare ? [run] : partedRun(run, best.like, best.lines);
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

function isInside({ at, from, to }: Rule, { left, right, top, bottom }: Region): boolean {
  const down = (at - top) / (bottom - top);
  const isAcross = from > left - AT_SIDE && to < right + AT_SIDE;
  const isPart = to - from >= WIDTH.least && to - from <= WIDTH.most * (right - left);
  return down > HEIGHT.from && down < HEIGHT.to && isAcross && isPart;
}
