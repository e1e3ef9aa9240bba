/** Looks, along every edge of a placed form, for the printed rule itself and says how far off it is. */
import { locate, type Placement } from './placement.ts';
import type { Edge, PreparedForm } from './prepare-form.ts';
import type { WorkImage } from './work-image.ts';

/** Half the stretch averaged at each place, mm: letters blur away, the rule stays. */
const HALF_STRETCH = 1.8;
/** Samples averaged over that stretch. */
const STRETCH_SAMPLES = 7;
/** Distance at which a rule must be paler on both sides, px. */
const SIDES = 3;
/** Profile resolution, px. */
const FINE = 0.5;
/** Least ridge height out of PAPER levels. */
const LEAST_CONTRAST = 8;
/** The same for bright lines and borders between tints. */
const LEAST_TINT = 4;

export interface EdgeSample {
  /** Place on the form, mm. */
  x: number;
  y: number;
  /** Whether the edge runs across (its error is in y) or down (in x). */
  across: boolean;
  /** The printed rule's distance from the edge, mm; null where none was found. */
  error: number | null;
  contrast: number;
}

export interface Search {
  placement: Placement;
  /** How far to look on either side, mm. */
  reach: number;
  /** Distance between places looked at along an edge, mm. */
  spacing: number;
  /** Borders between tints count as rules too. */
  borders: boolean;
}

export function measureEdges(work: WorkImage, form: PreparedForm, search: Search): EdgeSample[] {
  const picture = search.borders ? { ...work, data: work.plain } : work;
  return [
    ...form.across.flatMap((edge) => measureEdge(picture, edge, { ...search, across: true })),
    ...form.down.flatMap((edge) => measureEdge(picture, edge, { ...search, across: false })),
  ];
}

interface Looking extends Search {
  across: boolean;
}

function measureEdge(work: WorkImage, edge: Edge, looking: Looking): EdgeSample[] {
  const length = edge.to - edge.from;
  const count = Math.max(1, Math.floor(length / looking.spacing));
  const samples: EdgeSample[] = [];
  for (let k = 0; k < count; k++) {
    const along = edge.from + ((k + 0.5) * length) / count;
    const [x, y] = looking.across ? [along, edge.at] : [edge.at, along];
    const found = findRule(work, { x, y }, looking);
    samples.push({ x, y, across: looking.across, error: found?.error ?? null, contrast: found?.contrast ?? 0 });
  }
  return samples;
}

const profile = new Float32Array(4096);

function findRule(
  work: WorkImage,
  { x, y }: { x: number; y: number },
  { placement, reach, across, borders }: Looking,
): { error: number; contrast: number } | null {
  const here = locate(placement, x, y);
  const ahead = across ? locate(placement, x + 1, y) : locate(placement, x, y + 1);
  const aside = across ? locate(placement, x, y + 1) : locate(placement, x + 1, y);
  const normal = { x: aside.x - here.x, y: aside.y - here.y };
  const run = { x: ahead.x - here.x, y: ahead.y - here.y };
  const scale = Math.hypot(normal.x, normal.y);
  if (!(scale > 0.3 && scale < 200)) return null;
  const margin = Math.round(SIDES / FINE);
  const half = Math.min(1000, Math.round((reach * scale) / FINE)) + margin;
  const step = { x: (FINE * normal.x) / scale, y: (FINE * normal.y) / scale };
  fillProfile(work, here, { step, run, half });
  let best = -1;
  let bestHeight = 0;
  let bestScore = 0;
  let isBorder = false;
  for (let i = margin; i <= 2 * half - margin; i++) {
    const value = profile[i]!;
    const low = profile[i - margin]!;
    const high = profile[i + margin]!;
    let ridge = (low < high ? low : high) - value;
    if (borders) ridge = Math.max(ridge, brightAt(i, margin, half));
    const step = borders ? borderAt(i, margin) * 0.8 : 0;
    const height = Math.max(ridge, step);
    if (height < (borders ? LEAST_TINT : LEAST_CONTRAST)) continue;
    const off = (i - half) / (half - margin);
    const score = Math.min(height, 60) * (1 - 0.6 * off * off);
    if (score > bestScore) {
      best = i;
      bestHeight = height;
      bestScore = score;
      isBorder = step > ridge;
    }
  }
  if (best < 0) return null;
  const place = isBorder ? best : centre(best, margin);
  return { error: ((place - half) * FINE) / scale, contrast: bestHeight };
}

