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
/** Heights further apart than this are different ones, mm (more for cells over 10 mm). */
const HEIGHT_STEP = 0.5;
/** Room over a line to write on when lines are further apart than one writes high, mm. */
const WRITING_ROOM = 12;
/** Lines nearer than this are a double rule or a ruled pattern, further apart not one table. */
const LINE_PITCH = { least: 4, most: 45 };
/** Fewer lines to write on than this may be anything. */
const LEAST_LINES = 3;

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
  return absorbEnds(runs, cells);
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
    .map((rules) => cellsAbove(rules, { words, loose }))
    .filter((it) => it.cells.length >= LEAST_LINES - 1 && it.pitch >= LINE_PITCH.least && it.pitch <= LINE_PITCH.most);
}

function cellsAbove(
  rules: readonly Rule[],
  { words, loose }: { words: readonly PageWord[]; loose: readonly Rule[] },
): Run {
  const mean = (of: (rule: Rule) => number) => rules.reduce((sum, rule) => sum + of(rule), 0) / rules.length;
  const [left, right] = [mean((it) => it.from), mean((it) => it.to)];
  const pitch = (rules.at(-1)!.at - rules[0]!.at) / (rules.length - 1);
  const room = pitch > 1.7 * WRITING_ROOM ? WRITING_ROOM : pitch;
  const cellOver = (rule: Rule, top: number): Region => ({
    left,
    right,
    top: Math.max(top, roof(rule)),
    bottom: rule.at,
  });
  // Another line between two of these: each belongs to another field.
  const roof = (rule: Rule) =>
    Math.max(
      rule.at - room,
      ...loose
        .filter((it) => it.at < rule.at - 2 && Math.min(it.to, right) - Math.max(it.from, left) > 3)
        .map((it) => it.at),
    );
  const cells = rules.slice(1).map((rule, k) => cellOver(rule, rules[k]!.at));
  const above = cellOver(rules[0]!, rules[0]!.at - pitch);
  const height = above.bottom - above.top;
  const texts = words.filter((it) => isCentreIn(it.box, above) && /\p{L}{2}/u.test(it.text));
  const textEnd = Math.max(above.top, ...texts.map((it) => it.box[1] + it.box[3]));
  const isHelper = (word: PageWord) =>
    cells.filter((cell) => words.some((it) => it.text === word.text && isCentreIn(it.box, cell))).length >=
    cells.length / 2;
  if (texts.every(isHelper)) cells.unshift(above);
  else if (above.bottom - textEnd >= 0.62 * height) cells.unshift(above);
  // A heading that reaches down to the line: the room of the others is there all the same.
  else if (room < pitch && above.bottom - textEnd >= LINE_PITCH.least) cells.unshift({ ...above, top: textEnd });
  return runOf(cells.length > 1 ? cells : [above, ...cells], true);
}
