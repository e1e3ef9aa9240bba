/** What kind of ink a cell holds, judged by its strokes' sizes and places; nothing is read here. */
import type { FieldType } from '../domain/form.ts';
import { pxToMm } from '../domain/geometry.ts';
import type { CellInk } from '../domain/page.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';
import type { InkPlane } from './ink-plane.ts';
import { isDitto } from './judge-ditto.ts';

/** A part must reach this far in some direction to be a stroke and not a speck, mm. */
const SPECK = 0.7;
/** Parts smaller than this share of the largest are specks beside a mark, unless they reach this far, mm: ticks by a long dash. */
const SPECK_SHARE = 0.12;
const LONG = 1.5;
/** Pen line area that is surely no accident, mm2 (a 2.5 mm dash of a 0.35 mm pen). */
const LEAST_INK = 0.55;

/** A stroke's box, from the cell's top left corner, and the size of the whole it belongs to, mm. */
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
  const strokes = parts.filter((part) => reach(part, dpi) >= SPECK);
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
    marks: strokes
      .filter((part) => part.area >= SPECK_SHARE * largest || reach(part, dpi) >= LONG)
      .map((part) => toMark(part, area, dpi)),
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

/** mm */
function reach(part: Part, dpi: number): number {
  return pxToMm(Math.max(part.right - part.left, part.bottom - part.top), dpi);
}

function toMark(part: Part, { left, top }: CellArea, dpi: number): Mark {
  return {
    left: pxToMm(part.left - left, dpi),
    right: pxToMm(part.right - left, dpi),
    top: pxToMm(part.top - top, dpi),
    bottom: pxToMm(part.bottom - top, dpi),
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

/**
 * How often a verdict was right on 4,506 cells of the development pages: empty 258 of 263, filled 4,026 of 4,047, with little
 * ink 7 of 8, ditto 186 of 187.
 */
const SURE = { empty: 0.98, filled: 0.995, faint: 0.7, ditto: 0.97 };

export interface InkVerdict {
  ink: CellInk;
  confidence: number;
}

/** `above` says whether a line above holds ink in the same column: a ditto mark needs something to repeat. */
export function judgeCell(
  found: CellFindings,
  { type, above, height }: { type: FieldType; above: boolean; height: number },
): InkVerdict {
  if (found.ink < LEAST_INK * 0.4) return { ink: 'empty', confidence: SURE.empty };
  if (found.ink < LEAST_INK && found.darkness < 90) return { ink: 'empty', confidence: 0.8 };
  if (above && canRepeat(type) && isDitto(found, height)) return { ink: 'ditto', confidence: SURE.ditto };
  return { ink: 'filled', confidence: found.ink < 2 * LEAST_INK ? SURE.faint : SURE.filled };
}

/** A stroke in a column of numbers is a one, two are eleven. */
const NEVER_BY_SHAPE: readonly FieldType[] = ['signature', 'office', 'checkbox', 'choice', 'number'];
const canRepeat = (type: FieldType) => !NEVER_BY_SHAPE.includes(type);
