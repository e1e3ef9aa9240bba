/**
 * Takes helper words and other print inside the cells out of the ink: what stands at the same place in every line is print.
 * Where the form's print is known it must be printed there, too: bold capitals fill the same places line after line.
 */
import { mmToPx } from '../domain/geometry.ts';
import { INK, inFours, type InkPlane, nextInked, PRINT } from './ink-plane.ts';
import type { Print } from './print.ts';
import type { PreparedForm } from './prepare-form.ts';

/** Lines of equal size needed before agreement means anything. */
const LEAST_LINES = 4;
/** Share of the lines that must agree where the form's print is known; a stroke of a pen may have lost the others. */
const AGREEMENT = 0.8;
/** Allowance for lines that lie a little differently, px (0.17 mm). */
const SPREAD = 2;
/**
 * Where it is not known all lines must agree: with fewer, capitals of ten full lines lost a third of their ink. Below so
 * many lines chance is large, and they must lie exactly alike, px.
 */
const MANY_LINES = 8;
const FEW_SPREAD = 1;
/** How far from known print ink may lie and be it, px of the print (0.5 mm). */
const NEAR_PRINT = 2;
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
  const spread = form.print === null && alike.length < MANY_LINES ? FEW_SPREAD : SPREAD;
  const counts = countLines(plane, origins, { width, height, spread });
  const needed = form.print === null ? alike.length : Math.ceil(AGREEMENT * alike.length);
  const printed: { x: number; y: number }[] = [];
  for (let k = 0; k < counts.length; k++)
    if (counts[k]! >= needed) printed.push({ x: k % width, y: Math.floor(k / width) });
  for (const origin of origins) {
    for (const { x, y } of printed) {
      const row = origin.y + y;
      if (row < 0 || row >= plane.height) continue;
      const k = row * plane.width + origin.x + x;
      if (plane.kind[k] !== INK) continue;
      const place = { x: plane.left + origin.x + x, y: plane.top + row };
      if (form.print === null || isPrinted(form.print, place, dpi)) plane.kind[k] = PRINT;
    }
  }
}

/** `place` in px of the page. */
function isPrinted(
  { width, height, data, dpi: printDpi }: Print,
  place: { x: number; y: number },
  dpi: number,
): boolean {
  const x = Math.floor(((place.x + 0.5) * printDpi) / dpi);
  const y = Math.floor(((place.y + 0.5) * printDpi) / dpi);
  for (let v = Math.max(0, y - NEAR_PRINT); v <= Math.min(height - 1, y + NEAR_PRINT); v++) {
    for (let u = Math.max(0, x - NEAR_PRINT); u <= Math.min(width - 1, x + NEAR_PRINT); u++)
      if (data[v * width + u] === 1) return true;
  }
  return false;
}

/** For each place in a line, in how many lines there is ink within `spread` of it. */
function countLines(
  plane: InkPlane,
  origins: readonly { x: number; y: number }[],
  { width, height, spread }: { width: number; height: number; spread: number },
): Uint8Array {
  const counts = new Uint8Array(width * height);
  /** The last line, from 1, that was counted at a place: no line counts twice. */
  const counted = new Uint16Array(width * height);
  const { kind } = plane;
  const pixels = { kind, fours: inFours(kind) };
  for (const [line, origin] of origins.entries()) {
    for (let y = 0; y < height; y++) {
      const row = origin.y + y;
      if (row < 0 || row >= plane.height) continue;
      const from = row * plane.width + origin.x;
      for (let x = 0; x < width; x++) {
        x = nextInked(pixels, from + x, from + width) - from;
        if (x === width || kind[from + x] !== INK) continue;
        // Whole runs at once: most px of a line are paper.
        const start = x;
        while (x < width && kind[from + x] === INK) x++;
        const run = { from: Math.max(0, start - spread), to: Math.min(width, x + spread) };
        countAround({ counts, counted, line: line + 1 }, { width, height, spread }, { y, ...run });
      }
    }
  }
  return counts;
}

function countAround(
  { counts, counted, line }: { counts: Uint8Array; counted: Uint16Array; line: number },
  { width, height, spread }: { width: number; height: number; spread: number },
  { y, from, to }: { y: number; from: number; to: number },
): void {
  const last = Math.min(height - 1, y + spread);
  for (let row = Math.max(0, y - spread); row <= last; row++) {
    for (let k = row * width + from; k < row * width + to; k++) {
      if (counted[k] === line) continue;
      counted[k] = line;
      counts[k]!++;
    }
  }
}
