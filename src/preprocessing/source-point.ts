/** Where a place on the form lies in the scan, from what is kept of a registration. */
import { mmToPx, type Point } from '../domain/geometry.ts';
import type { Registration } from '../domain/page.ts';
import { apply } from './matrix.ts';
import { type Bend, bendAt, NODE_SPACING } from './placement.ts';
import { RECTIFIED_DPI } from './rectify.ts';

/** `x`, `y` in mm on the form; px of the (EXIF-upright) scan. */
export function sourcePoint({ matrix, bend }: Registration, x: number, y: number): Point {
  const shift =
    bend === null
      ? { x: 0, y: 0 }
      : bendAt({ ...bend, dx: Float64Array.from(bend.dx), dy: Float64Array.from(bend.dy) }, x, y);
  return apply(matrix, mmToPx(x + shift.x, RECTIFIED_DPI), mmToPx(y + shift.y, RECTIFIED_DPI));
}

/** Micrometres are enough. */
export function recordBend(bend: Bend | null): Registration['bend'] {
  if (bend === null) return null;
  const round = (values: Float64Array) => Array.from(values, (value) => Math.round(value * 1000) / 1000);
  const { columns, rows } = bend;
  return { spacing: NODE_SPACING, columns, rows, dx: round(bend.dx), dy: round(bend.dy) };
}
