/**
 * Finds printed rules by following them: along every fourth column the thin dark (or, on a tint, bright) ridges are
 * noted, and ridges of neighbouring columns are linked into tracks. Needs no skew beforehand and follows curled paper.
 */
import type { Point } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import type { WorkImage } from './work-image.ts';

/** Distance between the columns looked at, px. */
const STEP = 4;
/** Half the width averaged along the rule, px: dots of a dotted rule merge, letters do not. */
const HALF_WINDOW = 3;
const SPAN = 2 * HALF_WINDOW + 1;
/** Distances at which a ridge must be paler on both sides, px: up to 0.8 mm thick at 150 dpi. */
const SIDES = [3, 5] as const;
/** Least ridge height out of PAPER levels. */
const LEAST_CONTRAST = 9;
/** The same for bright lines and borders between tints, which are pale. */
const LEAST_TINT = 4;
/** Steepest rule followed: 14 degrees, skew of 10 plus perspective. */
const STEEPEST = 0.25;
/** Columns a rule may be hidden (a gap between dots, a crossing word): 5 mm at 150 dpi. */
const LONGEST_GAP = 8;
/** Shortest track kept, in columns: 10 mm at 150 dpi. */
const SHORTEST = 15;
/** Share of columns in which a track must have been seen. */
const LEAST_FILL = 0.7;
/** Mean bend over six columns, px; printed rules measure below 0.2, rows of letters above 0.5. */
const MOST_ROUGH = 0.42;
/** Mean departure from the median ridge height, as a share of it: a printed rule is even, a row of letters is not. */
const MOST_UNEVEN = 0.4;

/** A rule as followed, in work px; points run left to right (or top to bottom). */
export interface Track {
  direction: 'across' | 'down';
  points: Point[];
  /** Mean ridge height, 0..255 with PAPER = 200; negative where a border gets darker along the profile. */
  contrast: number;
  length: number;
}

/** What a rule looks like: a dark line; or a bright line on a tint and the border between two tints. */
export type RuleLook = 'lines' | 'borders';

/** Writes, for every place of a profile but the outermost EDGE, the signed height of what looks like a rule; 0 for nothing. */
type Response = (profile: Uint8Array, out: Float32Array) => void;

/** Samples at a profile's ends where no rule is looked for. */
const EDGE = 7;

interface Kind {
  response: Response;
  least: number;
}

const RESPONSES: Record<RuleLook, Kind[]> = {
  lines: [{ response: darkLines, least: LEAST_CONTRAST }],
  borders: [
    { response: brightLines, least: LEAST_TINT },
    { response: steps, least: LEAST_TINT },
  ],
};

export function traceRules(work: WorkImage, look: RuleLook = 'lines'): Track[] {
  const picture = look === 'lines' ? work : { ...work, data: work.plain };
  const columns = columnProfiles(picture);
  const rows = rowProfiles(picture);
  return RESPONSES[look].flatMap((kind) => [
    ...traceProfiles(columns, kind).map((raw) => toTrack(raw, 'across')),
    ...traceProfiles(rows, kind).map((raw) => toTrack(raw, 'down')),
  ]);
}

interface Profiles {
  data: Uint8Array;
  /** Number of profiles and samples in each. */
  count: number;
  length: number;
}

/** One vertical profile every STEP columns, each the mean over the window. */
function columnProfiles({ width, height, data }: GreyImage): Profiles {
  const count = Math.max(0, Math.floor((width - 2 * HALF_WINDOW - 1) / STEP));
  const out = new Uint8Array(count * height);
  // Band by band, so that what is written stays near while the next rows of the same profiles come.
  for (let top = 0; top < height; top += 64) {
    const bottom = Math.min(height, top + 64);
    for (let y = top; y < bottom; y++) {
      for (let k = 0, i = y * width, o = y; k < count; k++, i += STEP, o += height) {
        const before = data[i]! + data[i + 1]! + data[i + 2]!;
        out[o] = (before + data[i + 3]! + data[i + 4]! + data[i + 5]! + data[i + 6]!) / SPAN;
      }
    }
  }
  return { data: out, count, length: height };
}

