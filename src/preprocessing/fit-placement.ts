/** Turns a rough match into an exact placement: matrix first, with shrinking reach, then the bend. */
import type { Point } from '../domain/geometry.ts';
import { fitBend } from './fit-bend.ts';
import { type EdgeSample, measureEdges } from './measure-edges.ts';
import { type Matrix3, multiply, solve } from './matrix.ts';
import type { Placement } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';
import { measureEnds } from './rule-ends.ts';
import { trustEdges } from './trust-edges.ts';
import type { WorkImage } from './work-image.ts';

/** How far to look for a rule in each round of the matrix fit, mm. */
const REACHES = [2.4, 1.4, 0.8] as const;
/** And in each round of the bend fit: a page still bends up to this far off the flat fit. */
const BEND_REACHES = [1.6, 0.8] as const;
/** Distance between the places looked at, mm: for telling placements apart, and for the exact fit. */
const ROUGH_SPACING = 8;
const FINE_SPACING = 5;
/** A rule found nearer than this at the end speaks for the placement, mm. */
const HIT = 0.35;
/** Pull towards no shear and no perspective, in squared sample weights; forms without rules down need it. */
const PRIOR = { affine: 0.5, perspective: 4 } as const;
/** Below this share of rules found down the page, ends of the rules across have to help. */
const FEW_DOWN = 0.3;

export interface FittedPlacement {
  placement: Placement;
  /** 90th percentile of what is left between edges and rules, mm. */
  residual: number;
  /** Median height of the rules found, PAPER = 200 (grey levels where borders between tints count). */
  contrast: number;
  /** Shares of the places along the edges where the rule was found. */
  hitsAcross: number;
  hitsDown: number;
  /** The same for the worse seen of the outermost edges (first or last line, left or right end), against the average. */
  outermost: number;
  /** Share of the corners of edges across where a rule really begins or ends. */
  ends: number;
}

export interface Fitting {
  /** Form mm to work px, good to about 2 mm. */
  start: Matrix3;
  /** Where rules begin and end, work px. */
  ends: readonly Point[];
  /** Borders between tints count as rules. */
  borders: boolean;
}

/** The flat part alone, from every second place: enough to tell placements apart. */
export function fitFlat(work: WorkImage, form: PreparedForm, { start, ends, borders }: Fitting): FittedPlacement {
  let placement: Placement = { matrix: start, bend: null };
  for (const reach of REACHES) {
    const samples = measureEdges(work, form, { placement, reach, borders, spacing: ROUGH_SPACING });
    placement = { matrix: adjust(placement.matrix, withEnds(samples, { form, placement, ends }), form), bend: null };
  }
  const last = measureEdges(work, form, { placement, reach: REACHES[2], borders, spacing: ROUGH_SPACING });
  return judge(trustEdges(last), placement, endShare(measureEnds(ends, form, placement), form));
}

/** Adds what curl, folds and uneven transport leave over. */
export function fitBent(
  work: WorkImage,
  form: PreparedForm,
  { flat, ends, borders }: { flat: Placement } & Omit<Fitting, 'start'>,
): FittedPlacement {
  let placement = flat;
  for (const reach of BEND_REACHES) {
    const samples = measureEdges(work, form, { placement, reach, borders, spacing: FINE_SPACING });
    const found = withEnds(samples, { form, placement: flat, ends });
    placement = { matrix: placement.matrix, bend: fitBend(found, form, placement.bend) };
  }
  const reach = BEND_REACHES[BEND_REACHES.length - 1]!;
  const last = measureEdges(work, form, { placement, reach, borders, spacing: ROUGH_SPACING });
  return judge(trustEdges(last), placement, endShare(measureEnds(ends, form, placement), form));
}

function median(values: number[]): number {
  return values.length === 0 ? 0 : percentile(values, 0.5);
}

/** Unprinted edges dropped; where few rules down are left, the ends of rules across stand in for them. */
function withEnds(
  samples: readonly EdgeSample[],
  { form, placement, ends }: { form: PreparedForm; placement: Placement; ends: readonly Point[] },
): EdgeSample[] {
  const trusted = trustEdges(samples);
  const down = trusted.filter(({ across }) => !across);
  const found = down.filter(({ error }) => error !== null);
  if (found.length >= FEW_DOWN * down.length) return trusted;
  return [...trusted, ...measureEnds(ends, form, placement)];
}

function judge(last: readonly EdgeSample[], placement: Placement, ends: number): FittedPlacement {
  const errors = last.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
  return {
    placement,
    residual: percentile(errors, 0.9),
    contrast: median(last.flatMap(({ error, contrast }) => (error === null ? [] : [contrast]))),
    hitsAcross: hits(last, true, HIT),
    hitsDown: hits(last, false, HIT),
    outermost: Math.min(outerShare(last, true), outerShare(last, false)),
    ends,
  };
}

