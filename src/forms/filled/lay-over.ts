/**
 * Lays one page of a form over another by what is printed on both. Shift by the profiles of ink across and down the page,
 * then squares of the page are looked for near where they should be: an affine map through all of them, and what
 * remains square by square (paper stretches, feeders slip). Handwriting differs from page to page and finds no partner.
 */
import type { GreyImage } from '../../domain/image.ts';
import { type InkMap, makeInkMap, widen } from './ink-map.ts';

/** Of the target in px → place in the page laid over, px. Both at 300 dpi. */
export type Placing = (x: number, y: number) => [number, number];

export interface LaidOver {
  place: Placing;
  /** Share of the squares with print that found their partner, 0..1. */
  agreement: number;
}

/** Coarse search: px of the page a pixel stands for (75 dpi), reach of the shift in such pixels (30 mm). */
const COARSE = { shrink: 4, reach: 90 };
/** Squares: side and distance in pixels of the map, how far each is looked for. */
const WIDE = { side: 70, step: 60, reach: 12 };
const NARROW = { side: 56, step: 44, reach: 5 };
/** Ink pixels without which a square says nothing. */
const LEAST_INK = 60;
/** Share of a square's ink that must lie on ink of the other page. */
const LEAST_MATCH = 0.55;
/** A partner must fit this much better than places further off, else the square is a rule along which it may slide. */
const DISTINCT = 0.04;
/** Squares off the common map by more than this are mistaken, px of the map. */
const OUTLIER = 3;

/** Weight of "no further shift" where squares are few. */
const STIFFNESS = 0.3;

interface Pair {
  /** Centre of the square, and where it lies in the other page, px of the map. */
  x: number;
  y: number;
  toX: number;
  toY: number;
}

interface Affine {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

const apply = (m: Affine, x: number, y: number): [number, number] => [m.a * x + m.b * y + m.c, m.d * x + m.e * y + m.f];

export function layOver(target: GreyImage, page: GreyImage): LaidOver | null {
  const from = makeInkMap(target, COARSE.shrink);
  const other = makeInkMap(page, COARSE.shrink);
  const [dx, dy] = findShift(from, other);
  const shift: Affine = { a: 1, b: 0, c: dx, d: 0, e: 1, f: dy };
  const near = widen(other, 1);
  const first = fitAffine(findPairs(from, near, { map: shift, ...WIDE }));
  if (first === null) return null;
  const pairs = findPairs(from, near, { map: first.map, ...NARROW });
  const second = fitAffine(pairs) ?? first;
  const squares = countSquares(from, NARROW);
  const bend = residuals(second, from);
  const scale = COARSE.shrink;
  return {
    agreement: second.kept.length / Math.max(1, squares),
    place: (x, y) => {
      const [u, v] = [x / scale, y / scale];
      const [px, py] = apply(second.map, u, v);
      const [rx, ry] = bend(u, v);
      return [(px + rx) * scale, (py + ry) * scale];
    },
  };
}

function profile({ width, height, data }: InkMap, along: 'x' | 'y'): Float32Array {
  const out = new Float32Array(along === 'x' ? width : height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (data[y * width + x] === 1) out[along === 'x' ? x : y]!++;
  }
  // Rules stand out from writing by their length; the root keeps them from being all that counts.
  return out.map((it) => Math.sqrt(it));
}

/** How far the other page is moved, px of the map: where the profiles resemble each other most. */
function findShift(from: InkMap, other: InkMap): [number, number] {
  const best = (a: Float32Array, b: Float32Array) => {
    let found = { shift: 0, score: Number.NEGATIVE_INFINITY };
    for (let shift = -COARSE.reach; shift <= COARSE.reach; shift++) {
      let sum = 0;
      let count = 0;
      for (let i = Math.max(0, -shift); i < a.length && i + shift < b.length; i++, count++)
        sum += Math.abs(a[i]! - b[i + shift]!);
      const score = count < a.length / 2 ? Number.NEGATIVE_INFINITY : -sum / count;
      if (score > found.score) found = { shift, score };
    }
    return found.shift;
  };
  return [best(profile(from, 'x'), profile(other, 'x')), best(profile(from, 'y'), profile(other, 'y'))];
}

interface Search {
  map: Affine;
  side: number;
  step: number;
  reach: number;
}

function inkOf(from: InkMap, x0: number, y0: number, side: number): [number, number][] {
  const ink: [number, number][] = [];
  for (let y = y0; y < Math.min(from.height, y0 + side); y++) {
    for (let x = x0; x < Math.min(from.width, x0 + side); x++)
      if (from.data[y * from.width + x] === 1) ink.push([x, y]);
  }
  return ink;
}

function countSquares(from: InkMap, { side, step }: { side: number; step: number }): number {
  let count = 0;
  for (let y = 0; y + side / 2 < from.height; y += step) {
    for (let x = 0; x + side / 2 < from.width; x += step) if (inkOf(from, x, y, side).length >= LEAST_INK) count++;
  }
  return count;
}

function findPairs(from: InkMap, other: InkMap, search: Search): Pair[] {
  const pairs: Pair[] = [];
  const { side, step } = search;
  for (let y = 0; y + side / 2 < from.height; y += step) {
    for (let x = 0; x + side / 2 < from.width; x += step) {
      const ink = inkOf(from, x, y, side);
      if (ink.length < LEAST_INK) continue;
      const found = findPartner(ink, other, search);
      if (found === null) continue;
      const [cx, cy] = [x + side / 2, y + side / 2];
      const [px, py] = apply(search.map, cx, cy);
      pairs.push({ x: cx, y: cy, toX: px + found[0], toY: py + found[1] });
    }
  }
  return pairs;
}

/** So many pixels of a square tell its place as well as all. */
const ENOUGH_INK = 300;

function sparse(ink: [number, number][]): [number, number][] {
  const step = Math.ceil(ink.length / ENOUGH_INK);
  return ink.filter((_, k) => k % step === 0);
}

function findPartner(ink: [number, number][], other: InkMap, { map, reach }: Search): [number, number] | null {
  const size = 2 * reach + 1;
  const scores = new Float32Array(size * size);
  const placed = sparse(ink).map(([x, y]) => apply(map, x, y).map(Math.round) as [number, number]);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      let hits = 0;
      for (const [x, y] of placed) {
        const [u, v] = [x + dx, y + dy];
        if (u >= 0 && v >= 0 && u < other.width && v < other.height) hits += other.data[v * other.width + u]!;
      }
      scores[(dy + reach) * size + dx + reach] = hits / placed.length;
    }
  }
  let best = 0;
  scores.forEach((it, i) => {
    if (it > scores[best]!) best = i;
  });
  if (scores[best]! < LEAST_MATCH) return null;
  // The other page's ink is widened: the middle of all equally good places is the place.
  let [sx, sy, n, elsewhere] = [0, 0, 0, 0];
  const [bx, by] = [best % size, Math.floor(best / size)];
  scores.forEach((it, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    const isBeside = Math.abs(x - bx) <= 3 && Math.abs(y - by) <= 3;
    if (isBeside && it >= scores[best]! - 0.02) {
      sx += x;
      sy += y;
      n++;
    } else if (!isBeside) elsewhere = Math.max(elsewhere, it);
  });
  if (scores[best]! - elsewhere < DISTINCT) return null;
  return [sx / n - reach, sy / n - reach];
}