function rowProfiles({ width, height, data }: GreyImage): Profiles {
  const count = Math.max(0, Math.floor((height - 2 * HALF_WINDOW - 1) / STEP));
  const out = new Uint8Array(count * width);
  for (let k = 0; k < count; k++) {
    const base = k * STEP * width;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = base + x; i < base + SPAN * width; i += width) sum += data[i]!;
      out[k * width + x] = sum / SPAN;
    }
  }
  return { data: out, count, length: width };
}

interface RawTrack {
  at: number[];
  position: number[];
  height: number[];
  contrast: number;
  slope: number;
}

function traceProfiles({ data, count, length }: Profiles, kind: Kind): RawTrack[] {
  let active: RawTrack[] = [];
  const kept: RawTrack[] = [];
  const positions = new Float32Array(length);
  const contrasts = new Float32Array(length);
  /** Ridge number by sample, plus one; zero where there is none. */
  const where = new Int32Array(length);
  const heights = new Float32Array(length);
  for (let k = 0; k < count; k++) {
    kind.response(data.subarray(k * length, (k + 1) * length), heights);
    const found = findRidges(heights, kind.least, { positions, contrasts, where });
    const survivors: RawTrack[] = [];
    for (const track of active) {
      extend(track, k, { positions, contrasts, where });
      if (k - track.at[track.at.length - 1]! <= LONGEST_GAP) survivors.push(track);
      else if (isRule(track)) kept.push(track);
    }
    for (let ridge = 0; ridge < found; ridge++) {
      if (positions[ridge]! < 0) continue;
      survivors.push({
        at: [k],
        position: [positions[ridge]!],
        height: [contrasts[ridge]!],
        contrast: contrasts[ridge]!,
        slope: 0,
      });
    }
    active = survivors.sort((a, b) => b.at.length - a.at.length);
  }
  kept.push(...active.filter(isRule));
  return kept;
}

interface Ridges {
  positions: Float32Array;
  contrasts: Float32Array;
  where: Int32Array;
}

/** Writes the ridges among the heights of one profile, sub-sample positions by centres of mass; returns their number. */
function findRidges(heights: Float32Array, least: number, { positions, contrasts, where }: Ridges): number {
  const last = heights.length - 11;
  let found = 0;
  where.fill(0);
  for (let i = 10; i < last; i++) {
    const here = heights[i]!;
    const height = here < 0 ? -here : here;
    if (height < least) continue;
    const before = heights[i - 1]!;
    if (here * before < 0 || Math.abs(before) >= height || Math.abs(heights[i + 1]!) > height) continue;
    positions[found] = i + 0.5 + centreOfRidge(heights, i, height);
    contrasts[found] = here;
    where[i] = ++found;
  }
  return found;
}

/** Offset of the centre of what rises over half of the ridge's height: tops are often flat. */
function centreOfRidge(heights: Float32Array, i: number, height: number): number {
  const sign = heights[i]! > 0 ? 1 : -1;
  let weight = 0;
  let sum = 0;
  for (let k = -3; k <= 3; k++) {
    const over = sign * heights[i + k]! - height / 2;
    if (over <= 0) continue;
    weight += over;
    sum += over * k;
  }
  return weight > 0 ? sum / weight : 0;
}

function darkLines(profile: Uint8Array, out: Float32Array): void {
  for (let i = EDGE; i < profile.length - EDGE; i++) {
    const value = profile[i]!;
    const near = Math.min(profile[i - SIDES[0]]!, profile[i + SIDES[0]]!);
    const far = Math.min(profile[i - SIDES[1]]!, profile[i + SIDES[1]]!);
    const paler = near > far ? near : far;
    out[i] = paler > value ? paler - value : 0;
  }
}

