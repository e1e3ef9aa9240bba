/** An office's stamp across empty lines is no writing: a frame over several lines and columns with all the line's ink inside. */
import { mmToPx } from '../domain/geometry.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';

/** Sizes a stamp's frame or ring has, mm. */
const SIZE = { leastWidth: 12, mostWidth: 95, leastHeight: 8, mostHeight: 60 };
/** Ink of the frame alone, as a share of its box. */
const MOST_FILL = 0.2;
/** How far into a line or column it must reach to count as lying over it, mm. */
const OVER = 1.5;
/** A frame's edge that a rule cut off: least length and most thickness, mm, most slant, how near the frame it lies, mm. */
const BAR = { length: 8, thick: 1, slant: 0.2, near: 4 };
/** Inside one column a frame must be emptier, and hold a stamp's letters: so many parts of this height, mm. */
const BOXED = { fill: 0.12, letters: 4, height: 2.5 };
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
  const framesUpTo = (fill: number) =>
    [...found.values()]
      .filter(({ box, ink }) => ink <= fill * (box.right - box.left) * (box.bottom - box.top))
      .map(({ box }) => box);
  const over = mmToPx(OVER, dpi);
  const bars = strokes.parts.flat().filter((part) => isBar(part, dpi));
  const whole = (fill: number) => joinTouching(framesUpTo(fill), over).map((box) => withBars(box, bars, dpi));
  return [
    ...whole(MOST_FILL).filter((box) => liesAcross(box, { areas, lines, over })),
    ...whole(BOXED.fill).filter((box) => leavesLine(box, { areas, lines, over }) && holdsLetters(box, strokes, dpi)),
  ];
}

function isBar({ area, share, strokeWidth: width, strokeHeight: height }: Part, dpi: number): boolean {
  const [short, long] = width < height ? [width, height] : [height, width];
  const isThin = area / share / long <= mmToPx(BAR.thick, dpi);
  return isThin && long >= mmToPx(BAR.length, dpi) && short <= BAR.slant * long;
}

/** The frame with the edges that rules cut off it. */
function withBars(frame: CellArea, bars: readonly Part[], dpi: number): CellArea {
  const near = mmToPx(BAR.near, dpi);
  let box = frame;
  for (const { strokeLeft, strokeTop, strokeWidth, strokeHeight } of bars) {
    const bar = { left: strokeLeft, top: strokeTop, right: strokeLeft + strokeWidth, bottom: strokeTop + strokeHeight };
    const isNear =
      bar.left <= box.right + near &&
      box.left <= bar.right + near &&
      bar.top <= box.bottom + near &&
      box.top <= bar.bottom + near;
    if (isNear) box = surround(box, bar);
  }
  return hasSize(box.right - box.left, box.bottom - box.top, dpi) ? box : frame;
}

function surround(one: CellArea, other: CellArea): CellArea {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Whether some line's cells lie under the frame that reaches over their border: nobody writes in a frame of his own. */
function leavesLine(
  box: CellArea,
  { areas, lines, over }: { areas: readonly CellArea[]; lines: readonly number[]; over: number },
): boolean {
  const under = areas.filter((area, i) => lines[i]! >= 0 && area.left < box.right && box.left < area.right);
  return under.every(({ top, bottom }) => box.top < top - over / 2 || box.bottom > bottom + over / 2);
}

function holdsLetters(box: CellArea, strokes: Strokes, dpi: number): boolean {
  const inside = strokes.parts
    .flat()
    .filter((part) => part.share > 0.4 && isInside(part, box, 0) && part.strokeHeight >= mmToPx(BOXED.height, dpi));
  const letters = inside.filter((part) => part.strokeWidth < 0.5 * (box.right - box.left));
  return letters.length >= BOXED.letters;
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
    joined[near] = surround(box, other);
  }
  return joined;
}

function hasStampSize({ strokeWidth, strokeHeight }: Part, dpi: number): boolean {
  return hasSize(strokeWidth, strokeHeight, dpi);
}

/** px */
function hasSize(wide: number, high: number, dpi: number): boolean {
  const width = (wide * 25.4) / dpi;
  const height = (high * 25.4) / dpi;
  return width >= SIZE.leastWidth && width <= SIZE.mostWidth && height >= SIZE.leastHeight && height <= SIZE.mostHeight;
}

/** Over at least two lines and two columns; what lies below the last line or above the first counts as one. */
function liesAcross(
  box: CellArea,
  { areas, lines, over }: { areas: readonly CellArea[]; lines: readonly number[]; over: number },
): boolean {
  const touched = areas.flatMap((area, i) => {
    const wide = Math.min(area.right, box.right) - Math.max(area.left, box.left);
    const high = Math.min(area.bottom, box.bottom) - Math.max(area.top, box.top);
    return lines[i]! >= 0 && wide >= over && high >= over ? [{ line: lines[i]!, left: area.left }] : [];
  });
  const own = areas.filter((_, i) => lines[i]! >= 0);
  const outside = own.every(({ bottom }) => box.bottom > bottom + over) || own.every(({ top }) => box.top < top - over);
  const isOverTwo = new Set(touched.map(({ line }) => line)).size + (outside ? 1 : 0) >= 2;
  return touched.length > 0 && isOverTwo && new Set(touched.map(({ left }) => left)).size >= 2;
}

function isInside(part: Part, stamp: CellArea, margin: number): boolean {
  return (
    part.left >= stamp.left - margin &&
    part.right <= stamp.right + margin &&
    part.top >= stamp.top - margin &&
    part.bottom <= stamp.bottom + margin
  );
}
