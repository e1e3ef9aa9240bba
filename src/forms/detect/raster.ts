/** Pixel arithmetic of form detection. */
import type { GreyImage } from '../../domain/image.ts';

/** Rows become columns; done in blocks that fit the cache. */
export function transpose({ width, height, data }: GreyImage): GreyImage {
  const out = new Uint8Array(data.length);
  const block = 32;
  for (let y0 = 0; y0 < height; y0 += block) {
    for (let x0 = 0; x0 < width; x0 += block) {
      const yEnd = Math.min(height, y0 + block);
      const xEnd = Math.min(width, x0 + block);
      for (let y = y0; y < yEnd; y++) for (let x = x0; x < xEnd; x++) out[x * height + y] = data[y * width + x]!;
    }
  }
  return { width: height, height: width, data: out };
}
