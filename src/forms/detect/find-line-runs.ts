/** Lines to write on that recur down the page: the room over each is a cell. Lengths in mm. */
import type { Rule } from './find-rules.ts';
import { evenRuns, type Run, runOf, slack } from './find-runs.ts';
import { isCentreIn, type PageWord, type Region } from './page-text.ts';

/** Room over a line to write on when lines are further apart than one writes high. */
const WRITING_ROOM = 12;
/** Lines nearer than this are a double rule or a ruled pattern, further apart not one table. */
const LINE_PITCH = { least: 4, most: 45 };
/** Fewer lines to write on than this may be anything. */
const LEAST_LINES = 3;
/** Lines whose ends differ by less lie under each other. */
const SAME_ENDS = 1.2;
/** A shorter line between two long ones parts their room: it covers at most this share, in this share of the lines. */
const PART = { widest: 0.6, recurs: 0.6 };
/** Narrower is no part to write in. */
const LEAST_PART = 3;
/** Share of the lines over which another line lies when it belongs to each. */
const SHARED = 0.4;
/** Share of the room that the rule over it must cover. */
const COVERED = 0.8;

export interface LinesOf {
  words: readonly PageWord[];
  loose: readonly Rule[];
  /** All horizontal rules of the page: what bounds the room over the first line. */
  borders: readonly Rule[];
}

/**
 * The room above the first line is a cell when it is empty, or when a rule bounds it as the others are bounded: what is
 * printed there, an example or headings, is found later. Otherwise what stands there is the heading.
 */
export function findLineRuns(around: LinesOf): Run[] {
  const columns: Rule[][] = [];
  for (const rule of [...around.loose].sort((a, b) => a.at - b.at)) {
    const column = columns.find(([first]) => haveSameEnds(first!, rule));
    if (column === undefined) columns.push([rule]);
    else column.push(rule);
  }
  return columns
    .flatMap((column) => evenRuns(column, (rule) => rule.at))
    .filter((it) => it.length >= LEAST_LINES)
    .flatMap((rules) => {
      const parts = partsOf(rules, around.loose);
      return parts.map((part) => cellsAbove(rules, { ...part, isParted: parts.length > 1 }, around));
    })
    .filter((it) => it.cells.length >= LEAST_LINES - 1 && it.pitch >= LINE_PITCH.least && it.pitch <= LINE_PITCH.most);
}

const haveSameEnds = (a: Rule, b: Rule) => Math.abs(a.from - b.from) <= SAME_ENDS && Math.abs(a.to - b.to) <= SAME_ENDS;

const mean = (rules: readonly Rule[], of: (rule: Rule) => number) =>
  rules.reduce((sum, rule) => sum + of(rule), 0) / rules.length;

interface Part {
  left: number;
  right: number;
}

/** Two stacked fields share a line's height where a shorter line lies between; beside it the room is whole. */
function partsOf(rules: readonly Rule[], loose: readonly Rule[]): Part[] {
  const [left, right] = [mean(rules, (it) => it.from), mean(rules, (it) => it.to)];
  const isInner = (it: Rule) =>
    it.from > left - SAME_ENDS && it.to < right + SAME_ENDS && it.to - it.from <= PART.widest * (right - left);
  const inner = rules.slice(1).map((rule, k) => {
    const between = loose.filter(
      (it) => it.at > rules[k]!.at + 2 && it.at < rule.at - 2 && Math.min(it.to, right) - Math.max(it.from, left) > 3,
    );
    // Lines that reach beyond belong to other fields, each with a label before it.
    return between.every(isInner) ? between : [];
  });
  const recurring = inner
    .flat()
    .filter((it, n, all) => all.findIndex((other) => haveSameEnds(other, it)) === n)
    .filter(
      (it) =>
        inner.filter((list) => list.some((other) => haveSameEnds(other, it))).length >= PART.recurs * inner.length,
    );
  const edges = [left, ...recurring.flatMap((it) => [it.from, it.to]), right].sort((a, b) => a - b);
  const kept = edges.filter((it, k) => k === 0 || it - edges[k - 1]! >= LEAST_PART);
  kept[kept.length - 1] = right;
  return kept.slice(1).map((edge, k) => ({ left: kept[k]!, right: edge }));
}

