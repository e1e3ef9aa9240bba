/** What kind of ink a cell holds, judged by its strokes' sizes and places; nothing is read here. */
import type { FieldType } from '../domain/form.ts';
import { pxToMm } from '../domain/geometry.ts';
import type { CellInk } from '../domain/page.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';
import type { InkPlane } from './ink-plane.ts';

/** A part must reach this far in some direction to be a stroke and not a speck, mm. */
const SPECK = 0.7;
/** Parts smaller than this share of the largest are specks beside a mark. */
const SPECK_SHARE = 0.12;
/** Pen line area that is surely no accident, mm2 (a 2.5 mm dash of a 0.35 mm pen). */
const LEAST_INK = 0.55;

/** A stroke's box and the box of the whole it belongs to, mm. */
export interface Mark {
  left: number;
  right: number;
  top: number;
  bottom: number;
  strokeWidth: number;
  strokeHeight: number;
}

export interface CellFindings {
  /** All strokes worth the name; px of the plane. */
  strokes: Part[];
  /** The same in mm, without specks beside them. */
  marks: Mark[];
  /** Share of the columns with ink that hold no more than a pen line (1 mm). */
  flat: number;
  /** mm2 */
  ink: number;
  /** mm, of the box round the strokes; 0 when there are none. */
  width: number;
  height: number;
  /** Ends of that box within the cell, 0..1 of its width and height; beyond where it overshoots. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Mean darkness of the ink, 0..200. */
  darkness: number;
}

/** Sizes and places of a cell's strokes; `flat` is left to `flatShare`. */
export function lookIntoCell(parts: readonly Part[], area: CellArea, dpi: number): CellFindings {
  const strokes = parts.filter(
    (part) => pxToMm(Math.max(part.right - part.left, part.bottom - part.top), dpi) >= SPECK,
  );
  const none = { ink: 0, width: 0, height: 0, left: 0.5, right: 0.5, top: 0.5, bottom: 0.5, darkness: 0, flat: 0 };
  if (strokes.length === 0) return { strokes, marks: [], ...none };
  const left = Math.min(...strokes.map((part) => part.left));
  const right = Math.max(...strokes.map((part) => part.right));
  const top = Math.min(...strokes.map((part) => part.top));
  const bottom = Math.max(...strokes.map((part) => part.bottom));
  const px = strokes.reduce((sum, part) => sum + part.area, 0);
  const wide = area.right - area.left;
  const high = area.bottom - area.top;
  const largest = Math.max(...strokes.map((part) => part.area));
  return {
    strokes,
    marks: strokes.filter((part) => part.area >= SPECK_SHARE * largest).map((part) => toMark(part, dpi)),
    ink: px * pxToMm(1, dpi) ** 2,
    width: pxToMm(right - left, dpi),
    height: pxToMm(bottom - top, dpi),
    left: (left - area.left) / wide,
    right: (right - area.left) / wide,
    top: (top - area.top) / high,
    bottom: (bottom - area.top) / high,
    darkness: strokes.reduce((sum, part) => sum + part.darkness, 0) / px,
    flat: 0,
  };
}

function toMark(part: Part, dpi: number): Mark {
  return {
    left: pxToMm(part.left, dpi),
    right: pxToMm(part.right, dpi),
    top: pxToMm(part.top, dpi),
    bottom: pxToMm(part.bottom, dpi),
    strokeWidth: pxToMm(part.strokeWidth, dpi),
    strokeHeight: pxToMm(part.strokeHeight, dpi),
  };
}

/** Share of the cell's inked columns that hold a pen line at most (1 mm from first to last ink). */
export function flatShare(
  plane: InkPlane,
  strokes: Strokes,
  { cell, found, dpi }: { cell: number; found: CellFindings; dpi: number },
): number {
  const most = (1 / 25.4) * dpi;
  let inked = 0;
  let flat = 0;
  const box = {
    left: Math.min(...found.strokes.map((part) => part.left)),
    right: Math.max(...found.strokes.map((part) => part.right)),
    top: Math.min(...found.strokes.map((part) => part.top)),
    bottom: Math.max(...found.strokes.map((part) => part.bottom)),
  };
  for (let x = box.left; x < box.right; x++) {
    let first = -1;
    let last = -1;
    for (let y = box.top; y < box.bottom; y++) {
      if (strokes.owner[y * plane.width + x] !== cell + 1) continue;
      if (first < 0) first = y;
      last = y;
    }
    if (first < 0) continue;
    inked++;
    if (last - first + 1 <= most) flat++;
  }
  return inked === 0 ? 0 : flat / inked;
}