function hits(samples: readonly EdgeSample[], across: boolean, within: number): number {
  const all = samples.filter((sample) => sample.across === across);
  const found = all.filter(({ error }) => error !== null && Math.abs(error) <= within);
  return all.length === 0 ? 0 : found.length / all.length;
}

export function percentile(values: number[], share: number): number {
  if (values.length === 0) return Number.POSITIVE_INFINITY;
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

/** One robust least-squares step on the matrix: iteratively re-weighted (Tukey), linearised about the identity. */
export function adjust(
  matrix: Matrix3,
  samples: readonly EdgeSample[],
  form: PreparedForm,
  prior: { affine: number; perspective: number } = PRIOR,
): Matrix3 {
  const found = samples.filter((sample): sample is EdgeSample & { error: number } => sample.error !== null);
  if (found.length < 8) return matrix;
  const { width, height } = form.definition.page;
  const half = Math.max(width, height) / 2;
  const rows = new Float64Array(found.length * 8);
  for (const [k, sample] of found.entries()) rows.set(derivative(sample, { width, height, half }), k * 8);
  let change = new Float64Array(8);
  for (let round = 0; round < 6; round++) {
    const left = found.map((sample, k) => sample.error - predicted(change, rows, k) * half);
    const spread = Math.max(0.08, 1.5 * percentile(left.map(Math.abs), 0.5));
    const normal = new Float64Array(64);
    const right = new Float64Array(8);
    for (const [k, sample] of found.entries()) {
      const u = left[k]! / (round === 0 ? 1e9 : 4 * spread);
      if (Math.abs(u) >= 1) continue;
      const weight = (1 - u * u) ** 2;
      for (let i = 0; i < 8; i++) {
        const pull = weight * rows[k * 8 + i]!;
        if (pull === 0) continue;
        right[i]! += (pull * sample.error) / half;
        for (let j = 0; j < 8; j++) normal[i * 8 + j]! += pull * rows[k * 8 + j]!;
      }
    }
    for (let i = 0; i < 8; i++) normal[i * 9] = normal[i * 9]! + (i >= 6 ? prior.perspective : prior.affine);
    change = (solve(normal, right) as Float64Array<ArrayBuffer> | null) ?? change;
  }
  const [a, b, c, d, e, f, g, h] = change as unknown as number[];
  const into: Matrix3 = [1 / half, 0, -width / (2 * half), 0, 1 / half, -height / (2 * half), 0, 0, 1];
  const out: Matrix3 = [half, 0, width / 2, 0, half, height / 2, 0, 0, 1];
  const step: Matrix3 = [1 + a!, b!, c!, d!, 1 + e!, f!, g!, h!, 1];
  return multiply(matrix, multiply(out, multiply(step, into)));
}

type Frame = { width: number; height: number; half: number };

/** Shift (in half page lengths) of a sample along its error's direction, by each of the eight parameters. */
function derivative(sample: EdgeSample, { width, height, half }: Frame): number[] {
  const x = (sample.x - width / 2) / half;
  const y = (sample.y - height / 2) / half;
  return sample.across ? [0, 0, 0, x, y, 1, -x * y, -y * y] : [x, y, 1, 0, 0, 0, -x * x, -x * y];
}

/** `rows`: the derivatives of every sample. */
function predicted(change: Float64Array, rows: Float64Array, sample: number): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += rows[sample * 8 + i]! * change[i]!;
  return sum;
}

/** Rules seen less often than this are not printed, and their ends say nothing. */
const PRINTED = 0.5;

/** Hits along the first and last edges of a direction, the lesser of both, as a share of all edges' hits; at most 1. */
function outerShare(samples: readonly EdgeSample[], across: boolean): number {
  const all = hits(samples, across, HIT);
  if (all < PRINTED) return 1;
  const of = (sample: EdgeSample) => (across ? sample.y : sample.x);
  const own = samples.filter((sample) => sample.across === across);
  const places = own.map(of);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const at = (place: number) => own.filter((sample) => Math.abs(of(sample) - place) < 0.01);
  return Math.min(1, hits(at(low), across, HIT) / all, hits(at(high), across, HIT) / all);
}

/** An end this near its corner speaks for the placement, mm. */
const END_HIT = 0.8;

function endShare(ends: readonly EdgeSample[], form: PreparedForm): number {
  const near = ends.filter(({ error }) => error !== null && Math.abs(error) <= END_HIT);
  return near.length / (2 * form.across.length);
}
