/** Whether a sheet was scanned whole: seen from strokes that run off the picture, and exactly once its form is placed. */
import type { GreyImage } from '../domain/image.ts';
import { locate, type Placement } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';
import { PAPER, type WorkImage } from './work-image.ts';

/** How deep from the edge a stroke must be inked all the way to have been cut, work px (0.7 mm at 150 dpi). */
const DEPTH = 4;
/** Ink and paper beside it, as shares of paper. */
const INK_LEVEL = 0.62;
const PAPER_LEVEL = 0.85;
/** Longest stretch of edge that one cut stroke takes up, work px (2 mm): more is the lid or the table. */
const LONGEST = 12;
/** Distance beside a stroke in which there must be paper again, work px. */
const BESIDE = 4;
/** Strokes from which a side counts as cut: streaks of a dirty glass come in ones and twos. */
const LEAST_STROKES = 5;
/** A cell may lie outside the picture by so much, mm: nobody writes into its very corner. */
const ALLOWED = 1.5;

export const SIDES = ['left', 'right', 'top', 'bottom'] as const;
export type Side = (typeof SIDES)[number];

/** Sides at which several strokes run off the picture, paper between them. */
export function findCutSides(work: WorkImage): Side[] {
  return SIDES.filter((side) => countCutStrokes(edgeProfile(work, side)) >= LEAST_STROKES);
}

/** Palest and darkest brightness within DEPTH of the side, for every px along it. */
function edgeProfile({ width, height, data }: GreyImage, side: Side): { palest: Uint8Array; darkest: Uint8Array } {
  const isUpright = side === 'left' || side === 'right';
  const length = isUpright ? height : width;
  const palest = new Uint8Array(length);
  const darkest = new Uint8Array(length).fill(255);
  const last = (isUpright ? width : height) - 1;
  for (let depth = 0; depth < Math.min(DEPTH, last + 1); depth++) {
    const at = side === 'left' || side === 'top' ? depth : last - depth;
    for (let k = 0; k < length; k++) {
      const value = isUpright ? data[k * width + at]! : data[at * width + k]!;
      palest[k] = Math.max(palest[k]!, value);
      darkest[k] = Math.min(darkest[k]!, value);
    }
  }
  return { palest, darkest };
}

function countCutStrokes({ palest, darkest }: { palest: Uint8Array; darkest: Uint8Array }): number {
  const isInk = (k: number) => palest[k]! < PAPER * INK_LEVEL;
  const isPaper = (k: number) => k >= 0 && k < darkest.length && darkest[k]! > PAPER * PAPER_LEVEL;
  let strokes = 0;
  for (let k = 0; k < palest.length; k++) {
    if (!isInk(k)) continue;
    const start = k;
    while (k + 1 < palest.length && isInk(k + 1)) k++;
    if (k - start < LONGEST && isPaper(start - BESIDE) && isPaper(k + BESIDE)) strokes++;
  }
  return strokes;
}

/** How far the furthest corner of a line or of a field filled once a sheet lies outside the picture, mm; 0 = all inside. */
export function cutOffBy(
  { definition }: PreparedForm,
  { placement, work, perMm }: { placement: Placement; work: WorkImage; perMm: number },
): number {
  const boxes = [...definition.rows.boxes, ...definition.header.map(({ box }) => box)];
  const outside = boxes.flatMap(([x, y, w, h]) =>
    [
      locate(placement, x, y),
      locate(placement, x + w, y),
      locate(placement, x, y + h),
      locate(placement, x + w, y + h),
    ].map((at) => Math.max(-at.x, -at.y, at.x - work.width, at.y - work.height)),
  );
  const furthest = Math.max(0, ...outside) / perMm;
  return furthest > ALLOWED ? furthest : 0;
}
