/** Dirt on a sheet feeder's glass draws a hairline down the whole page: the same thin stroke in line after line is no writing. */
import { mmToPx } from '../domain/geometry.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';
import { INK, type InkPlane } from './ink-plane.ts';

/** A piece of hairline within a line: most breadth of the line itself and, upright, of its box, mm; least height against it. */
const HAIRLINE = { pen: 0.6, width: 0.9, slender: 4 };
/** Least height of a piece, mm: less says nothing about its direction. */
const LEAST_HEIGHT = 2.5;
/** Share of the table's height that is inked along a streak; writing that a line down the page meets reaches a third. */
const LEAST_SHARE = 0.55;
/** Lines by which two pieces must be apart for their direction to be known. */
const LEAST_LINES = 2;
/** How far a piece may stand off the common line, mm: a curled sheet bends it; a speck between two pieces less. */
const OFF = { piece: 1, speck: 0.5 };
/** How much that line may slant: the sheet was put straight. */
const MOST_SLANT = 0.2;
/** Ink this near the line is the streak's, px: on a curled sheet it is not quite straight. */
const NEAR = 4;

interface Piece {
  part: Part;
  line: number;
  x: number;
  y: number;
}

interface Sheet {
  plane: InkPlane;
  strokes: Strokes;
  areas: readonly CellArea[];
  /** The line of each cell, from 0; -1 for header fields. */
  lines: readonly number[];
  dpi: number;
}

export function dropStreaks({ plane, strokes, areas, lines, dpi }: Sheet): void {
  const thin = strokes.parts.flatMap((parts, cell) =>
    lines[cell]! < 0 ? [] : parts.filter((part) => isThin(part, dpi)).map((part) => toPiece(part, lines[cell]!)),
  );
  const pieces = thin.filter(({ part }) => isLong(part, dpi));
  const rows = areas.filter((_, cell) => lines[cell]! >= 0);
  const table = { top: Math.min(...rows.map(({ top }) => top)), bottom: Math.max(...rows.map(({ bottom }) => bottom)) };
  const dropped = new Set<Part>();
  for (const first of pieces) {
    for (const second of pieces) {
      if (second.line - first.line < LEAST_LINES || dropped.has(first.part)) continue;
      const slant = (second.x - first.x) / (second.y - first.y);
      if (Math.abs(slant) > MOST_SLANT) continue;
      const at = (y: number) => first.x + slant * (y - first.y);
      if (inkedShare(plane, at, table) < LEAST_SHARE) continue;
      for (const { part, x, y } of thin) {
        const off = isLong(part, dpi) ? OFF.piece : OFF.speck;
        if (Math.abs(x - at(y)) <= mmToPx(off, dpi)) dropped.add(part);
      }
    }
  }
  if (dropped.size > 0) strokes.parts = strokes.parts.map((parts) => parts.filter((part) => !dropped.has(part)));
}

function inkedShare(
  plane: InkPlane,
  at: (y: number) => number,
  { top, bottom }: { top: number; bottom: number },
): number {
  let inked = 0;
  for (let y = Math.max(0, top); y < Math.min(plane.height, bottom); y++) {
    const x = Math.round(at(y));
    const to = y * plane.width + Math.min(plane.width, x + NEAR + 1);
    let k = y * plane.width + Math.max(0, x - NEAR);
    while (k < to && plane.kind[k] !== INK) k++;
    if (k < to) inked++;
  }
  return inked / Math.max(1, bottom - top);
}

/** No broader than a streak; a piece broken off it may be short. */
function isThin(part: Part, dpi: number): boolean {
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  return part.area <= mmToPx(HAIRLINE.pen, dpi) * height && width <= mmToPx(HAIRLINE.width, dpi) + MOST_SLANT * height;
}

/** Long enough to show where the streak runs. */
function isLong(part: Part, dpi: number): boolean {
  const height = part.bottom - part.top;
  return height >= mmToPx(LEAST_HEIGHT, dpi) && height * height >= HAIRLINE.slender * part.area;
}

function toPiece(part: Part, line: number): Piece {
  return { part, line, x: (part.left + part.right) / 2, y: (part.top + part.bottom) / 2 };
}
