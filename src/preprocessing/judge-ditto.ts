/** Whether a cell holds nothing but a mark that says "as above": ticks, angles, a stroke down the cell, a brace. */
import type { CellFindings, Mark } from './judge-cell.ts';

/**
 * Ink that came in from beside or above: run-on letters begin at the left border and end here, mm, and stand apart from
 * the mark by so much, by less from one with dashes; tails hang in from the line above or reach up from the line below no deeper than this.
 */
const RUN_ON = { border: 1.2, width: 8, gap: 3, dashGap: 1.5 };
const TAIL = { border: 0.8, depth: 0.3 };
/** More pieces than this are a text of their own, wherever in the cell it stands. */
const MOST_STRAYS = 8;
/** A speck: least reach of what is none, mm, and how far from all else it stands. */
const SPECK = { reach: 1.1, apart: 6 };

/** Least height of one of a mark's ticks, mm: what stays below is dust or a dot. */
const TICK = 0.8;
const isTick = ({ top, bottom }: Mark) => bottom - top >= TICK;

/**
 * Two upright ticks side by side may be higher, mm, the width of each against its height, and of both where they
 * touch; one that a fax broke off begins as high as the other, mm.
 */
const PAIR = { width: 2.8, height: 4.4, mostInk: 6, slender: 0.4, touching: 0.55, level: 0.4 };
/** Least height of a mark's lowest tick against its highest. */
const ALIKE = 0.55;

/** Largest a small ditto mark gets, mm; and the least ink it has, mm2. */
const MARK = { width: 4.6, height: 3.4, ink: 0.25, mostInk: 4.5 };
/** A stroke down the cell: least share of the cell's height, most width against its own height. */
const STROKE = { height: 0.5, slender: 0.3 };
/** A mark between dashes is few strokes, or a few more with a dash among them: words a fax broke up are many. mm */
const DASHED = { most: 3, broken: 5, width: 1.6, flat: 0.45 };
const isDash = ({ left, right, top, bottom }: Mark) =>
  right - left >= DASHED.width && bottom - top <= DASHED.flat * (right - left);
/**
 * Up to three ticks with dashes at their height are the mark itself, however long or broken the dashes are; more uprights
 * are letters. A broken dash is this low, mm; dashes take this share of the width.
 */
const TICKED = { most: 3, low: 0.85, slack: 0.3, share: 0.45 };
const isUpright = (mark: Mark) => isTick(mark) && mark.right - mark.left < mark.bottom - mark.top;
/** Share of a dash's columns that hold no more than a pen line. */
const FLAT = 0.55;

/** `height` of the cell, mm. */
export function isDitto(found: CellFindings, height: number): boolean {
  if (isMark(found.marks, found, height) || areTouchingTicks(found)) return true;
  const own = withoutStrays(found.marks, height);
  const strays = found.marks.length - own.length;
  if (strays === 0 || strays > MOST_STRAYS || own.length > DASHED.broken) return false;
  // What the strays measured is unknown: the mark must speak by its shape alone.
  return isMark(own, { ink: Math.min(found.ink, MARK.mostInk), flat: 0 }, height);
}

/** Without what came in from the neighbours, and specks. */
function withoutStrays(marks: readonly Mark[], height: number): Mark[] {
  const inner = marks.filter(
    ({ top, bottom, strokeHeight }) =>
      !(top <= TAIL.border && bottom <= TAIL.depth * height) &&
      !(bottom >= height - TAIL.border && top >= (1 - TAIL.depth) * height) &&
      strokeHeight <= 1.6 * height,
  );
  const clear = inner.filter((mark) => reachOf(mark) >= SPECK.reach || inner.some((other) => isBeside(mark, other)));
  const runOn = clear.filter(({ right }) => right <= RUN_ON.width);
  const rest = clear.filter(({ right }) => right > RUN_ON.width);
  if (runOn.length === 0 || rest.length === 0) return clear;
  const begins = Math.min(...runOn.map(({ left }) => left));
  const ends = Math.max(...runOn.map(({ right }) => right));
  const next = Math.min(...rest.map(({ left }) => left));
  return begins <= RUN_ON.border && next >= ends + (rest.some(isDash) ? RUN_ON.dashGap : RUN_ON.gap) ? rest : clear;
}