interface Fit {
  map: Affine;
  kept: Pair[];
}

/** Least squares, mistaken pairs left out in turns; null without enough pairs. */
function fitAffine(pairs: Pair[]): Fit | null {
  let kept = withoutStrays(pairs);
  for (let turn = 0; turn < 5; turn++) {
    if (kept.length < 6) return null;
    const map = solve(kept);
    if (map === null) return null;
    const off = (it: Pair) => {
      const [x, y] = apply(map, it.x, it.y);
      return Math.hypot(x - it.toX, y - it.toY);
    };
    const next = pairs.filter((it) => off(it) <= OUTLIER);
    if (next.length === kept.length || turn === 4) return { map, kept: next };
    kept = next;
  }
  return null;
}

/** Pairs moved like most others: a first guess that no few mistaken ones can spoil. */
function withoutStrays(pairs: Pair[]): Pair[] {
  const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const dx = middle(pairs.map((it) => it.toX - it.x));
  const dy = middle(pairs.map((it) => it.toY - it.y));
  return pairs.filter((it) => Math.hypot(it.toX - it.x - dx, it.toY - it.y - dy) <= 3 * OUTLIER);
}

function solve(pairs: Pair[]): Affine | null {
  const n = pairs.length;
  const mean = (of: (it: Pair) => number) => pairs.reduce((sum, it) => sum + of(it), 0) / n;
  const [mx, my, mu, mv] = [mean((it) => it.x), mean((it) => it.y), mean((it) => it.toX), mean((it) => it.toY)];
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const it of pairs) {
    const [x, y, u, v] = [it.x - mx, it.y - my, it.toX - mu, it.toY - mv];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const det = xx * yy - xy * xy;
  if (det < 1) return null;
  const a = (xu * yy - yu * xy) / det;
  const b = (yu * xx - xu * xy) / det;
  const d = (xv * yy - yv * xy) / det;
  const e = (yv * xx - xv * xy) / det;
  return { a, b, c: mu - a * mx - b * my, d, e, f: mv - d * mx - e * my };
}

/** What the affine map leaves, taken from the squares around, near ones more. */
function residuals({ map, kept }: Fit, { width, height }: InkMap): Placing {
  const reach = 2 * NARROW.step;
  const cell = NARROW.step / 2;
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const grid = [new Float32Array(columns * rows), new Float32Array(columns * rows)] as const;
  const off = kept.map((it) => {
    const [x, y] = apply(map, it.x, it.y);
    return { x: it.x, y: it.y, dx: it.toX - x, dy: it.toY - y };
  });
  for (let i = 0; i < columns * rows; i++) {
    let sum = STIFFNESS;
    for (const it of off) {
      const away = Math.hypot(it.x - (i % columns) * cell, it.y - Math.floor(i / columns) * cell);
      const weight = Math.max(0, 1 - away / reach) ** 2;
      grid[0][i]! += weight * it.dx;
      grid[1][i]! += weight * it.dy;
      sum += weight;
    }
    grid[0][i]! /= sum;
    grid[1][i]! /= sum;
  }
  return (x, y) => {
    const fx = Math.min(columns - 1.001, Math.max(0, x / cell));
    const fy = Math.min(rows - 1.001, Math.max(0, y / cell));
    const [i, j] = [Math.floor(fx), Math.floor(fy)];
    const [p, q] = [fx - i, fy - j];
    const at = j * columns + i;
    const mix = (of: Float32Array) =>
      (of[at]! * (1 - p) + of[at + 1]! * p) * (1 - q) + (of[at + columns]! * (1 - p) + of[at + columns + 1]! * p) * q;
    return [mix(grid[0]), mix(grid[1])];
  };
}
