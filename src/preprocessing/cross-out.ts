/** Signs that a first try in a cell was crossed out: a line through letters, or a scribble over them. */
import { mmToPx, pxToMm } from '../domain/geometry.ts';
import type { Strokes } from './find-strokes.ts';
import type { InkPlane } from './ink-plane.ts';
import type { CellFindings } from './judge-cell.ts';

/** Slopes tried for the line: people cross out along the writing. */
const SLOPES = [-0.16, -0.08, 0, 0.08, 0.16] as const;
/** Distance between the lines tried, px; ink this far off a line belongs to it; longest gap in it. */
const LINE_STEP = 2;
const LINE_WIDTH = 2;
const LONGEST_GAP = 3;
/** Ink further than this above and below a line is a letter that it crosses, px. */
const LETTER = 6;
/** Width of the places whose density is measured, mm, and the least height they are taken for. */
const PLACE = 2.4;
const LEAST_HEIGHT = 2;

export interface CrossOut {
  /** Longest straight stretch of ink with letters above and below it, mm. */
  crossed: number;
  /** Share of ink at the densest place, and against the cell's median place. */
  densest: number;
  denser: number;
}

interface Bitmap {
  width: number;
  height: number;
  /** One byte a px, 1 = the cell's own ink. */
  ink: Uint8Array;
}

export function lookForCrossOut(
  plane: InkPlane,
  strokes: Strokes,
  { cell, found, dpi }: { cell: number; found: CellFindings; dpi: number },
): CrossOut {
  const bitmap = ownInk(plane, strokes, { cell, found });
  return { crossed: pxToMm(longestCrossing(bitmap), dpi), ...densities(bitmap, dpi) };
}

function ownInk(plane: InkPlane, strokes: Strokes, { cell, found }: { cell: number; found: CellFindings }): Bitmap {
  const left = Math.min(...found.strokes.map((part) => part.left));
  const right = Math.max(...found.strokes.map((part) => part.right));
  const top = Math.min(...found.strokes.map((part) => part.top));
  const bottom = Math.max(...found.strokes.map((part) => part.bottom));
  const [width, height] = [right - left, bottom - top];
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (strokes.owner[(top + y) * plane.width + left + x] === cell + 1) ink[y * width + x] = 1;
    }
  }
  return { width, height, ink };
}

/** Ink px of every column down to a row: differences tell how much ink a stretch of a column holds. */
function columnSums({ width, height, ink }: Bitmap): Uint16Array {
  const sums = new Uint16Array(width * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) sums[(y + 1) * width + x] = sums[y * width + x]! + ink[y * width + x]!;
  }
  return sums;
}

/** px, weighed by the share of the stretch that has ink both above and below. */
function longestCrossing(bitmap: Bitmap): number {
  const { width, height } = bitmap;
  const sums = columnSums(bitmap);
  const between = (x: number, from: number, to: number) =>
    sums[Math.min(height, Math.max(0, to)) * width + x]! - sums[Math.min(height, Math.max(0, from)) * width + x]!;
  let best = 0;
  for (const slope of SLOPES) {
    for (let start = -Math.abs(slope) * width; start < height + Math.abs(slope) * width; start += LINE_STEP) {
      let begin = 0;
      let last = -LONGEST_GAP - 1;
      let crossed = 0;
      for (let x = 0; x < width; x++) {
        const y = Math.round(start + slope * x);
        if (between(x, y - LINE_WIDTH, y + LINE_WIDTH + 1) === 0) continue;
        if (x - last > LONGEST_GAP + 1) {
          begin = x;
          crossed = 0;
        }
        last = x;
        // Letters are thin: a column counts when there is ink near it, too.
        const near = Math.min(width - 1, x + 3);
        const above = between(x, 0, y - LETTER) + between(near, 0, y - LETTER);
        const below = between(x, y + LETTER, height) + between(near, y + LETTER, height);
        if (above > 0 && below > 0) crossed++;
        best = Math.max(best, crossed * Math.min(1, crossed / (0.5 * (x - begin + 1))));
      }
    }
  }
  return best;
}

function densities({ width, height, ink }: Bitmap, dpi: number): { densest: number; denser: number } {
  const size = Math.max(1, Math.round(mmToPx(PLACE, dpi)));
  const least = mmToPx(LEAST_HEIGHT, dpi);
  const found: number[] = [];
  for (let left = 0; left + size <= width; left += Math.max(1, size >> 1)) {
    let [first, last, amount] = [-1, -1, 0];
    for (let y = 0; y < height; y++) {
      let here = 0;
      for (let x = left; x < left + size; x++) here += ink[y * width + x]!;
      if (here === 0) continue;
      if (first < 0) first = y;
      last = y;
      amount += here;
    }
    if (amount > 0) found.push(amount / (size * Math.max(least, last - first + 1)));
  }
  if (found.length < 3) return { densest: 0, denser: 1 };
  found.sort((a, b) => a - b);
  const densest = found[found.length - 1]!;
  return { densest, denser: densest / found[found.length >> 1]! };
}
