/**
 * Pixels of an averaged page that look like a rule's: the inner loops of rule detection, a plain loop for each mask,
 * as every page of 9 million pixels goes through them six times.
 */
import type { GreyImage } from '../../domain/image.ts';

export type Mask = 'dark' | 'light' | 'step';

/** Where the neighbourhood of a rule is looked at, px to either side: beyond a rule of 2 pt. */
export const SIDE = 6;
/** The same of a white rule on colour, px: gaps between shaded cells are up to a millimetre wide. */
const LIGHT_SIDE = 8;
/** Rows at the top and bottom that have no neighbourhood, px. */
export const MARGIN = LIGHT_SIDE;
/** Least difference in grey levels between a rule and its sides: JPEG noise after averaging is below 3. */
export const RIDGE_CONTRAST = 11;
export const STEP_CONTRAST = 6;
/** A band's end is looked at this close, px. */
const STEP_SIDE = 4;
/** White rules stand on colour: their sides are darker than paper, in grey levels. */
const PAPER = 246;
/** Averaging along the rule, px: about a millimetre, more than a dot and its gap. */
const BLUR = 13;

/** Averaged along the rows; at the ends the last pixel counts for those beyond. */
export function blurRows({ width, height, data }: GreyImage): GreyImage {
  const out = new Uint8Array(data.length);
  const half = BLUR >> 1;
  const padded = new Uint8Array(width + BLUR);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    padded.fill(data[row]!, 0, half);
    padded.set(data.subarray(row, row + width), half);
    padded.fill(data[row + width - 1]!, half + width);
    let sum = 0;
    for (let x = 0; x < BLUR - 1; x++) sum += padded[x]!;
    for (let x = 0; x < width; x++) {
      sum += padded[x + BLUR - 1]!;
      out[row + x] = sum / BLUR;
      sum -= padded[x]!;
    }
  }
  return { width, height, data: out };
}

/** @returns for one row: 1 where the pixel looks like the mask, with a 0 after the last. The caller's `marks` are reused. */
export function markRow(image: GreyImage, { y, mask, marks }: { y: number; mask: Mask; marks: Uint8Array }): void {
  if (mask === 'dark') markDark(image, y, marks);
  else if (mask === 'light') markLight(image, y, marks);
  else markStep(image, y, marks);
}

function markDark({ width, data }: GreyImage, y: number, marks: Uint8Array): void {
  const [start, side] = [y * width, SIDE * width];
  for (let x = 0; x < width; x++) {
    const least = data[start + x]! + RIDGE_CONTRAST;
    marks[x] = data[start + x - side]! >= least && data[start + x + side]! >= least ? 1 : 0;
  }
}

function markLight({ width, data }: GreyImage, y: number, marks: Uint8Array): void {
  const [start, side] = [y * width, LIGHT_SIDE * width];
  for (let x = 0; x < width; x++) {
    const most = Math.min(data[start + x]! - RIDGE_CONTRAST, PAPER - 1);
    marks[x] = data[start + x - side]! <= most && data[start + x + side]! <= most ? 1 : 0;
  }
}

function markStep({ width, data }: GreyImage, y: number, marks: Uint8Array): void {
  const [start, side] = [y * width, STEP_SIDE * width];
  for (let x = 0; x < width; x++) {
    const i = start + x;
    const above = data[i - side]!;
    const below = data[i + side]!;
    const step = above > below ? above - below : below - above;
    marks[x] = step >= STEP_CONTRAST && isStep(data, i, { width, above, below }) ? 1 : 0;
  }
}

/** The grey changes between the two sides, and most of it right here. */
function isStep(
  data: Uint8Array,
  i: number,
  { width, above, below }: { width: number; above: number; below: number },
): boolean {
  const here = data[i]!;
  const near = Math.abs(data[i - width]! - data[i + width]!);
  return (
    near * 2.5 >= Math.abs(above - below) && here >= Math.min(above, below) - 4 && here <= Math.max(above, below) + 4
  );
}
