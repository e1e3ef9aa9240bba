/** Plane geometry shared by every stage. Millimetres have their origin in the top left corner of the upright page. */
import { z } from 'zod';

/** x, y, width, height. The unit (mm or px) is said by the field that carries it. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]);
export type Box = z.infer<typeof boxSchema>;

export interface Point {
  x: number;
  y: number;
}

export const MM_PER_INCH = 25.4;

/** Millimetres to pixels at a resolution in dots per inch (not rounded). */
export function mmToPx(mm: number, dpi: number): number {
  return (mm * dpi) / MM_PER_INCH;
}

export function pxToMm(px: number, dpi: number): number {
  return (px * MM_PER_INCH) / dpi;
}

/** A box in mm as whole pixels at `dpi`: edges are rounded, so that neighbouring boxes stay neighbours. */
export function boxToPx([x, y, w, h]: Box, dpi: number): Box {
  const left = Math.round(mmToPx(x, dpi));
  const top = Math.round(mmToPx(y, dpi));
  return [left, top, Math.round(mmToPx(x + w, dpi)) - left, Math.round(mmToPx(y + h, dpi)) - top];
}

/** A field's box, given relative to its line's box, in page coordinates. */
export function offsetBox([x, y, w, h]: Box, by: Box): Box {
  return [x + by[0], y + by[1], w, h];
}

export function boxesOverlap(a: Box, b: Box, tolerance = 0): boolean {
  return (
    a[0] + a[2] > b[0] + tolerance &&
    b[0] + b[2] > a[0] + tolerance &&
    a[1] + a[3] > b[1] + tolerance &&
    b[1] + b[3] > a[1] + tolerance
  );
}

export function isInside(inner: Box, outer: Box, tolerance = 0): boolean {
  return (
    inner[0] >= outer[0] - tolerance &&
    inner[1] >= outer[1] - tolerance &&
    inner[0] + inner[2] <= outer[0] + outer[2] + tolerance &&
    inner[1] + inner[3] <= outer[1] + outer[3] + tolerance
  );
}