/** How much brighter a place is than what lies further off on both sides. */
function brightAt(i: number, margin: number, half: number): number {
  const before = profile[Math.max(0, i - 2 * margin)]!;
  const after = profile[Math.min(2 * half, i + 2 * margin)]!;
  return profile[i]! - Math.max(before, after);
}

/** Step between two even tints, as in tracing; 0 where either side is uneven. */
function borderAt(i: number, margin: number): number {
  const near = margin >> 1;
  const step = Math.abs(profile[i + margin]! - profile[i - margin]!);
  const loose =
    Math.abs(profile[i + margin]! - profile[i + near]!) + Math.abs(profile[i - margin]! - profile[i - near]!);
  return loose > 0.7 * step ? 0 : step;
}

/** Centre of mass of the ridge around its strongest sample: steadier than a parabola on a flat-bottomed rule. */
function centre(best: number, margin: number): number {
  const floor = (profile[best - margin]! + profile[best + margin]!) / 2;
  const sign = floor >= profile[best]! ? 1 : -1;
  let sum = 0;
  let weight = 0;
  for (let i = best - margin; i <= best + margin; i++) {
    const w = Math.max(0, sign * (floor - profile[i]!));
    sum += w * i;
    weight += w;
  }
  return weight > 0 ? sum / weight : best;
}

/** Fixed point with 16 bits of fraction: places are stepped, not computed. Work images are under 32,768 px a side. */
const ONE = 65536;

/** `half` samples on either side of `here`, `step` apart, each the mean over the stretch along `run` (work px per mm). */
function fillProfile(
  work: WorkImage,
  here: { x: number; y: number },
  { step, run, half }: { step: { x: number; y: number }; run: { x: number; y: number }; half: number },
): void {
  const count = 2 * half + 1;
  profile.fill(0, 0, count);
  for (let k = 0; k < STRETCH_SAMPLES; k++) {
    const t = (k / (STRETCH_SAMPLES - 1) - 0.5) * 2 * HALF_STRETCH;
    const from = { x: here.x + t * run.x - half * step.x, y: here.y + t * run.y - half * step.y };
    addRun(work, from, { step, count });
  }
}

/** Adds one run of bilinear samples, each a share of the mean. */
function addRun(
  work: WorkImage,
  from: { x: number; y: number },
  { step, count }: { step: { x: number; y: number }; count: number },
): void {
  const { width, height, data } = work;
  let u = Math.round((from.x - 0.5) * ONE);
  let v = Math.round((from.y - 0.5) * ONE);
  const du = Math.round(step.x * ONE);
  const dv = Math.round(step.y * ONE);
  if (!isWithin(u, u + du * (count - 1), width) || !isWithin(v, v + dv * (count - 1), height)) {
    for (let i = 0; i < count; i++)
      profile[i]! += sampleWork(work, from.x + i * step.x, from.y + i * step.y) / STRETCH_SAMPLES;
    return;
  }
  for (let i = 0; i < count; i++) {
    const k = (v >> 16) * width + (u >> 16);
    const a = (u & 65535) >> 8;
    const top = (data[k]! << 8) + a * (data[k + 1]! - data[k]!);
    const low = (data[k + width]! << 8) + a * (data[k + width + 1]! - data[k + width]!);
    profile[i]! += ((top << 8) + ((v & 65535) >> 8) * (low - top)) / (ONE * STRETCH_SAMPLES);
    u += du;
    v += dv;
  }
}

function isWithin(from: number, to: number, size: number): boolean {
  const most = (size - 1) * ONE;
  return from >= 0 && to >= 0 && from < most && to < most;
}

/** Bilinear; outside the picture counts as paper. */
export function sampleWork({ width, height, data }: WorkImage, x: number, y: number): number {
  const u = x - 0.5;
  const v = y - 0.5;
  const i = Math.floor(u);
  const j = Math.floor(v);
  if (i < 0 || j < 0 || i >= width - 1 || j >= height - 1) return 200;
  const a = u - i;
  const b = v - j;
  const k = j * width + i;
  return (
    (1 - b) * ((1 - a) * data[k]! + a * data[k + 1]!) + b * ((1 - a) * data[k + width]! + a * data[k + width + 1]!)
  );
}
