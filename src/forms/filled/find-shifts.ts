/** How far one page is moved against another: the beginning of laying them over each other. */
import type { InkMap } from './ink-map.ts';

/** Farthest shift, px of a map of 75 dpi: 30 mm. */
const REACH = 90;
/** The shift is looked for in squares of so many px of the map (1.7 mm), each against so many around it. */
const GRAIN = 5;
const AROUND = 3;
/** Guesses at the shift, and how far apart they are at least, squares. */
const GUESSES = 3;
const APART = 4;

interface Shift {
  dx: number;
  dy: number;
  score: number;
}

/**
 * How far the other page may be moved, px of the map: where most of the ink lies on ink, coarsely. A table lies well on
 * itself a line further, so there are several guesses.
 */
export function findShifts(from: InkMap, other: InkMap): [number, number][] {
  const a = coarsen(from);
  const b = coarsen(other);
  const reach = Math.round(REACH / GRAIN);
  const all: Shift[] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      let score = 0;
      for (let y = Math.max(0, -dy); y < Math.min(a.height, b.height - dy); y++) {
        const [i, j] = [y * a.width, (y + dy) * b.width + dx];
        for (let x = Math.max(0, -dx); x < Math.min(a.width, b.width - dx); x++)
          score += a.data[i + x]! * b.data[j + x]!;
      }
      all.push({ dx, dy, score });
    }
  }
  all.sort((p, q) => q.score - p.score);
  const guesses: Shift[] = [];
  for (const it of all) {
    if (guesses.length === GUESSES) break;
    if (guesses.every((other) => Math.hypot(it.dx - other.dx, it.dy - other.dy) > APART)) guesses.push(it);
  }
  return guesses.map(({ dx, dy }) => [dx * GRAIN, dy * GRAIN]);
}

/** Ink in squares of `GRAIN` px, less what is there on average around: the print's pattern, not its greyness. */
function coarsen({ width: w, height: h, data }: InkMap): { width: number; height: number; data: Float32Array } {
  const [width, height] = [Math.floor(w / GRAIN), Math.floor(h / GRAIN)];
  const ink = new Float32Array(width * height);
  for (let y = 0; y < height * GRAIN; y++) {
    const row = Math.floor(y / GRAIN) * width;
    for (let x = 0; x < width * GRAIN; x++) ink[row + Math.floor(x / GRAIN)]! += data[y * w + x]!;
  }
  const out = new Float32Array(ink.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0];
      for (let v = Math.max(0, y - AROUND); v <= Math.min(height - 1, y + AROUND); v++) {
        for (let u = Math.max(0, x - AROUND); u <= Math.min(width - 1, x + AROUND); u++, count++)
          sum += ink[v * width + u]!;
      }
      out[y * width + x] = ink[y * width + x]! - sum / count;
    }
  }
  return { width, height, data: out };
}
