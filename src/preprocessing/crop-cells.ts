/** Cuts one cell's picture out of the page: its own ink, wherever it runs to, on clean paper. */
import type { GreyImage } from '../domain/image.ts';
import { inFours, type InkPlane, nextInked, NO_INK } from './ink-plane.ts';
import { PAPER } from './work-image.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';

/** White left round the ink that overshoots, px. */
const PADDING = 4;
/** How far own ink may lead beyond the cell, px (6 mm). */
const FURTHEST = 70;
/** Soft edge of a stroke that belongs to it though it is paler than ink, px. */
const HALO = 2;
const WHITE = 255;

interface Crop {
  plane: InkPlane;
  owner: Uint16Array;
  /** What `owner` says of the cell's own ink. */
  own: number;
  frame: CellArea;
  data: Uint8Array;
}

interface Run {
  y: number;
  from: number;
  to: number;
}

/** `cell` is the cell's number in `strokes`; the crop covers its area and all its ink. */
export function cropCell(
  plane: InkPlane,
  strokes: Strokes,
  { cell, area }: { cell: number; area: CellArea },
): GreyImage {
  const frame = frameOf(area, strokes.parts[cell]!, plane);
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const data = new Uint8Array(width * height);
  const { even } = plane;
  for (let y = 0; y < height; y++) {
    const from = (frame.top + y) * plane.width + frame.left;
    const to = y * width - from;
    for (let i = from; i < from + width; i++) data[to + i] = WHITENED[even[i]!]!;
  }
  whitenForeign({ plane, owner: strokes.owner, own: cell + 1, frame, data });
  return { width, height, data };
}

/** PAPER level becomes white. */
const WHITENED = Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, (value * 255) / PAPER));
/** Paler than this is paper, whatever stands beside it; above the level of ink. */
const PALE = 192;

/** Foreign ink and print become paper. Most of a crop holds neither, so it is they that are looked for. */
function whitenForeign(crop: Crop): void {
  const { foreign, near } = listRuns(crop);
  for (const run of foreign) whitenRun(crop, run, near);
}

/** Runs of foreign ink and print, and the box within whose reach own ink is. */
function listRuns({ plane, owner, own, frame }: Crop): { foreign: Run[]; near: CellArea } {
  const foreign: Run[] = [];
  const near = { left: plane.width, top: plane.height, right: 0, bottom: 0 };
  const { width, kind } = plane;
  const pixels = { kind, fours: inFours(kind) };
  const left = Math.max(0, frame.left - HALO);
  const right = Math.min(width, frame.right + HALO);
  const bottom = Math.min(plane.height, frame.bottom + HALO);
  for (let y = Math.max(0, frame.top - HALO); y < bottom; y++) {
    const base = y * width;
    let i = nextInked(pixels, base + left, base + right);
    while (i < base + right) {
      const from = i;
      const isOwn = owner[i] === own;
      while (i < base + right && kind[i] !== NO_INK && (owner[i] === own) === isOwn) i++;
      if (!isOwn) foreign.push({ y, from: from - base, to: i - base });
      else {
        near.left = Math.min(near.left, from - base - HALO);
        near.right = Math.max(near.right, i - base + HALO);
        near.top = Math.min(near.top, y - HALO);
        near.bottom = y + 1 + HALO;
      }
      i = nextInked(pixels, i, base + right);
    }
  }
  return { foreign, near };
}

/** With its soft edge: pale px beside foreign ink or print go with it, unless own ink is as near. */
function whitenRun(crop: Crop, { y, from, to }: Run, near: CellArea): void {
  const { plane, owner, own, frame, data } = crop;
  const { width, kind, even } = plane;
  const across = frame.right - frame.left;
  const left = Math.max(frame.left, from - HALO);
  const right = Math.min(frame.right, to + HALO);
  const bottom = Math.min(frame.bottom - 1, y + HALO);
  for (let v = Math.max(frame.top, y - HALO); v <= bottom; v++) {
    const at = (v - frame.top) * across - frame.left;
    const isNear = v >= near.top && v < near.bottom;
    for (let u = left; u < right; u++) {
      const k = v * width + u;
      if (even[k]! >= PALE || data[at + u] === WHITE) continue;
      const mayBeOwn = isNear && u >= near.left && u < near.right;
      if (!mayBeOwn || (kind[k] === NO_INK ? !isBesideOwn(crop, u, v) : owner[k] !== own)) data[at + u] = WHITE;
    }
  }
}

function isBesideOwn({ plane: { width, height, kind }, owner, own }: Crop, x: number, y: number): boolean {
  const right = Math.min(width - 1, x + HALO);
  const bottom = Math.min(height - 1, y + HALO);
  for (let v = Math.max(0, y - HALO); v <= bottom; v++) {
    for (let k = v * width + Math.max(0, x - HALO); k <= v * width + right; k++)
      if (owner[k] === own && kind[k] !== NO_INK) return true;
  }
  return false;
}

function frameOf(area: CellArea, parts: readonly Part[], plane: InkPlane): CellArea {
  let { left, top, right, bottom } = area;
  for (const part of parts) {
    left = Math.min(left, part.left - PADDING);
    top = Math.min(top, part.top - PADDING);
    right = Math.max(right, part.right + PADDING);
    bottom = Math.max(bottom, part.bottom + PADDING);
  }
  left = Math.max(0, left, area.left - FURTHEST);
  top = Math.max(0, top, area.top - FURTHEST);
  return {
    left,
    top,
    right: Math.max(left + 1, Math.min(plane.width, right, area.right + FURTHEST)),
    bottom: Math.max(top + 1, Math.min(plane.height, bottom, area.bottom + FURTHEST)),
  };
}
