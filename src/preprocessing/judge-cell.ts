/** What kind of ink a cell holds, judged by its strokes' sizes and places; nothing is read here. */
import type { FieldType } from '../domain/form.ts';
import { pxToMm } from '../domain/geometry.ts';
import type { CellInk } from '../domain/page.ts';
import type { CellArea, Part } from './find-strokes.ts';

/** A part must reach this far in some direction to be a stroke and not a speck, mm. */
const SPECK = 0.7;
/** Pen line area that is surely no accident, mm2 (a 2.5 mm dash of a 0.35 mm pen). */
const LEAST_INK = 0.55;

export interface CellFindings {
  /** All strokes worth the name; px of the plane. */
  strokes: Part[];
  /** mm2 */
  ink: number;
  /** mm, of the box round the strokes; 0 when there are none. */
  width: number;
  height: number;
  /** Middle and ends of that box within the cell, 0..1 of its width and height. */
  middleX: number;
  middleY: number;
  left: number;
  right: number;
  /** Mean darkness of the ink, 0..200. */
  darkness: number;
}

export function lookIntoCell(parts: readonly Part[], area: CellArea, dpi: number): CellFindings {
  const strokes = parts.filter(
    (part) => pxToMm(Math.max(part.right - part.left, part.bottom - part.top), dpi) >= SPECK,
  );
  if (strokes.length === 0) {
    return { strokes, ink: 0, width: 0, height: 0, middleX: 0.5, middleY: 0.5, left: 0.5, right: 0.5, darkness: 0 };
  }
  const left = Math.min(...strokes.map((part) => part.left));
  const right = Math.max(...strokes.map((part) => part.right));
  const top = Math.min(...strokes.map((part) => part.top));
  const bottom = Math.max(...strokes.map((part) => part.bottom));
  const px = strokes.reduce((sum, part) => sum + part.area, 0);
  const wide = area.right - area.left;
  const high = area.bottom - area.top;
  return {
    strokes,
    ink: px * pxToMm(1, dpi) ** 2,
    width: pxToMm(right - left, dpi),
    height: pxToMm(bottom - top, dpi),
    middleX: ((left + right) / 2 - area.left) / wide,
    middleY: ((top + bottom) / 2 - area.top) / high,
    left: (left - area.left) / wide,
    right: (right - area.left) / wide,
    darkness: strokes.reduce((sum, part) => sum + part.darkness, 0) / px,
  };
}

export interface InkVerdict {
  ink: CellInk;
  confidence: number;
}

/** `above` says whether a line above holds ink in the same column: a ditto mark needs something to repeat. */
export function judgeCell(
  found: CellFindings,
  { type, above, dpi, height }: { type: FieldType; above: boolean; dpi: number; height: number },
): InkVerdict {
  if (found.ink < LEAST_INK * 0.4) return { ink: 'empty', confidence: 0.995 };
  if (found.ink < LEAST_INK && found.darkness < 90) return { ink: 'empty', confidence: 0.8 };
  if (above && canRepeat(type) && isDitto(found, { dpi, height })) return { ink: 'ditto', confidence: 0.9 };
  return { ink: 'filled', confidence: found.ink < 2 * LEAST_INK ? 0.85 : 0.99 };
}

function canRepeat(type: FieldType): boolean {
  return type !== 'signature' && type !== 'office' && type !== 'checkbox' && type !== 'choice';
}

/** Two small marks beside each other, a mark between dashes, or one tall upright stroke. `height` of the cell in mm. */
function isDitto(found: CellFindings, { dpi, height }: { dpi: number; height: number }): boolean {
  const sizes = found.strokes.map((part) => ({
    width: pxToMm(part.right - part.left, dpi),
    height: pxToMm(part.bottom - part.top, dpi),
    ink: part.area * pxToMm(1, dpi) ** 2,
    x: pxToMm((part.left + part.right) / 2, dpi),
  }));
  const marks = sizes.filter((size) => size.ink > 0.12);
  if (marks.length === 0 || marks.length > 5) return false;
  const isDash = (size: { width: number; height: number }) => size.width > 1.6 && size.height < 0.35 * size.width;
  const ticks = marks.filter((size) => !isDash(size));
  if (ticks.length === 1) {
    const tick = ticks[0]!;
    const tall = tick.height > 0.5 * height && tick.width < 0.22 * tick.height;
    return tall && marks.length === 1;
  }
  if (ticks.length < 2 || ticks.length > 3) return false;
  const small = ticks.every(
    (tick) => tick.height < 0.5 * height && tick.height < 4.2 && tick.width < 2.6 && tick.ink < 2.6,
  );
  const xs = ticks.map((tick) => tick.x);
  return small && Math.max(...xs) - Math.min(...xs) < 3.6 && found.middleX > 0.06;
}
