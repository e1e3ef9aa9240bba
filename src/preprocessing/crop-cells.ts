/** Cuts one cell's picture out of the page: its own ink, wherever it runs to, on clean paper. */
import type { GreyImage } from '../domain/image.ts';
import { type InkPlane, NO_INK } from './ink-plane.ts';
import { PAPER } from './work-image.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';

/** White left round the ink that overshoots, px. */
const PADDING = 4;
/** How far own ink may lead beyond the cell, px (6 mm). */
const FURTHEST = 70;
/** Soft edge of a stroke that belongs to it though it is paler than ink, px. */
const HALO = 2;
const WHITE = 255;

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
  const { even, kind } = plane;
  const { owner } = strokes;
  const halo = haloSteps(plane.width);
  for (let y = 0; y < height; y++) {
    const from = (frame.top + y) * plane.width + frame.left;
    const to = y * width - from;
    for (let i = from; i < from + width; i++) {
      const value = even[i]!;
      const isOwn =
        value >= PALE || (kind[i] === NO_INK ? isOpenPaper({ kind, owner, halo }, i, cell) : owner[i] === cell + 1);
      data[to + i] = isOwn ? WHITENED[value]! : WHITE;
    }
  }
  return { width, height, data };
}

/** From a px to those around it, nearest first: most edges of own strokes are settled by the first few. */
function haloSteps(width: number): Int32Array {
  const around = Array.from({ length: (2 * HALO + 1) ** 2 }, (_, k) => ({
    dx: (k % (2 * HALO + 1)) - HALO,
    dy: Math.floor(k / (2 * HALO + 1)) - HALO,
  }));
  around.sort((a, b) => a.dx ** 2 + a.dy ** 2 - b.dx ** 2 - b.dy ** 2);
  return Int32Array.from(around, ({ dx, dy }) => dy * width + dx);
}

/** PAPER level becomes white. */
const WHITENED = Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, (value * 255) / PAPER));
/** Paler than this is paper, whatever stands beside it; above the level of ink. */
const PALE = 192;

/** Pale px next to foreign ink or print are its soft edge and go with it, unless own ink is as near. */
function isOpenPaper(
  { kind, owner, halo }: { kind: Uint8Array; owner: Uint16Array; halo: Int32Array },
  i: number,
  cell: number,
): boolean {
  let foreign = false;
  for (let n = 0; n < halo.length; n++) {
    const k = i + halo[n]!;
    if (k < 0 || k >= kind.length || kind[k] === NO_INK) continue;
    if (owner[k] === cell + 1) return true;
    foreign = true;
  }
  return !foreign;
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
