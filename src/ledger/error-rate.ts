/** How wrong what is stored may be: an error rate with its exact interval, from a random sample keyed again blind. */

export interface Rate {
  errors: number;
  trials: number;
  /** Null without trials. */
  rate: number | null;
  /** Of the two-sided 95 % interval. */
  low: number;
  high: number;
}

/** Half of what a two-sided 95 % interval leaves out on each side. */
const TAIL = 0.025;
/** Halvings: beyond what a double can tell apart. */
const STEPS = 60;

const logFactorials: number[] = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

/** P(X ≤ k) of the binomial distribution, summed on its shorter side. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  if (k > n / 2) return 1 - binomialCdf(n - k - 1, n, 1 - p);
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    const choose = logFactorial(n) - logFactorial(i) - logFactorial(n - i);
    sum += Math.exp(choose + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return Math.min(1, sum);
}

/** The p at which a falling function of p comes down to `level`. */
function solve(fallsTo: (p: number) => number, level: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (fallsTo(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Clopper & Pearson's exact interval (Biometrika 1934): never too narrow, also with no error at all. Drawing without
 * putting back makes it wider than it need be, on the safe side.
 */
export function rateOf(errors: number, trials: number): Rate {
  if (trials === 0) return { errors, trials, rate: null, low: 0, high: 1 };
  return {
    errors,
    trials,
    rate: errors / trials,
    low: errors === 0 ? 0 : solve((p) => binomialCdf(errors - 1, trials, p), 1 - TAIL),
    high: errors === trials ? 1 : solve((p) => binomialCdf(errors, trials, p), TAIL),
  };
}

/** A drawn line whose truth is known. */
export interface SettledLine {
  /** Fields in which what was stored is not what stands on the paper; null: the line should not count at all. */
  wrong: readonly string[] | null;
}

export interface ErrorRates {
  /** Of single values, field by field. */
  fields: (Rate & { field: string })[];
  /** Of all values together, as if they erred independently of each other. */
  values: Rate;
  /** Of lines with at least one wrong value, or that should not count. */
  lines: Rate;
  wronglyCounted: number;
}

type Values = Record<string, string>;

/** Fields in which the two differ, to the letter; one that only one of them has holds nothing in the other. */
export function differingFields(a: Values, b: Values): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => (a[name] ?? '') !== (b[name] ?? ''));
}

/** `fields` in the order in which they are published. Values of lines that should not count are nobody's to judge. */
export function measureErrors(settled: readonly SettledLine[], fields: readonly string[]): ErrorRates {
  const judged = settled.flatMap(({ wrong }) => (wrong === null ? [] : [wrong]));
  const wronglyCounted = settled.length - judged.length;
  const errorsIn = (field: string) => judged.filter((wrong) => wrong.includes(field)).length;
  const rates = fields.map((field) => ({ field, ...rateOf(errorsIn(field), judged.length) }));
  const all = rates.reduce((sum, { errors }) => sum + errors, 0);
  const faulty = judged.filter((wrong) => wrong.some((field) => fields.includes(field))).length;
  return {
    fields: rates,
    values: rateOf(all, judged.length * fields.length),
    lines: rateOf(faulty + wronglyCounted, settled.length),
    wronglyCounted,
  };
}
