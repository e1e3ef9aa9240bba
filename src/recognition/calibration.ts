/**
 * From what the decoder believes to the probability of being exactly right, and the figures that say how good that is.
 * Fitted per field type by logistic regression on development writers and fonts only (training/README.md, step 7).
 */
import { readFileSync } from 'node:fs';
import type { PrefillPolicy } from '../domain/candidate.ts';
import type { FieldType } from '../domain/form.ts';

/** What is known about a reading before calibration. */
export interface Evidence {
  /** The decoder's share for the value among its candidates, 0..1. */
  posterior: number;
  isListed: boolean;
  /** Mean natural-log probability per frame of the recogniser's own best path: how clear the writing is (≤ 0). */
  clarity: number;
  /** Natural log per character: how much less probable the value is than the best path (≤ 0, about). */
  strain: number;
  /** The recogniser's own reading is the value, case and accents aside. */
  agrees: boolean;
  /** Other cells of the line say the same: the code goes with the town, the address with the names. */
  isSupported: boolean;
  /** The local part of an e-mail address is parted by a full stop or hyphen: that a faint stop was missed is less likely. */
  isParted: boolean;
  /** Characters. */
  length: number;
}

/** Weights of the features, in their order; a type fitted before a feature was known has none for it. */
export type Weights = number[];

const fitted: Record<string, Weights> = JSON.parse(
  readFileSync(new URL('./models/calibration.json', import.meta.url), 'utf8'),
);

/** Posteriors nearer to 0 or 1 than this are cut: the decoder is never that sure. */
const EDGE = 1e-4;

/** Bias, logit of the posterior, isListed, clarity, strain, agrees, isSupported, isParted, length. */
export function featuresOf(evidence: Evidence): Weights {
  const p = Math.min(1 - EDGE, Math.max(EDGE, evidence.posterior));
  return [
    1,
    Math.log(p / (1 - p)),
    evidence.isListed ? 1 : 0,
    Math.max(-1, evidence.clarity) * 10,
    Math.max(-4, evidence.strain),
    evidence.agrees ? 1 : 0,
    evidence.isSupported ? 1 : 0,
    evidence.isParted ? 1 : 0,
    Math.log(Math.max(1, evidence.length) / USUAL_LENGTH),
  ];
}

/** Characters of a middling name; lengths are told apart by their ratio to it. */
const USUAL_LENGTH = 8;

/** Calibrated probability that the value is exactly right. */
export function calibrate(type: FieldType, evidence: Evidence): number {
  const weights = fitted[type] ?? fitted.default!;
  const z = featuresOf(evidence).reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-z));
}

/** Would the reviewer's field be prefilled. */
export function isPrefilled(type: FieldType, confidence: number, policy: PrefillPolicy): boolean {
  return confidence >= (policy[type] ?? policy.default);
}

/** One reading whose truth is known. */
export interface Judged {
  confidence: number;
  isRight: boolean;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  meanConfidence: number;
  shareRight: number;
}

/** Readings by confidence in equal steps; empty steps left out. */
export function reliabilityTable(readings: readonly Judged[], steps = 10): ReliabilityBin[] {
  const bins: ReliabilityBin[] = [];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [i / steps, (i + 1) / steps];
    const inside = readings.filter(({ confidence: c }) => c >= from && (c < to || (i === steps - 1 && c <= 1)));
    if (inside.length === 0) continue;
    bins.push({
      from,
      to,
      count: inside.length,
      meanConfidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length,
      shareRight: inside.filter(({ isRight }) => isRight).length / inside.length,
    });
  }
  return bins;
}

/** Expected calibration error (Naeini et al., 2015): mean distance of confidence and share right, weighted by count. */
export function expectedCalibrationError(readings: readonly Judged[], steps = 10): number {
  if (readings.length === 0) return 0;
  const bins = reliabilityTable(readings, steps);
  return (
    bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.meanConfidence - bin.shareRight), 0) / readings.length
  );
}

