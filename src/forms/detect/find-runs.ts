/** Cells that repeat down the page at an even pitch: what a column of a table, or of a pile of boxes, is. Lengths in mm. */
import type { Rule } from './find-rules.ts';
import { isCentreIn, type PageWord, type Region } from './page-text.ts';

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
const slack = (length: number) => Math.max(0.8, length * 0.07);
/** Lines nearer than this are a double rule or a ruled pattern, further apart not one table. */
const LINE_PITCH = { least: 4, most: 45 };
/** Fewer lines to write on than this may be anything. */
const LEAST_LINES = 3;

const heightOf = (cell: Region) => cell.bottom - cell.top;

export function findRuns(cells: readonly Region[]): Run[] {
  const columns: Region[][] = [];
  for (const cell of [...cells].sort((a, b) => a.top - b.top)) {
    const column = columns.find(
      ([first]) =>
        Math.abs(first!.left - cell.left) <= SAME_PLACE &&
        Math.abs(first!.right - cell.right) <= SAME_PLACE &&
        Math.abs(heightOf(first!) - heightOf(cell)) <= slack(heightOf(first!)),
    );
    if (column === undefined) columns.push([cell]);
    else column.push(cell);
  }
  const runs = columns.flatMap((column) => interleavedRuns(column, (cell) => cell.top).map((it) => runOf(it, false)));
  return absorbEnds(runs, cells);
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
function evenRuns<T>(sorted: readonly T[], placeOf: (of: T) => number): T[][] {
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

function runOf(cells: Region[], isOpen: boolean): Run {
  const mean = (of: (cell: Region) => number) => cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length;
  const pitch = (cells.at(-1)!.bottom - cells[0]!.bottom) / (cells.length - 1);
  return { left: mean((it) => it.left), right: mean((it) => it.right), cells, pitch, isOpen };
}

/**
 * Lines to write on, of equal extent and pitch: the room above each is a cell. The room above the first is one only
 * when it is empty; what stands there otherwise is the heading.
 */
export function findLineRuns(loose: readonly Rule[], words: readonly PageWord[]): Run[] {
  const columns: Rule[][] = [];
  for (const rule of [...loose].sort((a, b) => a.at - b.at)) {
    const column = columns.find(
      ([first]) => Math.abs(first!.from - rule.from) <= 1.2 && Math.abs(first!.to - rule.to) <= 1.2,
    );
    if (column === undefined) columns.push([rule]);
    else column.push(rule);
  }
  return columns
    .flatMap((column) => evenRuns(column, (rule) => rule.at))
    .filter((it) => it.length >= LEAST_LINES)
    .map((rules) => cellsAbove(rules, words))
    .filter((it) => it.cells.length >= LEAST_LINES - 1 && it.pitch >= LINE_PITCH.least && it.pitch <= LINE_PITCH.most);
}

function cellsAbove(rules: readonly Rule[], words: readonly PageWord[]): Run {
  const mean = (of: (rule: Rule) => number) => rules.reduce((sum, rule) => sum + of(rule), 0) / rules.length;
  const [left, right] = [mean((it) => it.from), mean((it) => it.to)];
  const cells: Region[] = [];
  for (let k = 1; k < rules.length; k++) cells.push({ left, right, top: rules[k - 1]!.at, bottom: rules[k]!.at });
  const pitch = (rules.at(-1)!.at - rules[0]!.at) / (rules.length - 1);
  const above: Region = { left, right, top: rules[0]!.at - pitch, bottom: rules[0]!.at };
  const texts = words.filter((it) => isCentreIn(it.box, above) && /\p{L}{2}/u.test(it.text));
  const textEnd = Math.max(above.top, ...texts.map((it) => it.box[1] + it.box[3]));
  const isHelper = (word: PageWord) =>
    cells.filter((cell) => words.some((it) => it.text === word.text && isCentreIn(it.box, cell))).length >=
    cells.length / 2;
  if (texts.every(isHelper)) cells.unshift(above);
  else if (above.bottom - textEnd >= 0.62 * pitch) cells.unshift(above);
  return runOf(cells.length > 1 ? cells : [above, ...cells], true);
}
