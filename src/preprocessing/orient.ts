/**
 * Which way up writing stands: in Latin script more of it reaches above the small letters (ascenders, capitals, accents)
 * than below them. Needed where a table looks the same upside down.
 */
import { apply, type Matrix3 } from './matrix.ts';
import { PAPER, type WorkImage } from './work-image.ts';

/** Width of the strips in which lines of writing are looked for, px (10 mm at 150 dpi: skew is gone by then). */
const STRIP = 60;
/** Height of the small letters, px: 1 to 3 mm. */
const CORE = { least: 5, most: 18 };
/** Lines of writing needed before they are believed. */
const LEAST_LINES = 12;
/** Ink darker than this share of paper counts. */
const INK_LEVEL = 0.72;

/**
 * -1..1, positive when the writing stands upright in the frame that `matrix` carries to work px;
 * 0 without enough writing. `frame` is that frame's extent.
 */
export function writingDirection(work: WorkImage, matrix: Matrix3, frame: Frame): number {
  const height = Math.ceil(frame.bottom - frame.top);
  const profile = new Uint16Array(height);
  let above = 0;
  let below = 0;
  let lines = 0;
  for (let left = frame.left; left + STRIP <= frame.right; left += STRIP) {
    fillProfile(work, matrix, { left, top: frame.top, profile });
    for (const band of coreBands(profile)) {
      const reach = Math.max(3, Math.round((band.last - band.first + 1) * 0.6));
      const over = mass(profile, band.first - reach, band.first - 2);
      const under = mass(profile, band.last + 2, band.last + reach);
      // Writing on both sides is no margin of a line but another line, or a rule.
      if (Math.max(over, under) > band.mass * 0.6) continue;
      above += over;
      below += under;
      lines++;
    }
  }
  if (lines < LEAST_LINES || above + below === 0) return 0;
  return (above - below) / (above + below);
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function fillProfile(
  work: WorkImage,
  matrix: Matrix3,
  { left, top, profile }: { left: number; top: number; profile: Uint16Array },
): void {
  const { width, height, data } = work;
  const level = PAPER * INK_LEVEL;
  for (let y = 0; y < profile.length; y++) {
    const from = apply(matrix, left, top + y);
    const to = apply(matrix, left + STRIP, top + y);
    const dx = (to.x - from.x) / STRIP;
    const dy = (to.y - from.y) / STRIP;
    let ink = 0;
    for (let x = 0; x < STRIP; x += 2) {
      const i = Math.floor(from.x + x * dx);
      const j = Math.floor(from.y + x * dy);
      if (i >= 0 && j >= 0 && i < width && j < height && data[j * width + i]! < level) ink++;
    }
    profile[y] = ink;
  }
}

interface Band {
  first: number;
  last: number;
  mass: number;
}

/** Runs of rows holding over half of the ink of their fullest row. */
function coreBands(profile: Uint16Array): Band[] {
  const bands: Band[] = [];
  for (let y = 1; y < profile.length - 1; y++) {
    const peak = profile[y]!;
    if (peak < 4 || peak < profile[y - 1]! || peak <= profile[y + 1]!) continue;
    let first = y;
    let last = y;
    while (first > 0 && profile[first - 1]! * 2 >= peak && profile[first - 1]! <= peak) first--;
    while (last < profile.length - 1 && profile[last + 1]! * 2 >= peak && profile[last + 1]! <= peak * 1.1) last++;
    const size = last - first + 1;
    if (size >= CORE.least && size <= CORE.most && peak < STRIP / 2 - 2) {
      bands.push({ first, last, mass: mass(profile, first, last) });
      y = last;
    }
  }
  return bands;
}

function mass(profile: Uint16Array, from: number, to: number): number {
  let sum = 0;
  for (let y = Math.max(0, from); y <= Math.min(profile.length - 1, to); y++) sum += profile[y]!;
  return sum;
}
