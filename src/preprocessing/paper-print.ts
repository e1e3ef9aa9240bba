/** Where the ink of a page's lines lies, printed form subtracted: see src/domain/paper-print.ts for what it is for. */
import { type Box, mmToPx } from '../domain/geometry.ts';
import { INK_LEVELS, type LinePrint, PLACE_MM } from '../domain/paper-print.ts';
import { INK, inFours, type InkPlane, nextInked } from './ink-plane.ts';

/** Share of a place that counts as full: a pen line of 0.5 mm through a place of 1 mm. */
const FULL = 0.5;

export interface LineInk {
  plane: InkPlane;
  /** Owning cell plus one for every pixel of the plane, 0 = none. */
  owner: Uint16Array;
  /** Whether a cell, by its number, belongs to the line. */
  isOwn(cell: number): boolean;
}

/** `box` in mm of the page. Ink that strays over the line's edge stays out: it is the first to be lost by a scanner. */
export function rasteriseLine({ plane, owner, isOwn }: LineInk, box: Box, dpi: number): LinePrint {
  const columns = Math.max(1, Math.round(box[2] / PLACE_MM));
  const rows = Math.max(1, Math.round(box[3] / PLACE_MM));
  const edges = (from: number, length: number, count: number, offset: number) =>
    Array.from({ length: count + 1 }, (_, k) => Math.round(mmToPx(from + (length * k) / count, dpi)) - offset);
  const x = edges(box[0], box[2], columns, plane.left);
  const y = edges(box[1], box[3], rows, plane.top);
  const ink = new Uint8Array(columns * rows);
  const { kind, width, height } = plane;
  const pixels = { kind, fours: inFours(kind) };
  const dark = new Uint32Array(columns);
  for (let row = 0; row < rows; row++) {
    const bottom = Math.min(height, y[row + 1]!);
    dark.fill(0);
    for (let py = Math.max(0, y[row]!); py < bottom; py++) {
      for (let column = 0; column < columns; column++) {
        const end = py * width + Math.min(width, x[column + 1]!);
        const start = py * width + Math.max(0, x[column]!);
        for (let i = nextInked(pixels, start, end); i < end; i = nextInked(pixels, i + 1, end)) {
          if (kind[i] === INK && owner[i]! > 0 && isOwn(owner[i]! - 1)) dark[column]!++;
        }
      }
    }
    for (let column = 0; column < columns; column++) {
      const area = (x[column + 1]! - x[column]!) * (y[row + 1]! - y[row]!);
      ink[row * columns + column] = Math.min(INK_LEVELS, Math.round((INK_LEVELS * dark[column]!) / (FULL * area)));
    }
  }
  return { columns, rows, ink };
}
