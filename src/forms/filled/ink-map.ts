/** Where a page has ink, coarsely: what pages are laid over each other by. */
import type { GreyImage } from '../../domain/image.ts';

/** 1 = ink, one byte a pixel. */
export interface InkMap {
  width: number;
  height: number;
  data: Uint8Array;
}

/** The paper's brightness is taken from squares of this side, px of the page given (300 dpi: 8 mm). */
const PATCH = 96;
/** px for which one value of the paper's brightness does. */
export const STEP = 8;
/** Share of the paper's brightness below which a pixel is ink. */
const INK_LEVEL = 0.72;

/** Brightness of the paper: the brightest tenth of each patch, evened out between patches. One value for `STEP`² px. */
export function paperBrightness({ width, height, data }: GreyImage): { light: Float32Array; columns: number } {
  const across = Math.ceil(width / PATCH);
  const down = Math.ceil(height / PATCH);
  const patches = new Float32Array(across * down);
  for (let r = 0; r < down; r++) {
    for (let c = 0; c < across; c++) {
      const histogram = new Uint32Array(256);
      let count = 0;
      for (let y = r * PATCH; y < Math.min(height, (r + 1) * PATCH); y += 3) {
        for (let x = c * PATCH; x < Math.min(width, (c + 1) * PATCH); x += 3, count++)
          histogram[data[y * width + x]!]!++;
      }
      let value = 255;
      for (let seen = 0; value > 0; value--) {
        seen += histogram[value]!;
        if (seen >= count / 10) break;
      }
      patches[r * across + c] = value;
    }
  }
  const at = (r: number, c: number) => patches[Math.min(down - 1, r) * across + Math.min(across - 1, c)]!;
  const columns = Math.ceil(width / STEP);
  const light = new Float32Array(columns * Math.ceil(height / STEP));
  for (let i = 0; i < light.length; i++) {
    const fx = Math.max(0, ((i % columns) * STEP) / PATCH - 0.5);
    const fy = Math.max(0, (Math.floor(i / columns) * STEP) / PATCH - 0.5);
    const [c, r] = [Math.floor(fx), Math.floor(fy)];
    const upper = at(r, c) * (1 - (fx - c)) + at(r, c + 1) * (fx - c);
    const lower = at(r + 1, c) * (1 - (fx - c)) + at(r + 1, c + 1) * (fx - c);
    light[i] = upper * (1 - (fy - r)) + lower * (fy - r);
  }
  return { light, columns };
}

/** @param shrink px of the page a pixel of the map stands for; it has ink when any of them has */
export function makeInkMap(page: GreyImage, shrink: number): InkMap {
  const paper = paperBrightness(page);
  const width = Math.floor(page.width / shrink);
  const height = Math.floor(page.height / shrink);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const light = Math.floor((y * shrink) / STEP) * paper.columns;
    for (let x = 0; x < width; x++) {
      const level = INK_LEVEL * paper.light[light + Math.floor((x * shrink) / STEP)]!;
      let darkest = 255;
      for (let dy = 0; dy < shrink; dy++) {
        const row = (y * shrink + dy) * page.width + x * shrink;
        for (let dx = 0; dx < shrink; dx++) if (page.data[row + dx]! < darkest) darkest = page.data[row + dx]!;
      }
      if (darkest < level) data[y * width + x] = 1;
    }
  }
  return { width, height, data };
}

/** Ink and what lies within `reach` px of it. */
export function widen({ width, height, data }: InkMap, reach: number): InkMap {
  const across = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    let left = 0;
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 1) left = reach + 1;
      if (left > 0) across[y * width + x] = 1;
      left--;
    }
    left = 0;
    for (let x = width - 1; x >= 0; x--) {
      if (data[y * width + x] === 1) left = reach + 1;
      if (left > 0) across[y * width + x] = 1;
      left--;
    }
  }
  const out = new Uint8Array(data.length);
  for (let x = 0; x < width; x++) {
    for (const step of [1, -1]) {
      let left = 0;
      for (let y = step === 1 ? 0 : height - 1; y >= 0 && y < height; y += step) {
        if (across[y * width + x] === 1) left = reach + 1;
        if (left > 0) out[y * width + x] = 1;
        left--;
      }
    }
  }
  return { width, height, data: out };
}

/** @returns for a place in the map: the share of the ink within `around` px of it that is also `part` */
export function densityOf(part: InkMap, all: InkMap, around: number): (at: number) => number {
  const sums = [part, all].map(sumUp);
  const { width, height } = all;
  return (at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [x0, x1] = [Math.max(0, x - around), Math.min(width, x + around + 1)];
    const [y0, y1] = [Math.max(0, y - around), Math.min(height, y + around + 1)];
    const [own, whole] = sums.map((it) => {
      const at = (u: number, v: number) => it[v * (width + 1) + u]!;
      return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
    });
    return own! / Math.max(1, whole!);
  };
}

/** Ink above and to the left of each corner between pixels. */
function sumUp({ width, height, data }: InkMap): Uint32Array {
  const out = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x]!;
      out[(y + 1) * (width + 1) + x + 1] = out[y * (width + 1) + x + 1]! + row;
    }
  }
  return out;
}
