/** A page's ink, as it lies on another page. */
import type { InkMap } from './ink-map.ts';
import type { Placing } from './refine-placing.ts';

/** px between places that are worked out; between them the map is as good as straight. */
const STEP = 16;

/** @param size of the page laid under, px; both at 300 dpi */
export function warpInk(ink: InkMap, place: Placing, { width, height }: { width: number; height: number }): InkMap {
  const columns = Math.ceil(width / STEP) + 1;
  const rows = Math.ceil(height / STEP) + 1;
  const grid = Array.from({ length: columns * rows }, (_, k) =>
    place((k % columns) * STEP, Math.floor(k / columns) * STEP),
  );
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const j = Math.floor(y / STEP);
    const q = y / STEP - j;
    for (let i = 0; i + 1 < columns; i++) {
      const [a, b] = [grid[j * columns + i]!, grid[j * columns + i + 1]!];
      const [c, d] = [grid[(j + 1) * columns + i]!, grid[(j + 1) * columns + i + 1]!];
      let [u, v] = [a[0] * (1 - q) + c[0] * q + 0.5, a[1] * (1 - q) + c[1] * q + 0.5];
      const du = (b[0] * (1 - q) + d[0] * q + 0.5 - u) / STEP;
      const dv = (b[1] * (1 - q) + d[1] * q + 0.5 - v) / STEP;
      const end = Math.min(width, (i + 1) * STEP);
      for (let x = i * STEP; x < end; x++, u += du, v += dv) {
        if (u >= 0 && v >= 0 && u < ink.width && v < ink.height)
          out[y * width + x] = ink.data[Math.floor(v) * ink.width + Math.floor(u)]!;
      }
    }
  }
  return { width, height, data: out };
}
