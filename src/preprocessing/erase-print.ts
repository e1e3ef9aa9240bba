/** Takes helper words and other print inside the cells out of the ink: what stands at the same place in every line is print. */
import { mmToPx } from '../domain/geometry.ts';
import { INK, type InkPlane, PRINT } from './ink-plane.ts';
import type { PreparedForm } from './prepare-form.ts';

/** Lines of equal size needed before agreement means anything. */
const LEAST_LINES = 4;
/** Share of the lines that must agree; handwriting reaches half at its busiest places. */
const AGREEMENT = 0.8;
/** Allowance for lines that lie a little differently, px (0.17 mm). */
const SPREAD = 2;
/** Equal size, mm. */
const SAME = 0.4;

export function erasePrint(plane: InkPlane, form: PreparedForm, dpi: number): void {
  const boxes = form.definition.rows.boxes;
  const [, , w, h] = boxes[0]!;
  const alike = boxes.filter((box) => Math.abs(box[2] - w) < SAME && Math.abs(box[3] - h) < SAME);
  if (alike.length < LEAST_LINES) return;
  const origins = alike.map(([x, y]) => ({
    x: Math.round(mmToPx(x, dpi)) - plane.left,
    y: Math.round(mmToPx(y, dpi)) - plane.top,
  }));
  const width = Math.round(mmToPx(w, dpi));
  const height = Math.round(mmToPx(h, dpi));
  const counts = countLines(plane, origins, { width, height });
  const needed = Math.ceil(AGREEMENT * alike.length);
  for (const origin of origins) {
    for (let y = 0; y < height; y++) {
      const from = (origin.y + y) * plane.width + origin.x;
      if (origin.y + y < 0 || origin.y + y >= plane.height) continue;
      for (let x = 0; x < width; x++) {
        if (counts[y * width + x]! >= needed && plane.kind[from + x] === INK) plane.kind[from + x] = PRINT;
      }
    }
  }
}

/** For each place in a line, in how many lines there is ink within SPREAD of it. */
function countLines(
  plane: InkPlane,
  origins: readonly { x: number; y: number }[],
  { width, height }: { width: number; height: number },
): Uint8Array {
  const counts = new Uint8Array(width * height);
  const spread = new Uint8Array(width * height);
  for (const origin of origins) {
    spread.fill(0);
    for (let y = 0; y < height; y++) {
      const row = origin.y + y;
      if (row < 0 || row >= plane.height) continue;
      const from = row * plane.width + origin.x;
      for (let x = 0; x < width; x++) {
        if (plane.kind[from + x] !== INK) continue;
        // Whole runs at once: most px of a line are paper.
        const start = x;
        while (x < width && plane.kind[from + x] === INK) x++;
        markAround(spread, { width, height, y, from: start - SPREAD, to: x + SPREAD });
      }
    }
    for (let i = 0; i < counts.length; i++) counts[i]! += spread[i]!;
  }
  return counts;
}

function markAround(
  spread: Uint8Array,
  { width, height, y, from, to }: { width: number; height: number; y: number; from: number; to: number },
): void {
  const last = Math.min(height - 1, y + SPREAD);
  for (let k = Math.max(0, y - SPREAD); k <= last; k++) {
    spread.fill(1, k * width + Math.max(0, from), k * width + Math.min(width, to));
  }
}
