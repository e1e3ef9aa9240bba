/** How dark a page is against its paper, in pictures of half its size and less. */
import type { GreyImage } from '../../domain/image.ts';
import { paperBrightness, STEP } from './ink-map.ts';

/** 0 = paper, 1 = black, row by row. */
export interface Darkness {
  width: number;
  height: number;
  /** px of the page that a pixel stands for */
  shrink: number;
  data: Float32Array;
}

/** Where nothing is lighter there is a dark band and no paper, grey level. */
const DARKEST_PAPER = 60;

/** At half the page's size, a little blurred: what lies a pixel apart must still touch. */
export function measureDarkness(page: GreyImage): Darkness {
  const paper = paperBrightness(page);
  const [width, height] = [page.width >> 1, page.height >> 1];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const light = Math.floor((2 * y) / STEP) * paper.columns;
    for (let x = 0; x < width; x++) {
      const i = 2 * y * page.width + 2 * x;
      const sum = page.data[i]! + page.data[i + 1]! + page.data[i + page.width]! + page.data[i + page.width + 1]!;
      data[y * width + x] = Math.max(
        0,
        1 - sum / 4 / Math.max(DARKEST_PAPER, paper.light[light + Math.floor((2 * x) / STEP)]!),
      );
    }
  }
  return blur({ width, height, shrink: 2, data });
}

export function halve({ width: w, height: h, shrink, data }: Darkness): Darkness {
  const [width, height] = [w >> 1, h >> 1];
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 2 * y * w + 2 * x;
      out[y * width + x] = (data[i]! + data[i + 1]! + data[i + w]! + data[i + w + 1]!) / 4;
    }
  }
  return blur({ width, height, shrink: 2 * shrink, data: out });
}

/** Weighted 1 2 1 in both directions; the outermost pixels stay. */
function blur(of: Darkness): Darkness {
  const { width, height, data } = of;
  const across = Float32Array.from(data);
  for (let i = 1; i + 1 < data.length; i++) across[i] = (data[i - 1]! + 2 * data[i]! + data[i + 1]!) / 4;
  const out = Float32Array.from(across);
  for (let i = width; i + width < width * height; i++)
    out[i] = (across[i - width]! + 2 * across[i]! + across[i + width]!) / 4;
  return { ...of, data: out };
}