/** Area under the ROC curve: the chance that a right reading is more confident than a wrong one; null without both. */
export function rankingAuc(readings: readonly Judged[]): number | null {
  const sorted = [...readings].sort((a, b) => a.confidence - b.confidence);
  let [rankSum, right] = [0, 0];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j < sorted.length && sorted[j]!.confidence === sorted[i]!.confidence) j++;
    const rank = (i + 1 + j) / 2;
    for (let k = i; k < j; k++) {
      if (sorted[k]!.isRight) {
        rankSum += rank;
        right++;
      }
    }
    i = j;
  }
  const wrong = sorted.length - right;
  return right === 0 || wrong === 0 ? null : (rankSum - (right * (right + 1)) / 2) / (right * wrong);
}

/** Share of readings that a threshold lets through, and how many of those are right (null when none). */
export function coverageAt(
  readings: readonly Judged[],
  threshold: number,
): { coverage: number; precision: number | null } {
  const through = readings.filter(({ confidence }) => confidence >= threshold);
  return {
    coverage: readings.length === 0 ? 0 : through.length / readings.length,
    precision: through.length === 0 ? null : through.filter(({ isRight }) => isRight).length / through.length,
  };
}

/** The posterior is right as it is. */
const AS_IT_IS: Weights = [0, 1, 0, 0, 0, 0, 0, 0, 0];

/**
 * Logistic regression with a ridge towards `prior`, by Newton's method: weights that `calibrate` uses.
 * @param samples evidence with its outcome, of one field type
 */
export function fitWeights(
  samples: readonly { evidence: Evidence; isRight: boolean }[],
  ridge = 1,
  prior: Weights = AS_IT_IS,
): Weights {
  const w: Weights = AS_IT_IS.map((_, i) => prior[i] ?? 0);
  for (let round = 0; round < 30; round++) {
    const gradient = w.map((value, i) => -ridge * (value - (prior[i] ?? 0)));
    const hessian = w.map((_, i) => w.map((__, j) => (i === j ? ridge : 0)));
    for (const { evidence, isRight } of samples) {
      const x = featuresOf(evidence);
      const p = 1 / (1 + Math.exp(-x.reduce((sum, v, i) => sum + v * w[i]!, 0)));
      for (let i = 0; i < x.length; i++) {
        gradient[i]! += ((isRight ? 1 : 0) - p) * x[i]!;
        for (let j = 0; j < x.length; j++) hessian[i]![j]! += p * (1 - p) * x[i]! * x[j]!;
      }
    }
    const step = solve(hessian, gradient);
    // Far from the optimum a full step may overshoot for ever: halve it until the fit improves.
    let size = 1;
    const before = loss(samples, w, { ridge, prior });
    const moved = () => w.map((value, i) => value + size * step[i]!);
    while (size > 1e-6 && loss(samples, moved(), { ridge, prior }) > before) size /= 2;
    const next = moved();
    w.splice(0, w.length, ...next);
    if (Math.max(...step.map(Math.abs)) * size < 1e-8) break;
  }
  return w;
}

/** Negative log likelihood with the ridge's share. */
function loss(
  samples: readonly { evidence: Evidence; isRight: boolean }[],
  w: Weights,
  { ridge, prior }: { ridge: number; prior: Weights },
): number {
  let sum = w.reduce((total, value, i) => total + (ridge / 2) * (value - (prior[i] ?? 0)) ** 2, 0);
  for (const { evidence, isRight } of samples) {
    const z = featuresOf(evidence).reduce((total, x, i) => total + x * w[i]!, 0);
    // log(1 + exp(-z)) for a right reading, log(1 + exp(z)) for a wrong one, without overflow.
    const margin = isRight ? z : -z;
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
  }
  return sum;
}

/** Gaussian elimination with pivoting; the ridge keeps the matrix regular. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]!]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = a[r]![c]! / a[c]![c]!;
      for (let k = c; k <= n; k++) a[r]![k]! -= factor * a[c]![k]!;
    }
  }
  return a.map((row, i) => row[n]! / row[i]!);
}
