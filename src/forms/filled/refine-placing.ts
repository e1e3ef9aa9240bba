/**
 * Where a page lies over another to within a pixel: from a place known to a millimetre, by the slopes of the grey. Each
 * node of a grid moves so that the print around it comes to lie on the print of the other page (Lucas & Kanade 1981).
 * A rule fixes only its own direction, and ink that has no partner counts little.
 */
import type { GreyImage } from '../../domain/image.ts';
import { type Darkness, halve, measureDarkness } from './darkness.ts';

/** Of the target in px → place in the page laid over, px. Both at 300 dpi. */
export type Placing = (x: number, y: number) => [number, number];

/** Distance of the nodes, px at 300 dpi (13 mm): paper and feeders bend no quicker. */
const NODE = 150;
/** Turns on each of the pictures, from the coarsest: a pixel stands for 8, 4 and 2 px of the page. */
const TURNS = [4, 3, 3];
/** Least slope from pixel to pixel that is an edge, as a share of the paper's brightness. */
const LEAST_SLOPE = 0.05;
/** A difference as large as this counts half: handwriting is on one page alone. */
const DOUBT = 0.2;
/** What holds nodes in place that see no edges, in squared slopes. */
const HOLD = 0.5;
/** How often what nodes see is shared with their neighbours. */
const SHARING = 2;
/** Farthest move in one turn, px of the picture. */
const STRIDE = 1.5;

/** Shifts at the nodes, px at 300 dpi. */
interface Bend {
  columns: number;
  rows: number;
  x: Float32Array;
  y: Float32Array;
}

export function refinePlacing(target: GreyImage, page: GreyImage, place: Placing): Placing {
  const [columns, rows] = [Math.ceil(target.width / NODE) + 2, Math.ceil(target.height / NODE) + 2];
  const bend: Bend = { columns, rows, x: new Float32Array(columns * rows), y: new Float32Array(columns * rows) };
  const bent = bentBy(bend, place);
  const other = pyramid(page);
  pyramid(target).forEach((from, level) => {
    const to = other[level]!;
    const edges = findEdges(from);
    for (let turn = 0; turn < TURNS[level]!; turn++) moveNodes(bend, bent, { edges, from, to });
  });
  return bent;
}

function bentBy({ columns, rows, x: dx, y: dy }: Bend, place: Placing): Placing {
  return (x, y) => {
    const [fx, fy] = [Math.max(0, x / NODE), Math.max(0, y / NODE)];
    const [i, j] = [Math.min(columns - 2, Math.floor(fx)), Math.min(rows - 2, Math.floor(fy))];
    const [p, q] = [fx - i, fy - j];
    const at = j * columns + i;
    const mix = (of: Float32Array) =>
      (of[at]! * (1 - p) + of[at + 1]! * p) * (1 - q) + (of[at + columns]! * (1 - p) + of[at + columns + 1]! * p) * q;
    const [u, v] = place(x, y);
    return [u + mix(dx), v + mix(dy)];
  };
}

/** From the coarsest. */
function pyramid(page: GreyImage): Darkness[] {
  const fine = measureDarkness(page);
  const middle = halve(fine);
  return [halve(middle), middle, fine];
}

interface Edges {
  /** Places in the picture. */
  at: Int32Array;
  gx: Float32Array;
  gy: Float32Array;
}

function findEdges({ width, height, data }: Darkness): Edges {
  const [at, gx, gy]: [number[], number[], number[]] = [[], [], []];
  for (let y = 1; y + 1 < height; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const [sx, sy] = [(data[i + 1]! - data[i - 1]!) / 2, (data[i + width]! - data[i - width]!) / 2];
      if (sx * sx + sy * sy < LEAST_SLOPE * LEAST_SLOPE) continue;
      at.push(i);
      gx.push(sx);
      gy.push(sy);
    }
  }
  return { at: Int32Array.from(at), gx: Float32Array.from(gx), gy: Float32Array.from(gy) };
}

/** What the nodes see: sums of the squared slopes, and of the slopes times the difference of the pages. */
type Sums = [xx: Float32Array, xy: Float32Array, yy: Float32Array, x: Float32Array, y: Float32Array];

function moveNodes(bend: Bend, bent: Placing, seen: { edges: Edges; from: Darkness; to: Darkness }): void {
  const { columns, rows } = bend;
  let sums = lookAround(bend, bent, seen);
  for (let turn = 0; turn < SHARING; turn++) sums = sums.map((it) => share(it, columns, rows)) as Sums;
  const [xx, xy, yy, bx, by] = sums;
  const { shrink } = seen.from;
  const stride = (it: number) => Math.max(-STRIDE, Math.min(STRIDE, it)) * shrink;
  for (let i = 0; i < columns * rows; i++) {
    const [a, b, c] = [xx[i]! + HOLD, xy[i]!, yy[i]! + HOLD];
    const det = a * c - b * b;
    bend.x[i]! += stride((c * bx[i]! - b * by[i]!) / det);
    bend.y[i]! += stride((a * by[i]! - b * bx[i]!) / det);
  }
}

function lookAround(
  { columns, rows }: Bend,
  bent: Placing,
  { edges, from, to }: { edges: Edges; from: Darkness; to: Darkness },
): Sums {
  const sums = Array.from({ length: 5 }, () => new Float32Array(columns * rows)) as Sums;
  const { shrink } = from;
  for (let k = 0; k < edges.at.length; k++) {
    const i = edges.at[k]!;
    // The middle of a pixel of the picture is between those of the page.
    const [x, y] = [((i % from.width) + 0.5) * shrink, (Math.floor(i / from.width) + 0.5) * shrink];
    const [u, v] = bent(x, y);
    const there = darknessAt(to, u / shrink - 0.5, v / shrink - 0.5);
    if (there < 0) continue;
    const off = from.data[i]! - there;
    const weight = 1 / (1 + (off / DOUBT) ** 2);
    const [gx, gy] = [edges.gx[k]!, edges.gy[k]!];
    const node = Math.round(y / NODE) * columns + Math.round(x / NODE);
    sums[0][node]! += weight * gx * gx;
    sums[1][node]! += weight * gx * gy;
    sums[2][node]! += weight * gy * gy;
    sums[3][node]! += weight * gx * off;
    sums[4][node]! += weight * gy * off;
  }
  return sums;
}

/** Between pixels; -1 outside. */
function darknessAt({ width, height, data }: Darkness, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) return -1;
  const [p, q, i] = [x - x0, y - y0, y0 * width + x0];
  return (
    (data[i]! * (1 - p) + data[i + 1]! * p) * (1 - q) + (data[i + width]! * (1 - p) + data[i + width + 1]! * p) * q
  );
}

/** Each node and its neighbours, weighted 1 2 1 in both directions. */
function share(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let dj = -1; dj <= 1; dj++) {
        for (let di = -1; di <= 1; di++) {
          if (i + di < 0 || j + dj < 0 || i + di >= columns || j + dj >= rows) continue;
          sum += values[(j + dj) * columns + i + di]! * (2 - Math.abs(di)) * (2 - Math.abs(dj));
        }
      }
      out[j * columns + i] = sum / 16;
    }
  }
  return out;
}
