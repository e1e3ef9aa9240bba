/** An office's stamp across empty lines is no writing: a frame over several lines and columns with all the line's ink inside. */
import { mmToPx } from '../domain/geometry.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';

/** Sizes a stamp's frame or ring has, mm. */
const SIZE = { leastWidth: 12, mostWidth: 95, leastHeight: 8, mostHeight: 60 };
/** Ink of the frame alone, as a share of its box. */
const MOST_FILL = 0.2;
/** How far into a line or column it must reach to count as lying over it, mm. */
const OVER = 1.5;
/** Allowance round the frame for ink that belongs to it, mm. */
const MARGIN = 1.5;

interface Sheet {
  strokes: Strokes;
  areas: readonly CellArea[];
  /** The line of each cell, from 0; -1 for header fields. */
  lines: readonly number[];
  dpi: number;
}

/** Empties the cells of lines in which there is nothing but a stamp. */
export function clearStamped(sheet: Sheet): void {
  const { strokes, lines, dpi } = sheet;
  const stamps = findStamps(sheet);
  if (stamps.length === 0) return;
  const margin = mmToPx(MARGIN, dpi);
  for (const line of new Set(lines.filter((line) => line >= 0))) {
    const cells = lines.flatMap((of, i) => (of === line ? [i] : []));
    const parts = cells
      .flatMap((i) => strokes.parts[i]!)
      .filter((part) => part.right - part.left + part.bottom - part.top > 8);
    if (parts.length > 0 && parts.every((part) => stamps.some((stamp) => isInside(part, stamp, margin)))) {
      for (const i of cells) strokes.parts[i] = [];
    }
  }
}

/** Frames broken where they cross a rule are put together again. */
function findStamps({ strokes, areas, lines, dpi }: Sheet): CellArea[] {
  const found = new Map<string, { box: CellArea; ink: number }>();
  for (const part of strokes.parts.flat()) {
    if (!hasStampSize(part, dpi)) continue;
    const { strokeLeft: left, strokeTop: top, strokeWidth, strokeHeight } = part;
    const box = { left, top, right: left + strokeWidth, bottom: top + strokeHeight };
    const key = `${left},${top},${box.right},${box.bottom}`;
    found.set(key, { box, ink: (found.get(key)?.ink ?? 0) + part.area });
  }
  const frames = [...found.values()]
    .filter(({ box, ink }) => ink <= MOST_FILL * (box.right - box.left) * (box.bottom - box.top))
    .map(({ box }) => box);
  const over = mmToPx(OVER, dpi);
  return joinTouching(frames, over).filter((box) => liesAcross(box, { areas, lines, over }));
}

function joinTouching(boxes: CellArea[], gap: number): CellArea[] {
  const joined: CellArea[] = [];
  for (const box of boxes) {
    const near = joined.findIndex(
      (other) =>
        box.left <= other.right + gap &&
        other.left <= box.right + gap &&
        Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 0.5 * (box.bottom - box.top),
    );
    const other = joined[near];
    if (other === undefined) {
      joined.push(box);
      continue;
    }
    joined[near] = {
      left: Math.min(box.left, other.left),
      top: Math.min(box.top, other.top),
      right: Math.max(box.right, other.right),
      bottom: Math.max(box.bottom, other.bottom),
    };
  }
  return joined;
}

function hasStampSize({ strokeWidth, strokeHeight }: Part, dpi: number): boolean {
  const width = (strokeWidth * 25.4) / dpi;
  const height = (strokeHeight * 25.4) / dpi;
  return width >= SIZE.leastWidth && width <= SIZE.mostWidth && height >= SIZE.leastHeight && height <= SIZE.mostHeight;
}

/** Over at least two lines and two columns. */
function liesAcross(
  box: CellArea,
  { areas, lines, over }: { areas: readonly CellArea[]; lines: readonly number[]; over: number },
): boolean {
  const touched = areas.flatMap((area, i) => {
    const wide = Math.min(area.right, box.right) - Math.max(area.left, box.left);
    const high = Math.min(area.bottom, box.bottom) - Math.max(area.top, box.top);
    return lines[i]! >= 0 && wide >= over && high >= over ? [{ line: lines[i]!, left: area.left }] : [];
  });
  return new Set(touched.map(({ line }) => line)).size >= 2 && new Set(touched.map(({ left }) => left)).size >= 2;
}

function isInside(part: Part, stamp: CellArea, margin: number): boolean {
  return (
    part.left >= stamp.left - margin &&
    part.right <= stamp.right + margin &&
    part.top >= stamp.top - margin &&
    part.bottom <= stamp.bottom + margin
  );
}
