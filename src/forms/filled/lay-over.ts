/**
 * Lays one page of a form over another by what is printed on both. Shift by the profiles of ink across and down the page,
 * then squares of the page are looked for near where they should be: an affine map through all of them, and what
 * remains square by square (paper stretches, feeders slip). Handwriting differs from page to page and finds no partner.
 */
import type { GreyImage } from '../../domain/image.ts';
import { type InkMap, makeInkMap, widen } from './ink-map.ts';
import { findShifts } from './find-shifts.ts';
import { type Placing, refinePlacing } from './refine-placing.ts';

export interface LaidOver {
  place: Placing;
  /** Share of the squares with print that found their partner, 0..1. */
  agreement: number;
}

/** px of the page a pixel of the maps stands for: 75 dpi. */
const SHRINK = 4;
/** Squares: side and distance in pixels of the map, how far each is looked for. */
const WIDE = { side: 70, step: 60, reach: 18 };
const NARROW = { side: 56, step: 44, reach: 5 };
/** Ink pixels without which a square says nothing. */
const LEAST_INK = 60;
/** Share of a square's ink that must lie on ink of the other page. */
const LEAST_MATCH = 0.55;
/** A partner must fit this much better than places further off, else the square is a rule along which it may slide. */
const DISTINCT = 0.04;
/** Squares off the common map by more than this are mistaken, px of the map. */
const OUTLIER = 3;

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
  const from = makeInkMap(target, SHRINK);
  const other = makeInkMap(page, SHRINK);
  const near = widen(other, 1);
  const fits = findShifts(from, other)
    .map(([dx, dy]) => fitAffine(findPairs(from, near, { map: { a: 1, b: 0, c: dx, d: 0, e: 1, f: dy }, ...WIDE })))
    .filter((it) => it !== null)
    .map((it) => ({ ...it, share: shareOnInk(from, near, it.map) }));
  if (fits.length === 0) return null;
  const first = fits.reduce((a, b) => (b.share > a.share ? b : a));
  const second = fitAffine(findPairs(from, near, { map: first.map, ...NARROW })) ?? first;
  const squares = countSquares(from, NARROW);
  const scale = SHRINK;
  const coarse: Placing = (x, y) => {
    const [u, v] = apply(second.map, x / scale, y / scale);
    return [u * scale, v * scale];
  };
  return { agreement: second.kept.length / Math.max(1, squares), place: refinePlacing(target, page, coarse) };
}

/** Share of the ink that lies on ink of the other page. */
function shareOnInk(from: InkMap, other: InkMap, map: Affine): number {
  let [all, hits] = [0, 0];
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++) {
      if (from.data[y * from.width + x] === 0) continue;
      all++;
      const [u, v] = apply(map, x, y);
      const [i, j] = [Math.round(u), Math.round(v)];
      if (i >= 0 && j >= 0 && i < other.width && j < other.height) hits += other.data[j * other.width + i]!;
    }
  }
  return hits / Math.max(1, all);
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
const ENOUGH_INK = 160;

function sparse(ink: [number, number][]): [number, number][] {
  const step = Math.ceil(ink.length / ENOUGH_INK);
  return ink.filter((_, k) => k % step === 0);
}

function findPartner(ink: [number, number][], other: InkMap, { map, reach }: Search): [number, number] | null {
  const size = 2 * reach + 1;
  const placed = sparse(ink).map(([x, y]) => apply(map, x, y).map(Math.round) as [number, number]);
  const scores = scoresAround(placed, other, reach);
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

/** Share of the pixels that lie on ink, for every shift within `reach`. */
function scoresAround(
  placed: readonly [number, number][],
  { width, height, data }: InkMap,
  reach: number,
): Float32Array {
  const size = 2 * reach + 1;
  const hits = new Float32Array(size * size);
  for (const [x, y] of placed) {
    const [from, to] = [Math.max(-reach, -x), Math.min(reach, width - 1 - x)];
    for (let dy = Math.max(-reach, -y); dy <= Math.min(reach, height - 1 - y); dy++) {
      const [row, at] = [(y + dy) * width + x, (dy + reach) * size + reach];
      for (let dx = from; dx <= to; dx++) hits[at + dx]! += data[row + dx]!;
    }
  }
  return hits.map((it) => it / placed.length);
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

/** Draws of three pairs that are tried for a first guess. */
const DRAWS = 300;
/** Copies and faxes stretch a page by at most this share, and feeders turn it by as much: about 3°. */
const STRETCH = 0.06;

/** The pairs that agree on one map, the one most agree on: a first guess that no few mistaken ones can spoil. */
function withoutStrays(pairs: Pair[]): Pair[] {
  let best: Pair[] = [];
  let seed = 1;
  const draw = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return pairs[Math.floor((seed / 2147483648) * pairs.length)]!;
  };
  for (let n = 0; n < DRAWS && pairs.length >= 3; n++) {
    const map = solve([draw(), draw(), draw()]);
    if (map === null || Math.max(Math.abs(map.a - 1), Math.abs(map.e - 1), Math.abs(map.b), Math.abs(map.d)) > STRETCH)
      continue;
    const agreed = pairs.filter((it) => {
      const [x, y] = apply(map, it.x, it.y);
      return Math.hypot(x - it.toX, y - it.toY) <= OUTLIER;
    });
    if (agreed.length > best.length) best = agreed;
  }
  return best;
}

/** Pairs in one place, or in a row, say nothing of turn and stretch: determinant of their spread, px⁴ of the map. */
const LEAST_SPREAD = 1e6;

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
  if (det < LEAST_SPREAD) return null;
  const a = (xu * yy - yu * xy) / det;
  const b = (yu * xx - xu * xy) / det;
  const d = (xv * yy - yv * xy) / det;
  const e = (yv * xx - xv * xy) / det;
  return { a, b, c: mu - a * mx - b * my, d, e, f: mv - d * mx - e * my };
}
