/** Small sums. All answer null where there is nothing to sum. */

export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Four decimals are more than any of these figures deserves. */
export function tidy(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(4));
}

/** Counts by key. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(key: string, amount = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + amount);
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  ratio(part: string, whole: string): number | null {
    return ratio(this.of(part), this.of(whole));
  }
}

/** Levenshtein distance over characters. */
export function editDistance(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  let previous = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const replace = previous[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      current.push(Math.min(replace, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}

/**
 * Expected calibration error (Guo et al., "On Calibration of Modern Neural Networks", 2017) over ten equal bins.
 */
export function calibrationError(claims: readonly { confidence: number; right: boolean }[]): number | null {
  if (claims.length === 0) return null;
  const BINS = 10;
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of claims) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!;
    bin.count++;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / claims.length;
}

/** Probability that a right claim is held with more confidence than a wrong one (Mann–Whitney); ties count half. */
export function areaUnderCurve(claims: readonly { confidence: number; right: boolean }[]): number | null {
  const sorted = [...claims].sort((a, b) => a.confidence - b.confidence);
  const rights = claims.filter((c) => c.right).length;
  const wrongs = claims.length - rights;
  if (rights === 0 || wrongs === 0) return null;
  let ranks = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end]!.confidence === sorted[i]!.confidence) end++;
    const rank = (i + 1 + end) / 2;
    for (let k = i; k < end; k++) if (sorted[k]!.right) ranks += rank;
    i = end;
  }
  return (ranks - (rights * (rights + 1)) / 2) / (rights * wrongs);
}