/** The room between two lines that lie over each other, without cells: over the first line to write on, a band of headings. */
export function bandsBetween(rules: readonly Rule[], cells: readonly Region[]): Region[] {
  const sorted = [...rules].sort((a, b) => a.at - b.at);
  return sorted.flatMap((rule, k) => {
    const above = sorted.slice(0, k).findLast((it) => haveSameEnds(it, rule));
    if (above === undefined || rule.at - above.at < LINE_PITCH.least || rule.at - above.at > LINE_PITCH.most) return [];
    const band: Region = { left: rule.from, right: rule.to, top: above.at, bottom: rule.at };
    return cells.some((it) => sharesRoom(it, band)) ? [] : [band];
  });
}

const sharesRoom = (a: Region, b: Region) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > LEAST_PART &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > LEAST_PART;

function cellsAbove(
  rules: readonly Rule[],
  { left, right, isParted }: Part & { isParted: boolean },
  { words, loose, borders }: LinesOf,
): Run {
  const pitch = (rules.at(-1)!.at - rules[0]!.at) / (rules.length - 1);
  // Beside lines that share its height between two fields, one field has all of it.
  const room = pitch > 1.7 * WRITING_ROOM && !isParted ? WRITING_ROOM : pitch;
  const cellOver = (rule: Rule, top: number): Region => ({
    left,
    right,
    top: Math.max(top, roof(rule)),
    bottom: rule.at,
  });
  const between = (rule: Rule) =>
    loose.filter(
      (it) =>
        it.at < rule.at - 2 && it.at > rule.at - pitch + 2 && Math.min(it.to, right) - Math.max(it.from, left) > 3,
    );
  // Another line between two of these: each belongs to another field. Once it is a row of letters.
  const isShared = rules.filter((it) => between(it).length > 0).length >= SHARED * rules.length;
  const roof = (rule: Rule) => Math.max(rule.at - room, ...(isShared ? between(rule).map((it) => it.at) : []));
  const cells = rules.slice(1).map((rule, k) => cellOver(rule, rules[k]!.at));
  const height = cells[0]!.bottom - cells[0]!.top;
  const border = borders.find(
    (it) =>
      Math.abs(rules[0]!.at - height - it.at) <= slack(height) &&
      Math.min(it.to, right) - Math.max(it.from, left) >= COVERED * (right - left),
  );
  const first = firstCell(cellOver(rules[0]!, border?.at ?? rules[0]!.at - pitch), cells, {
    words,
    isBounded: border !== undefined,
    isWhole: room === pitch,
  });
  const all = first === null ? cells : [first, ...cells];
  return runOf(all.length > 1 ? all : [cellOver(rules[0]!, rules[0]!.at - pitch), ...all], true);
}

/** The room over the first line, where it is one to write in. */
function firstCell(
  above: Region,
  cells: readonly Region[],
  { words, isBounded, isWhole }: { words: readonly PageWord[]; isBounded: boolean; isWhole: boolean },
): Region | null {
  const height = above.bottom - above.top;
  const texts = words.filter((it) => isCentreIn(it.box, above) && /\p{L}{2}/u.test(it.text));
  const textEnd = Math.max(above.top, ...texts.map((it) => it.box[1] + it.box[3]));
  const isHelper = (word: PageWord) =>
    cells.filter((cell) => words.some((it) => it.text === word.text && isCentreIn(it.box, cell))).length >=
    cells.length / 2;
  if (isBounded && isWhole) return above;
  if (texts.every(isHelper) || above.bottom - textEnd >= 0.62 * height) return above;
  // A heading that reaches down to the line: the room of the others is there all the same.
  return !isWhole && above.bottom - textEnd >= LINE_PITCH.least ? { ...above, top: textEnd } : null;
}