function brightLines(profile: Uint8Array, out: Float32Array): void {
  for (let i = EDGE; i < profile.length - EDGE; i++) {
    const value = profile[i]!;
    const near = Math.max(profile[i - 4]!, profile[i + 4]!);
    const far = Math.max(profile[i - 7]!, profile[i + 7]!);
    const darker = near < far ? near : far;
    out[i] = value > darker ? value - darker : 0;
  }
}

/** Signed step between the means of both sides, each of which must be even in itself. */
function steps(profile: Uint8Array, out: Float32Array): void {
  for (let i = EDGE; i < profile.length - EDGE; i++) {
    const before = profile[i - 2]! + profile[i - 3]! + profile[i - 4]! + profile[i - 5]!;
    const after = profile[i + 2]! + profile[i + 3]! + profile[i + 4]! + profile[i + 5]!;
    const step = (after - before) / 4;
    const size = Math.abs(step);
    if (size < LEAST_TINT) {
      out[i] = 0;
      continue;
    }
    const loose = Math.abs(profile[i - 2]! - profile[i - 5]!) + Math.abs(profile[i + 2]! - profile[i + 5]!);
    out[i] = loose > size * 0.7 ? 0 : step;
  }
}

function extend(track: RawTrack, k: number, { positions, contrasts, where }: Ridges): void {
  const last = track.at.length - 1;
  const gap = k - track.at[last]!;
  const known = track.at.length >= 5;
  const expected = track.position[last]! + (known ? track.slope * gap : 0);
  const tolerance = known ? 1.2 + 0.1 * gap : 1 + STEEPEST * STEP * gap;
  let best = -1;
  let bestDistance = tolerance;
  const from = Math.max(0, Math.floor(expected - tolerance - 1));
  const to = Math.min(where.length - 1, Math.ceil(expected + tolerance + 1));
  for (let i = from; i <= to; i++) {
    const ridge = where[i]! - 1;
    if (ridge < 0 || positions[ridge]! < 0 || contrasts[ridge]! * track.contrast < 0) continue;
    const distance = Math.abs(positions[ridge]! - expected);
    if (distance < bestDistance) {
      best = ridge;
      bestDistance = distance;
    }
  }
  if (best < 0) return;
  track.at.push(k);
  track.position.push(positions[best]!);
  track.height.push(contrasts[best]!);
  track.contrast += (contrasts[best]! - track.contrast) / track.at.length;
  positions[best] = -1;
  const back = Math.max(0, track.at.length - 13);
  const run = k - track.at[back]!;
  track.slope = (track.position[track.at.length - 1]! - track.position[back]!) / run;
}

function isRule(track: RawTrack): boolean {
  const n = track.at.length;
  if (n < SHORTEST) return false;
  const span = track.at[n - 1]! - track.at[0]! + 1;
  if (n / span < LEAST_FILL) return false;
  if (Math.abs(track.position[n - 1]! - track.position[0]!) > STEEPEST * STEP * span) return false;
  let rough = 0;
  for (let i = 3; i < n - 3; i++) {
    rough += Math.abs(track.position[i]! - (track.position[i - 3]! + track.position[i + 3]!) / 2);
  }
  return rough / Math.max(1, n - 6) <= MOST_ROUGH && isEven(track.height);
}

function isEven(heights: readonly number[]): boolean {
  const sorted = heights.map(Math.abs).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  let off = 0;
  for (const height of sorted) off += Math.abs(height - median);
  return off / sorted.length <= MOST_UNEVEN * median;
}

function toTrack(raw: RawTrack, direction: Track['direction']): Track {
  const points = raw.at.map((k, i) => {
    const along = k * STEP + HALF_WINDOW + 0.5;
    const position = raw.position[i]!;
    return direction === 'across' ? { x: along, y: position } : { x: position, y: along };
  });
  const first = points[0]!;
  const last = points[points.length - 1]!;
  return { direction, points, contrast: raw.contrast, length: Math.hypot(last.x - first.x, last.y - first.y) };
}
