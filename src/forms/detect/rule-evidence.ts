/** Proof that a suspected rule is one, from the unaveraged pixels along it. */
import type { GreyImage } from '../../domain/image.ts';

export interface Evidence {
  /** Share of the length on which the rule is really there. */
  solid: number;
  /** 0..1: how regularly it comes and goes. Dots and dashes: above 0.5; text: below 0.3. */
  periodicity: number;
  /** How many separate pieces it has. */
  pieces: number;
  /** Share of the length with ink close above or below: high when this is the foot of a line of text. */
  sideInk: number;
  /** Where the rule is there without ink beside it, crossings bridged: px from the beginning. */
  stretches: [number, number][];
  /** px without rule at either end. */
  trimFrom: number;
  trimTo: number;
}

/** Two lines of text are periodic too; a dotted rule has many dots. */
const LEAST_PERIODS = 8;

interface Along {
  runs: { row: number; from: number; to: number }[];
  from: number;
  to: number;
  row: number;
}

/** A rule is not to be seen where another of its kind crosses it, px. */
const CROSSING = 14;

/** Periods looked for, px: dots from 0.3 mm to dashes of 6 mm. */
const PERIODS = { least: 4, most: 72 };

export function lookAlong(
  image: GreyImage,
  along: Along,
  { mask, side, contrast }: { mask: 'dark' | 'light' | 'step'; side: number; contrast: number },
): Evidence {
  const length = along.to - along.from;
  const rows = rowsAlong(along);
  const presence = new Float32Array(length);
  const beside = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const x = along.from + i;
    const y = rows[i]!;
    presence[i] =
      mask === 'step' ? stepAt(image, x, y) : ridgeAt(image, x, { y, side, sign: mask === 'dark' ? 1 : -1 });
    if (mask !== 'step' && hasInkBeside(image, x, { y, side })) beside[i] = 1;
  }
  const isThere = (value: number) => (mask === 'step' ? value >= contrast * 0.6 : value >= contrast * 0.8);
  const there = Array.from(presence, isThere);
  const first = Math.max(0, there.indexOf(true));
  const last = Math.max(first, there.lastIndexOf(true));
  const count = there.filter(Boolean).length;
  return {
    solid: count / Math.max(1, last - first + 1),
    periodicity: mask === 'dark' ? periodicity(presence.subarray(first, last + 1)) : 0,
    pieces: there.filter((it, k) => it && !there[k - 1]).length,
    sideInk: beside.reduce((sum, it) => sum + it, 0) / length,
    stretches: stretchesOf(there.map((it, k) => it && beside[k] === 0)),
    trimFrom: first,
    trimTo: length - 1 - last,
  };
}

function stretchesOf(isClean: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  isClean.forEach((it, k) => {
    const last = found.at(-1);
    if (!it) return;
    if (last !== undefined && k - last[1] <= CROSSING) last[1] = k + 1;
    else found.push([k, k + 1]);
  });
  return found;
}

/** The rule's row at each place along it: rules of a skewed page climb. */
function rowsAlong({ runs, from, to, row }: Along): Float32Array {
  const sum = new Float32Array(to - from);
  const count = new Uint16Array(to - from);
  for (const run of runs) {
    for (let x = run.from; x < run.to; x++) {
      sum[x - from]! += run.row;
      count[x - from]!++;
    }
  }
  let last = row;
  for (let i = 0; i < sum.length; i++) {
    if (count[i]! > 0) last = sum[i]! / count[i]!;
    sum[i] = last;
  }
  return sum;
}

function at({ width, height, data }: GreyImage, x: number, y: number): number {
  return data[Math.min(height - 1, Math.max(0, Math.round(y))) * width + x]!;
}

function ridgeAt(image: GreyImage, x: number, { y, side, sign }: { y: number; side: number; sign: 1 | -1 }): number {
  let best = -255;
  for (let dy = -2; dy <= 2; dy++) {
    const here = at(image, x, y + dy);
    best = Math.max(best, sign === 1 ? 255 - here : here);
  }
  const above = at(image, x, y - side - 2);
  const below = at(image, x, y + side + 2);
  return sign === 1 ? best - (255 - Math.max(above, below)) : best - Math.max(above, below);
}

/** Averaged over three pixels each way, as shading may be a halftone. */
function stepAt(image: GreyImage, x: number, y: number): number {
  let sum = 0;
  for (let dy = 4; dy <= 8; dy++) sum += at(image, x, y - dy) - at(image, x, y + dy);
  return Math.abs(sum / 5);
}

/** Ink between 0.7 and 1.2 mm from the rule, which may be nearly a millimetre thick, that is not simply a shaded ground. */
function hasInkBeside(image: GreyImage, x: number, { y, side }: { y: number; side: number }): boolean {
  for (const sign of [-1, 1]) {
    let darkest = 255;
    let lightest = 0;
    for (let d = side + 2; d <= side + 8; d++) {
      const here = at(image, x, y + sign * d);
      darkest = Math.min(darkest, here);
      lightest = Math.max(lightest, here);
    }
    if (lightest - darkest > 60) return true;
  }
  return false;
}

/** Highest normalised autocorrelation at a lag within `PERIODS`. */
function periodicity(profile: Float32Array): number {
  const n = profile.length;
  if (n < PERIODS.least * 6) return 0;
  let mean = 0;
  for (const value of profile) mean += value / n;
  let variance = 0;
  for (const value of profile) variance += (value - mean) ** 2;
  if (variance / n < 25) return 0;
  let best = 0;
  let descending = false;
  let previous = 1;
  for (let lag = PERIODS.least - 2; lag <= Math.min(PERIODS.most, n / LEAST_PERIODS); lag++) {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += (profile[i]! - mean) * (profile[i + lag]! - mean);
    const value = (sum / variance) * (n / (n - lag));
    // Only after the first descent: neighbouring pixels always resemble each other.
    if (value < previous - 0.02) descending = true;
    if (descending && lag >= PERIODS.least) best = Math.max(best, value);
    previous = value;
  }
  return best;
}
