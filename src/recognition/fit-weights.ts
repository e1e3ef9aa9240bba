/** Fits the weights that calibration uses: logistic regression on readings whose truth is known. */
import { type Evidence, featuresOf, type Weights } from './calibration.ts';

/** The posterior is right as it is. */
const AS_IT_IS: Weights = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0];

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
