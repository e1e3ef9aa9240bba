/**
 * Whether a cell begins with a first try that was crossed out before the text was written anew: a stroke as straight as a
 * line drawn through letters, or letters scribbled over, and behind it text at least as long.
 */
import type { FieldType } from '../domain/form.ts';
import { mmToPx } from '../domain/geometry.ts';
import type { CellArea, Part, Strokes } from './find-strokes.ts';
import type { InkPlane } from './ink-plane.ts';

/** Size of what was crossed out, mm: two to five letters. */
const FIRST_TRY = { least: 5, most: 20, height: 2.4 };
/** It begins this near the cell's left border, mm. */
const NEAR_BORDER = 3.4;
/** Text behind it: a gap, which joined letters do not leave, and the least distance to its end, mm, and against the first try's width. */
const FOLLOWED = { gap: 0.34, by: 1.7, share: 0.8 };
/**
 * A line through letters: share of the columns it has ink in, at which height of the letters, its most slope, its least
 * length, mm; and how often ink begins in a column on average. Joined writing has such a line at its foot, not in its middle.
 */
const LINE = { cover: 0.97, from: 0.38, to: 0.58, slope: 0.15, least: 6.3, runs: 1.5 };
/** Scribbled over: share of its box that is ink, and against the writer's other strokes; width against height. */
const SCRIBBLE = { fill: 0.5, against: 1.2, wide: 3.6 };
/** Half the thickness of the line looked for, px. */
const HALF_LINE = 2;

/** Fields whose text runs on in long joined strokes, or has none. */
const NEVER: readonly FieldType[] = ['email', 'phone', 'signature', 'office', 'checkbox', 'choice'];

export function isCorrected(
  plane: InkPlane,
  strokes: Strokes,
  { cell, area, type, dpi }: { cell: number; area: CellArea; type: FieldType; dpi: number },
): boolean {
  if (NEVER.includes(type)) return false;
  const parts = strokes.parts[cell]!.filter((part) => part.right - part.left >= mmToPx(FIRST_TRY.least / 2, dpi));
  const first = parts.reduce<Part | null>(
    (least, part) => (least === null || part.left < least.left ? part : least),
    null,
  );
  if (first === null || first.left - area.left > mmToPx(NEAR_BORDER, dpi)) return false;
  const [width, height] = [first.right - first.left, first.bottom - first.top];
  if (width < mmToPx(FIRST_TRY.least, dpi) || width > mmToPx(FIRST_TRY.most, dpi)) return false;
  if (height < mmToPx(FIRST_TRY.height, dpi)) return false;
  const ends = Math.max(...strokes.parts[cell]!.map(({ right }) => right));
  if (ends <= first.right + Math.max(mmToPx(FOLLOWED.by, dpi), FOLLOWED.share * width)) return false;
  const gap = { from: first.right, to: first.right + mmToPx(FOLLOWED.gap, dpi) };
  if (strokes.parts[cell]!.some(({ left, right }) => left < gap.to && right > gap.from)) return false;
  if (isScribble(first, parts)) return true;
  return width >= mmToPx(LINE.least, dpi) && hasLineThrough(plane, strokes, { cell, part: first });
}

function fillOf({ area, left, right, top, bottom }: Part): number {
  return area / ((right - left) * (bottom - top));
}

function isScribble(first: Part, parts: readonly Part[]): boolean {
  const fill = fillOf(first);
  if (fill < SCRIBBLE.fill || first.right - first.left > SCRIBBLE.wide * (first.bottom - first.top)) return false;
  const others = parts.filter((part) => part !== first).map(fillOf);
  others.sort((a, b) => a - b);
  const usual = others[others.length >> 1];
  return usual === undefined || fill > SCRIBBLE.against * usual;
}

function hasLineThrough(plane: InkPlane, strokes: Strokes, { cell, part }: { cell: number; part: Part }): boolean {
  const { thick, runs } = thicken(plane, strokes, { cell, part });
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  if (runs < LINE.runs * width) return false;
  for (let slope = -LINE.slope; slope <= LINE.slope + 0.001; slope += LINE.slope / 4) {
    for (let y = LINE.from * height; y <= LINE.to * height; y += HALF_LINE) {
      if (coverOf(thick, { width, height }, { y, slope }) >= LINE.cover) return true;
    }
  }
  return false;
}

/** The part's ink, thickened up and down by HALF_LINE, row by row; and how often ink begins, over all its columns. */
function thicken(
  plane: InkPlane,
  strokes: Strokes,
  { cell, part }: { cell: number; part: Part },
): { thick: Uint8Array; runs: number } {
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  const thick = new Uint8Array(width * height);
  let runs = 0;
  for (let x = 0; x < width; x++) {
    let wasInk = false;
    for (let y = 0; y < height; y++) {
      const isInk = strokes.owner[(part.top + y) * plane.width + part.left + x] === cell + 1;
      if (isInk && !wasInk) runs++;
      wasInk = isInk;
      if (!isInk) continue;
      const last = Math.min(height - 1, y + HALF_LINE);
      for (let k = Math.max(0, y - HALF_LINE); k <= last; k++) thick[k * width + x] = 1;
    }
  }
  return { thick, runs };
}

/** Share of the columns in which a line, at `y` in the middle, has ink. */
function coverOf(
  thick: Uint8Array,
  { width, height }: { width: number; height: number },
  { y, slope }: { y: number; slope: number },
): number {
  let covered = 0;
  let looked = 0;
  for (let x = 0; x < width; x += 2) {
    const row = Math.round(y + slope * (x - width / 2));
    looked++;
    if (row >= 0 && row < height) covered += thick[row * width + x]!;
  }
  return covered / looked;
}
