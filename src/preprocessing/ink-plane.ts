/** The part of a rectified page that holds its cells, split into paper, ink, and printed rules. */
import type { Box } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import { estimateBackground, evenOut, PAPER } from './work-image.ts';

/** Block of the background estimate, px: 4 mm at 300 dpi. */
export const PLANE_BLOCK = 48;
/** Brightness below which a pixel is ink, as a share of paper: pencil and pale pens measure 0.5 to 0.75. */
const INK_LEVEL = 0.78;

export const NO_INK = 0;
export const INK = 1;
/** Print taken away: rules, helper words. */
export const PRINT = 2;

export interface InkPlane {
  /** Place of the plane's first pixel in the rectified page. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Evened-out brightness, PAPER = 200. */
  even: Uint8Array;
  /** NO_INK, INK or PRINT for every pixel. */
  kind: Uint8Array;
}

/** `region` in px of the page; it is cut to the page. */
export function makeInkPlane(page: GreyImage, region: Box): InkPlane {
  const left = Math.max(0, Math.floor(region[0]));
  const top = Math.max(0, Math.floor(region[1]));
  const width = Math.max(1, Math.min(page.width, Math.ceil(region[0] + region[2])) - left);
  const height = Math.max(1, Math.min(page.height, Math.ceil(region[1] + region[3])) - top);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * page.width + left;
    data.set(page.data.subarray(from, from + width), y * width);
  }
  const part = { width, height, data };
  const even = evenOut(part, estimateBackground(part, PLANE_BLOCK), PLANE_BLOCK);
  const kind = new Uint8Array(width * height);
  const level = Math.round(PAPER * INK_LEVEL);
  // The sign bit of the difference: INK is one. Without a branch it takes half the time.
  for (let i = 0; i < even.length; i++) kind[i] = (even[i]! - level) >>> 31;
  return { left, top, width, height, even, kind };
}

/** Four px at a time, for `nextInked`. */
export function inFours(kind: Uint8Array): Int32Array {
  return new Int32Array(kind.buffer, kind.byteOffset, kind.length >> 2);
}

/** The first place from `from` on, before `end`, that is not bare; `end` where all are. Most of a page is bare. */
export function nextInked({ kind, fours }: { kind: Uint8Array; fours: Int32Array }, from: number, end: number): number {
  let i = from;
  while (i < end) {
    if ((i & 3) === 0 && i + 4 <= end && fours[i >> 2] === 0) i += 4;
    else if (kind[i] === 0) i++;
    else return i;
  }
  return end;
}
