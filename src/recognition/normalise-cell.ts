/**
 * A cell's picture as the recogniser wants it: cropped to the ink, 40 px high, contrast stretched. The twin of
 * `normalise` in training/common.py, pixel for pixel; golden vectors prove it. Change both or neither.
 */
import type { GreyImage } from '../domain/image.ts';
import { medianBlur } from './median-blur.ts';
import { percentile, resizeArea, resizeCubic } from './resample.ts';

/** px; the height the network was trained at. */
export const CELL_HEIGHT = 40;
const MAX_WIDTH = 1100;
const MIN_WIDTH = 24;
/** px; the ink mask of a taller picture is found on a copy shrunk to this height. */
const MASK_HEIGHT = 64;
/** Grey of paper in a normalised picture, and the span from paper to full ink. */
export const PAPER = 36;
export const INK_SPAN = 180;
/** Least contrast between paper and ink that is stretched, grey levels: paper grain stays paper. */
const LEAST_CONTRAST = 20;
const LEAST_INK = 18;

/** Boolean ink mask: darker than the median of the surroundings. */
function inkMask(grey: GreyImage): Uint8Array {
  const { width, height, data } = grey;
  const k = Math.max(15, Math.floor(height / 2) | 1);
  let paper: Uint8Array;
  if (Math.min(width, height) > k) paper = medianBlur(grey, Math.min(k, 255));
  else paper = new Uint8Array(data.length).fill(Math.floor(percentile(data, 50)));
  const darker = new Int16Array(data.length);
  for (let i = 0; i < data.length; i++) darker[i] = paper[i]! - data[i]!;
  const threshold = Math.max(LEAST_INK, 0.35 * percentile(darker, 99.5));
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mask[i] = darker[i]! > threshold ? 1 : 0;
  return mask;
}

function inkedRows(mask: Uint8Array, width: number, height: number): number[] {
  const sums = new Float32Array(height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sums[y]! += mask[y * width + x]!;
  const third = Math.fround(1 / 3);
  const smooth = new Float32Array(height);
  let most = 0;
  for (let y = 0; y < height; y++) {
    smooth[y] = ((sums[y - 1] ?? 0) + sums[y]! + (sums[y + 1] ?? 0)) * third;
    most = Math.max(most, smooth[y]!);
  }
  const threshold = Math.max(1, 0.06 * most);
  return [...smooth.keys()].filter((y) => smooth[y]! > threshold);
}

function inkedColumns(mask: Uint8Array, width: number, [y0, y1]: readonly [number, number]): number[] {
  const out: number[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = y0; y < y1; y++) {
      if (mask[y * width + x] !== 0) {
        out.push(x);
        break;
      }
    }
  }
  return out;
}

/** x0, y0, x1, y1 (exclusive) of the rows and columns that hold the writing, with a small margin. */
function inkBox(grey: GreyImage): [number, number, number, number] {
  const isTall = grey.height > MASK_HEIGHT;
  const small = isTall
    ? resizeArea(grey, Math.max(1, Math.floor((grey.width * MASK_HEIGHT) / grey.height + 0.5)), MASK_HEIGHT)
    : grey;
  const mask = inkMask(small);
  let [x0, y0, x1, y1] = [0, 0, small.width, small.height];
  const rows = inkedRows(mask, small.width, small.height);
  if (rows.length > 4) {
    const a = rows[0]!;
    const b = rows.at(-1)!;
    const pad = Math.max(2, Math.floor(0.1 * (b - a)));
    if (b - a >= 0.25 * small.height) [y0, y1] = [Math.max(0, a - pad), Math.min(small.height, b + pad + 1)];
  }
  const columns = inkedColumns(mask, small.width, [y0, y1]);
  if (columns.length > 4) {
    const pad = Math.max(3, Math.floor(0.15 * (y1 - y0)));
    [x0, x1] = [Math.max(0, columns[0]! - pad), Math.min(small.width, columns.at(-1)! + pad + 1)];
  }
  const scaled = (v: number, from: number, to: number) => Math.min(to, Math.floor(v * (to / from) + 0.5));
  return [
    scaled(x0, small.width, grey.width),
    scaled(y0, small.height, grey.height),
    scaled(x1, small.width, grey.width),
    scaled(y1, small.height, grey.height),
  ];
}

function crop(grey: GreyImage, [x0, y0, x1, y1]: readonly [number, number, number, number]): GreyImage {
  const width = x1 - x0;
  const data = new Uint8Array(width * (y1 - y0));
  for (let y = y0; y < y1; y++) {
    data.set(grey.data.subarray(y * grey.width + x0, y * grey.width + x1), (y - y0) * width);
  }
  return { width, height: y1 - y0, data };
}

/** Grey picture of any size (at least 1×1) → 40 px high, ink bright on `PAPER`, at most 1100 px wide. */
export function normaliseCell(grey: GreyImage): GreyImage {
  const cut = crop(grey, inkBox(grey));
  const wanted = Math.floor((cut.width * CELL_HEIGHT) / cut.height + 0.5);
  const width = Math.min(MAX_WIDTH, Math.max(1, wanted));
  const sized = cut.height > CELL_HEIGHT ? resizeArea(cut, width, CELL_HEIGHT) : resizeCubic(cut, width, CELL_HEIGHT);
  const light = Math.fround(percentile(sized.data, 90));
  const span = Math.max(light - Math.fround(percentile(sized.data, 1)), LEAST_CONTRAST);
  const outWidth = Math.max(MIN_WIDTH, width);
  const data = new Uint8Array(outWidth * CELL_HEIGHT).fill(PAPER);
  const levels = Uint8Array.from({ length: 256 }, (_, g) => {
    const f = Math.min(1.2, Math.max(-0.2, Math.fround((light - g) / span)));
    return Math.min(255, Math.max(0, Math.fround(Math.fround(f * INK_SPAN) + PAPER)));
  });
  for (let y = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < width; x++) data[y * outWidth + x] = levels[sized.data[y * width + x]!]!;
  }
  return { width: outWidth, height: CELL_HEIGHT, data };
}
