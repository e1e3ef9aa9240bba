/**
 * The small, evenly lit copy of a page that finding rules works on.
 * Coordinates everywhere in this folder are continuous: pixel i covers [i, i + 1), so a scale needs no half-pixel shifts.
 */
import { MM_PER_INCH } from '../domain/geometry.ts';
import { findPaper } from './find-paper.ts';
import type { ColourImage, GreyImage, PageImage } from '../domain/image.ts';

/** Level of bare paper after evening out; brighter than paper (a white rule on a tint) stays visible above it. */
export const PAPER = 200;

/** Longest side aimed at, px: A4 at 150 dpi, where a 0.1 mm rule still has contrast and a pass costs a few ms. */
const WORK_LENGTH = 1754;
/** Block of the background estimate, px (4 mm at 150 dpi): larger than a letter, smaller than a shadow's fall-off. */
const BLOCK = 24;
/** Share of a block's pixels that must be darker than its background level. */
const BACKGROUND_QUANTILE = 0.85;
/** Background below this is not lifted further: dividing by it would only amplify noise. */
const DARKEST_PAPER = 50;

export interface WorkImage {
  width: number;
  height: number;
  /** Evened-out brightness, `PAPER` = bare paper. */
  data: Uint8Array;
  /** Brightness as scanned: evening out blurs the borders between tints. */
  plain: Uint8Array;
  /** Background level by block, before evening out, row by row. */
  background: { columns: number; rows: number; levels: Uint8Array };
  /** For each background block: 1 = paper, 0 = what the sheet lies on. */
  paper: Uint8Array;
  /** Work px per mm of paper, if the file states its resolution. */
  perMm: number | null;
  /** Source px per work px. */
  factor: number;
}

export function makeWorkImage(page: PageImage): WorkImage {
  const { width, height } = page.grey;
  const factor = Math.max(1, Math.round(Math.max(width, height) / WORK_LENGTH));
  const small = page.colour === null ? shrink(page.grey, factor) : shrinkDarkest(page.colour, factor);
  const background = estimateBackground(small);
  const perMm = page.dpi === null ? null : page.dpi / factor / MM_PER_INCH;
  return {
    ...small,
    data: evenOut(small, background),
    plain: small.data,
    background,
    paper: findPaper(background),
    factor,
    perMm,
  };
}

/** Area average over factor x factor blocks; remainders at the right and bottom are dropped. */
export function shrink(image: GreyImage, factor: number): GreyImage {
  if (factor === 1) return image;
  if (factor === 2) return halve(image);
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const out = new Uint8Array(width * height);
  const area = factor * factor;
  const { data } = image;
  const row = image.width;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = y * factor * row + x * factor;
      let sum = 0;
      for (let from = corner; from < corner + factor * row; from += row) {
        for (let k = from; k < from + factor; k++) sum += data[k]!;
      }
      out[y * width + x] = sum / area;
    }
  }
  return { width, height, data: out };
}

/** `shrink` by two, what a scan at 300 dpi takes: half the time. */
function halve({ width: across, height: down, data }: GreyImage): GreyImage {
  const width = Math.max(1, across >> 1);
  const height = Math.max(1, down >> 1);
  const out = new Uint8Array(width * height);
  for (let y = 0, o = 0; y < height; y++) {
    for (let i = 2 * y * across, end = i + 2 * width; i < end; i += 2)
      out[o++] = (data[i]! + data[i + 1]! + data[i + across]! + data[i + across + 1]!) >> 2;
  }
  return { width, height, data: out };
}

/** As `shrink`, of the darkest of the three channels: thin coloured rules nearly vanish in grey. */
export function shrinkDarkest(image: ColourImage, factor: number): GreyImage {
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const out = new Uint8Array(width * height);
  const area = factor * factor;
  const { data } = image;
  const row = image.width * 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = y * factor * row + x * factor * 3;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let from = corner; from < corner + factor * row; from += row) {
        for (let k = from; k < from + factor * 3; k += 3) {
          red += data[k]!;
          green += data[k + 1]!;
          blue += data[k + 2]!;
        }
      }
      const least = red < green ? red : green;
      out[y * width + x] = (least < blue ? least : blue) / area;
    }
  }
  return { width, height, data: out };
}

