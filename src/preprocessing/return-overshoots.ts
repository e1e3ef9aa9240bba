/** Gives ink back to the neighbour it spilled over from, where nothing else stands in the cell it spilled into. */
import { mmToPx } from '../domain/geometry.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';
import type { InkPlane } from './ink-plane.ts';

/** How near the border spilled ink begins, mm: a rule's thickness and what its removal took away. */
const NEAR = 1.3;
/** How far over a rule a stroke reaches into the next line, share of the line's height. */
const DEEPEST = 0.45;
/** And how far text runs on into the next column, share of its width. */
const FURTHEST = 0.34;
/** And at most, mm; between letters of one word lies no more than the gap, mm. */
const FEW_LETTERS = 6.5;
const LETTER_GAP = 1;
/** Text that runs on begins at the border, a new word further in, mm. */
const AT_BORDER = 0.6;
/** Pieces of ink beyond which it is a word of its own. */
const MOST_PIECES = 3;

export interface Neighbours {
  /** Cell numbers, or -1: in the same column above and below, in the same line to the left. */
  above: number;
  below: number;
  left: number;
}

interface Sheet {
  plane: InkPlane;
  strokes: Strokes;
  areas: readonly CellArea[];
  neighbours: readonly Neighbours[];
  dpi: number;
}

export function returnOvershoots(sheet: Sheet): void {
  const { strokes, areas, neighbours } = sheet;
  for (let cell = 0; cell < areas.length; cell++) {
    const parts = strokes.parts[cell]!;
    if (parts.length === 0) continue;
    const { above, below, left } = neighbours[cell]!;
    for (const [other, isSpilled] of [
      [above, spilledDown],
      [below, spilledUp],
      [left, ranOn],
    ] as const) {
      if (other < 0 || strokes.parts[cell]!.length === 0) continue;
      const own = strokes.parts[cell]!.filter((part) => !isSpeck(part, sheet.dpi));
      if (own.length > MOST_PIECES) continue;
      if (own.every((part) => isSpilled(sheet, { cell, other, part }))) hand(sheet, cell, other);
    }
  }
}

function isSpeck(part: Part, dpi: number): boolean {
  return Math.max(part.right - part.left, part.bottom - part.top) < mmToPx(0.7, dpi);
}

interface Spill {
  cell: number;
  other: number;
  part: Part;
}

function spilledDown({ strokes, areas, dpi }: Sheet, { cell, other, part }: Spill): boolean {
  const area = areas[cell]!;
  const near = mmToPx(NEAR, dpi);
  if (part.top > area.top + near || part.bottom > area.top + DEEPEST * (area.bottom - area.top)) return false;
  return strokes.parts[other]!.some((source) => source.bottom >= area.top - near && meets(source, part, near));
}

function spilledUp({ strokes, areas, dpi }: Sheet, { cell, other, part }: Spill): boolean {
  const area = areas[cell]!;
  const near = mmToPx(NEAR, dpi);
  if (part.bottom < area.bottom - near || part.top < area.bottom - DEEPEST * (area.bottom - area.top)) return false;
  return strokes.parts[other]!.some((source) => source.top <= area.bottom + near && meets(source, part, near));
}

/** Whether the two overlap sideways. */
function meets(source: Part, part: Part, near: number): boolean {
  return source.left <= part.right + near && part.left <= source.right + near;
}

/** Letters of the word to the left: close behind it, at its height, and few. */
function ranOn({ strokes, areas, dpi }: Sheet, { cell, other, part }: Spill): boolean {
  const area = areas[cell]!;
  const gap = mmToPx(LETTER_GAP, dpi);
  const furthest = Math.min(FURTHEST * (area.right - area.left), mmToPx(FEW_LETTERS, dpi));
  if (part.right > area.left + furthest) return false;
  const start = Math.min(...strokes.parts[cell]!.map(({ left }) => left));
  if (start > area.left + mmToPx(AT_BORDER, dpi)) return false;
  return strokes.parts[other]!.some(
    (source) =>
      source.right >= Math.max(start, area.left) - gap && source.top < part.bottom && part.top < source.bottom,
  );
}

function hand({ plane, strokes }: Sheet, cell: number, other: number): void {
  for (const part of strokes.parts[cell]!) {
    for (let y = part.top; y < part.bottom; y++) {
      for (let i = y * plane.width + part.left; i < y * plane.width + part.right; i++) {
        if (strokes.owner[i] === cell + 1) strokes.owner[i] = other + 1;
      }
    }
    strokes.parts[other]!.push(part);
  }
  strokes.parts[cell] = [];
}
