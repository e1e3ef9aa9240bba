/** Stains, cup rings, stamps' shadows: large strokes much paler than the writing are no writing. Nor are punch holes. */
import type { Part, Strokes } from './find-strokes.ts';

/** Size from which a stroke can be a stain, px in both directions (14 mm): no letter, no line through a row. */
const LARGE = 165;
/** A streak's least length and most width, px (60 mm and 4 mm, slanted as the sheet was): longer than any brace. */
const STREAK = { length: 710, width: 47 };
/** A punch hole, cut by the cell's border or not: a filled disc of 5 to 7 mm; px. No writing fills so much of its box. */
const HOLE = { least: 35, most: 95, fill: 0.68, round: 0.6 };
/** Darkness of a stain against the median stroke's. */
const PALE = 0.62;
/** Area from which a stroke counts for that median, px. */
const COUNTED = 60;

export function dropStains(strokes: Strokes): void {
  strokes.parts = strokes.parts.map((parts) => parts.filter((part) => !isStreak(part) && !isHole(part)));
  const all = strokes.parts.flat().filter((part) => part.area >= COUNTED);
  if (all.length < 10) return;
  const levels = all.map(darkness).sort((a, b) => a - b);
  const limit = levels[levels.length >> 1]! * PALE;
  const isStain = (part: Part) => part.strokeWidth >= LARGE && part.strokeHeight >= LARGE && darkness(part) < limit;
  strokes.parts = strokes.parts.map((parts) => parts.filter((part) => !isStain(part)));
}

/** Dirt on a sheet feeder's glass draws a hairline down the whole page. */
function isStreak(part: Part): boolean {
  return part.strokeHeight >= STREAK.length && part.strokeWidth <= STREAK.width;
}

function isHole({ area, share, strokeWidth: width, strokeHeight: height }: Part): boolean {
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short < HOLE.least || long > HOLE.most || short < HOLE.round * long) return false;
  return area / share >= HOLE.fill * width * height;
}

function darkness(part: Part): number {
  return part.darkness / part.area;
}
