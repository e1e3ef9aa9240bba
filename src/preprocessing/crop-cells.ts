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
  for (let y = 0; y < height; y++) {
    const from = (frame.top + y) * plane.width + frame.left;
    const to = y * width - from;
    for (let i = from; i < from + width; i++) {
      const value = plane.even[i]!;
      if (plane.kind[i] === NO_INK)
        data[to + i] = value >= PALE || isOpenPaper(plane, strokes, { i, cell }) ? WHITENED[value]! : WHITE;
      else data[to + i] = strokes.owner[i] === cell + 1 ? WHITENED[value]! : WHITE;
    }
  }
  return { width, height, data };
}

/** PAPER level becomes white. */
const WHITENED = Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, (value * 255) / PAPER));
/** Paler than this is paper, whatever stands beside it. */
const PALE = 192;

/** Pale px next to foreign ink or print are its soft edge and go with it, unless own ink is as near. */
function isOpenPaper(plane: InkPlane, strokes: Strokes, { i, cell }: { i: number; cell: number }): boolean {
  let foreign = false;
  for (let dy = -HALO; dy <= HALO; dy++) {
    for (let dx = -HALO; dx <= HALO; dx++) {
      const k = i + dy * plane.width + dx;
      if (k < 0 || k >= plane.kind.length) continue;
      if (strokes.owner[k] === cell + 1) return true;
      if (plane.kind[k] !== NO_INK) foreign = true;
    }
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