/** Large blocks are sampled in every second row: a thousand px tell the level of paper as well as two thousand. */
export function estimateBackground(image: GreyImage, block = BLOCK): WorkImage['background'] {
  const stride = block > BLOCK ? 2 : 1;
  const columns = Math.max(1, Math.ceil(image.width / block));
  const rows = Math.max(1, Math.ceil(image.height / block));
  const raw = new Uint8Array(columns * rows);
  const histogram = new Uint32Array(64);
  const { width, data } = image;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      histogram.fill(0);
      const right = Math.min(image.width, (column + 1) * block);
      const bottom = Math.min(image.height, (row + 1) * block);
      for (let y = row * block; y < bottom; y += stride) {
        for (let i = y * width + column * block; i < y * width + right; i++) histogram[data[i]! >> 2]!++;
      }
      const sampled = (right - column * block) * Math.ceil((bottom - row * block) / stride);
      const wanted = sampled * BACKGROUND_QUANTILE;
      let seen = 0;
      let level = 0;
      while (level < 63 && seen + histogram[level]! < wanted) seen += histogram[level++]!;
      raw[row * columns + column] = level * 4 + 2;
    }
  }
  return { columns, rows, levels: blurBlocks(brightestNeighbour(raw, columns, rows), columns, rows) };
}

/** A block that is all ink (a photograph, a thick bar) borrows the paper of its neighbours. */
function brightestNeighbour(levels: Uint8Array, columns: number, rows: number): Uint8Array {
  return neighbourhood(levels, { columns, rows }, (values) => {
    const sorted = values.sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * 0.75)]!;
  });
}

function blurBlocks(levels: Uint8Array, columns: number, rows: number): Uint8Array {
  return neighbourhood(
    levels,
    { columns, rows },
    (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  );
}

function neighbourhood(
  levels: Uint8Array,
  { columns, rows }: { columns: number; rows: number },
  combine: (values: number[]) => number,
): Uint8Array {
  const out = new Uint8Array(levels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const values: number[] = [];
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          values.push(levels[y * columns + x]!);
        }
      }
      out[row * columns + column] = combine(values);
    }
  }
  return out;
}

/** Divides by the background, interpolated between block centres. */
export function evenOut(image: GreyImage, background: WorkImage['background'], block = BLOCK): Uint8Array {
  const { width, height, data } = image;
  const { columns, rows, levels } = background;
  const out = new Uint8Array(width * height);
  const gains = new Float32Array(columns + 1);
  for (let y = 0; y < height; y++) {
    const at = Math.min(rows - 1, Math.max(0, (y + 0.5) / block - 0.5));
    const row = Math.floor(at);
    const below = Math.min(rows - 1, row + 1);
    const share = at - row;
    for (let c = 0; c < columns; c++) {
      const level = levels[row * columns + c]! * (1 - share) + levels[below * columns + c]! * share;
      gains[c] = PAPER / Math.max(DARKEST_PAPER, level);
    }
    gains[columns] = gains[columns - 1]!;
    const base = y * width;
    let x = 0;
    for (let c = -1; c < columns && x < width; c++) {
      const left = gains[Math.max(0, c)]!;
      const slope = c < 0 ? 0 : (gains[c + 1]! - left) / block;
      const end = Math.min(width, c === columns - 1 ? width : Math.round((c + 1.5) * block));
      let gain = left + slope * (x + 0.5 - (c + 0.5) * block);
      for (; x < end; x++, gain += slope) {
        const value = data[base + x]! * gain;
        out[base + x] = value > 255 ? 255 : value;
      }
    }
  }
  return out;
}

/** The pixel a continuous position falls in; outside the picture counts as paper. */
export function sampleNearest({ width, height, data }: WorkImage, x: number, y: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  return i < 0 || j < 0 || i >= width || j >= height ? PAPER : data[j * width + i]!;
}
