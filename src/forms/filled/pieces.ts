/** Connected pieces of ink. */
import type { Box } from '../../domain/geometry.ts';
import type { InkMap } from './ink-map.ts';

export interface Piece {
  /** Places of its pixels in the map. */
  pixels: number[];
  /** px */
  box: Box;
}

/** Pieces that begin inside an area (px); they do not reach out of it. */
export function* pieces({ width, height, data }: InkMap, area: Box = [0, 0, width, height]): Generator<Piece> {
  const [left, top] = [Math.max(0, area[0]), Math.max(0, area[1])];
  const [right, bottom] = [Math.min(width, area[0] + area[2]), Math.min(height, area[1] + area[3])];
  const seen = new Uint8Array(Math.max(0, (right - left) * (bottom - top)));
  const seenAt = (x: number, y: number) => (y - top) * (right - left) + x - left;
  for (let sy = top; sy < bottom; sy++) {
    for (let sx = left; sx < right; sx++) {
      if (data[sy * width + sx] === 0 || seen[seenAt(sx, sy)] === 1) continue;
      seen[seenAt(sx, sy)] = 1;
      const pixels = [sy * width + sx];
      let [x0, x1, y1] = [sx, sx, sy];
      for (let n = 0; n < pixels.length; n++) {
        const [x, y] = [pixels[n]! % width, Math.floor(pixels[n]! / width)];
        [x0, x1, y1] = [Math.min(x0, x), Math.max(x1, x), Math.max(y1, y)];
        for (let v = Math.max(top, y - 1); v <= Math.min(bottom - 1, y + 1); v++) {
          for (let u = Math.max(left, x - 1); u <= Math.min(right - 1, x + 1); u++) {
            if (data[v * width + u] === 0 || seen[seenAt(u, v)] === 1) continue;
            seen[seenAt(u, v)] = 1;
            pixels.push(v * width + u);
          }
        }
      }
      yield { pixels, box: [x0, sy, x1 - x0 + 1, y1 - sy + 1] };
    }
  }
}