export interface InkVerdict {
  ink: CellInk;
  confidence: number;
}

/** `above` says whether a line above holds ink in the same column: a ditto mark needs something to repeat. */
export function judgeCell(
  found: CellFindings,
  { type, above, height }: { type: FieldType; above: boolean; height: number },
): InkVerdict {
  if (found.ink < LEAST_INK * 0.4) return { ink: 'empty', confidence: 0.995 };
  if (found.ink < LEAST_INK && found.darkness < 90) return { ink: 'empty', confidence: 0.8 };
  if (above && canRepeat(type) && isDitto(found, height)) return { ink: 'ditto', confidence: 0.9 };
  return { ink: 'filled', confidence: found.ink < 2 * LEAST_INK ? 0.85 : 0.99 };
}

function canRepeat(type: FieldType): boolean {
  return type !== 'signature' && type !== 'office' && type !== 'checkbox' && type !== 'choice';
}

/** Least height of one of a mark's ticks, mm: what stays below is dust or a dot. */
const TICK = 0.8;
const isTick = ({ top, bottom }: Mark) => bottom - top >= TICK;

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
const TICKED = { most: 3, low: 0.65, share: 0.45 };
const isUpright = (mark: Mark) => isTick(mark) && mark.right - mark.left < mark.bottom - mark.top;
/** Share of a dash's columns that hold no more than a pen line. */
const FLAT = 0.55;

/** A small mark standing alone, a mark between dashes, one tall upright stroke, or a brace over several lines. */
function isDitto(found: CellFindings, height: number): boolean {
  const { marks } = found;
  if (marks.length === 0) return false;
  const left = Math.min(...marks.map((mark) => mark.left));
  const right = Math.max(...marks.map((mark) => mark.right));
  const top = Math.min(...marks.map((mark) => mark.top));
  const bottom = Math.max(...marks.map((mark) => mark.bottom));
  const [wide, high] = [right - left, bottom - top];
  const isBrace = marks.every((mark) => mark.strokeHeight > 1.6 * height && mark.strokeWidth < 6);
  if (isBrace) return true;
  const isLyingDash = high < 0.35 * wide && found.flat > 0.9;
  if (wide <= MARK.width && high <= MARK.height && found.ink <= MARK.mostInk)
    return found.ink >= MARK.ink && !isLyingDash && marks.some(isTick);
  if (high <= MARK.height && areTicksBetweenDashes(marks, wide)) return true;
  if (marks.length === 1 && high >= STROKE.height * height && wide <= STROKE.slender * high) return true;
  if (high > MARK.height || (marks.length > DASHED.most && !(marks.length <= DASHED.broken && marks.some(isDash))))
    return false;
  return wide > MARK.width && found.flat >= FLAT && found.flat <= 0.95;
}

function areTicksBetweenDashes(marks: readonly Mark[], wide: number): boolean {
  const ticks = marks.filter(isUpright);
  const dashes = marks.filter((it) => !isUpright(it));
  if (ticks.length === 0 || ticks.length > TICKED.most) return false;
  const top = Math.min(...ticks.map((it) => it.top));
  const bottom = Math.max(...ticks.map((it) => it.bottom));
  const isLevel = ({ left, right, ...it }: Mark) =>
    it.bottom - it.top <= TICKED.low && right - left > it.bottom - it.top && it.top >= top && it.bottom <= bottom;
  const length = dashes.reduce((sum, { left, right }) => sum + right - left, 0);
  return dashes.every(isLevel) && length >= TICKED.share * wide;
}
