/**
 * From what the decoder believes to the probability of being exactly right, and the figures that say how good that is.
 * Fitted per field type by logistic regression on development writers and fonts only (training/README.md, step 7).
 */
import { readFileSync } from 'node:fs';
import type { PrefillPolicy } from '../domain/candidate.ts';
import type { FieldType } from '../domain/form.ts';
import { prefillLimit } from '../domain/policies.ts';

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
  /** The ink runs to the right edge of the picture: some of it may lie beyond. */
  isAtEdge: boolean;
}

/** Weights of the features, in their order; a type fitted before a feature was known has none for it. */
export type Weights = number[];

const fitted: Record<string, Weights> = JSON.parse(
  readFileSync(new URL('./models/calibration.json', import.meta.url), 'utf8'),
);

/** Posteriors nearer to 0 or 1 than this are cut: the decoder is never that sure. */
const EDGE = 1e-4;

/** Bias, logit of the posterior, isListed, clarity, strain, agrees, isSupported, isParted, length, isAtEdge. */
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
    evidence.isAtEdge ? 1 : 0,
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
export const isPrefilled = (type: FieldType, confidence: number, policy: PrefillPolicy): boolean =>
  confidence >= prefillLimit(policy, type);

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