const reachOf = ({ left, right, top, bottom }: Mark) => Math.max(right - left, bottom - top);
const isBeside = (mark: Mark, other: Mark) =>
  other !== mark &&
  reachOf(other) >= SPECK.reach &&
  mark.left <= other.right + SPECK.apart &&
  other.left <= mark.right + SPECK.apart;

/** A small mark standing alone, a mark between dashes, one tall upright stroke, or a brace over several lines. */
function isMark(marks: readonly Mark[], { ink, flat }: { ink: number; flat: number }, height: number): boolean {
  if (marks.length === 0) return false;
  const left = Math.min(...marks.map((mark) => mark.left));
  const right = Math.max(...marks.map((mark) => mark.right));
  const top = Math.min(...marks.map((mark) => mark.top));
  const bottom = Math.max(...marks.map((mark) => mark.bottom));
  const [wide, high] = [right - left, bottom - top];
  const isBrace = marks.every((mark) => mark.strokeHeight > 1.6 * height && mark.strokeWidth < 6);
  if (isBrace) return true;
  const isLyingDash = high < 0.35 * wide && flat > 0.9;
  if (wide <= PAIR.width && high <= PAIR.height && ink <= PAIR.mostInk && isPair(marks)) return true;
  if (wide <= MARK.width && high <= MARK.height && ink <= MARK.mostInk)
    return ink >= MARK.ink && !isLyingDash && areAlike(marks.filter(isTick));
  if (high <= MARK.height && areTicksBetweenDashes(marks, wide)) return true;
  if (marks.length === 1 && high >= STROKE.height * height && wide <= STROKE.slender * high) return true;
  if (high > MARK.height || (marks.length > DASHED.most && !(marks.length <= DASHED.broken && marks.some(isDash))))
    return false;
  return wide > MARK.width && flat >= FLAT && flat <= 0.95;
}

function isPair(marks: readonly Mark[]): boolean {
  if (marks.length !== 2 || !marks.every((mark) => isSlender(mark) && isTick(mark))) return false;
  return areAlike(marks) || Math.abs(marks[0]!.top - marks[1]!.top) <= PAIR.level;
}

function areTouchingTicks({ marks, ink, width, height }: CellFindings): boolean {
  return marks.length === 1 && width <= PAIR.touching * height && height <= PAIR.height && ink <= PAIR.mostInk;
}

const isSlender = ({ left, right, top, bottom }: Mark) => right - left <= PAIR.slender * (bottom - top);

/** Ticks are made in one go: letters of a short word differ more in height. */
function areAlike(ticks: readonly Mark[]): boolean {
  const heights = ticks.map(({ top, bottom }) => bottom - top);
  return heights.length > 0 && Math.min(...heights) >= ALIKE * Math.max(...heights);
}

function areTicksBetweenDashes(marks: readonly Mark[], wide: number): boolean {
  const ticks = marks.filter(isUpright);
  const dashes = marks.filter((it) => !isUpright(it));
  if (ticks.length === 0 || ticks.length > TICKED.most) return false;
  const top = Math.min(...ticks.map((it) => it.top));
  const bottom = Math.max(...ticks.map((it) => it.bottom));
  const isLevel = ({ left, right, ...it }: Mark) =>
    it.bottom - it.top <= TICKED.low &&
    right - left > it.bottom - it.top &&
    it.top >= top - TICKED.slack &&
    it.bottom <= bottom + TICKED.slack;
  const length = dashes.reduce((sum, { left, right }) => sum + right - left, 0);
  return dashes.every(isLevel) && length >= TICKED.share * wide;
}
