/** Where in a small picture another, smaller one fits best: normalised cross-correlation over every shift. */

/** Correlation from which a piece is the one looked for. */
const LEAST_LIKENESS = 0.45;

interface Shifts {
  /** Side of the template and of the area, px; both are square. */
  size: number;
  around: number;
  /** Shifts tried on either side, px. */
  steps: number;
}

/** px by which the template fits best, to a fraction; null where it fits nowhere or only at the brink. */
export function bestShift(
  template: Float32Array,
  area: Float32Array,
  { size, around, steps }: Shifts,
): { x: number; y: number } | null {
  const span = 2 * steps + 1;
  const likeness = likenesses(template, area, { size, around, steps });
  let best = 0;
  for (let k = 1; k < likeness.length; k++) if (likeness[k]! > likeness[best]!) best = k;
  const [x, y] = [best % span, Math.floor(best / span)];
  if (likeness[best]! < LEAST_LIKENESS || x === 0 || y === 0 || x === span - 1 || y === span - 1) return null;
  const peak = (before: number, after: number) => {
    const bend = before + after - 2 * likeness[best]!;
    return bend >= 0 ? 0 : (before - after) / (2 * bend);
  };
  return {
    x: x - steps + peak(likeness[best - 1]!, likeness[best + 1]!),
    y: y - steps + peak(likeness[best - span]!, likeness[best + span]!),
  };
}

/** Correlation at every shift, row by row. */
function likenesses(template: Float32Array, area: Float32Array, { size, around, steps }: Shifts): Float32Array {
  const span = 2 * steps + 1;
  const out = new Float32Array(span * span);
  const n = size * size;
  const { places, weights, sum, squares } = listInk(template, { size, around });
  const sums = integrate(area, around, false);
  const squareSums = integrate(area, around, true);
  const own = n * squares - sum * sum;
  for (let dy = 0; dy < span; dy++) {
    for (let dx = 0; dx < span; dx++) {
      const corner = dy * around + dx;
      let product = 0;
      for (let k = 0; k < places.length; k++) product += weights[k]! * area[corner + places[k]!]!;
      const total = sumOver(sums, { x: dx, y: dy, size, around });
      const spread = own * (n * sumOver(squareSums, { x: dx, y: dy, size, around }) - total * total);
      out[dy * span + dx] = spread <= 0 ? 0 : (n * product - sum * total) / Math.sqrt(spread);
    }
  }
  return out;
}

/** The template's px that are not bare, by their place in the area: most of print is paper. */
function listInk(
  template: Float32Array,
  { size, around }: Omit<Shifts, 'steps'>,
): { places: Int32Array; weights: Float32Array; sum: number; squares: number } {
  const places = new Int32Array(template.length);
  const weights = new Float32Array(template.length);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < template.length; k++) {
    const value = template[k]!;
    if (value === 0) continue;
    places[count] = Math.floor(k / size) * around + (k % size);
    weights[count++] = value;
    sum += value;
    squares += value * value;
  }
  return { places: places.subarray(0, count), weights: weights.subarray(0, count), sum, squares };
}

/** Sums (of squares) over everything above and to the left: (around + 1) squared numbers. */
function integrate(area: Float32Array, around: number, squared: boolean): Float64Array {
  const out = new Float64Array((around + 1) ** 2);
  for (let y = 0; y < around; y++) {
    let row = 0;
    for (let x = 0; x < around; x++) {
      const value = area[y * around + x]!;
      row += squared ? value * value : value;
      out[(y + 1) * (around + 1) + x + 1] = out[y * (around + 1) + x + 1]! + row;
    }
  }
  return out;
}

function sumOver(
  sums: Float64Array,
  { x, y, size, around }: { x: number; y: number; size: number; around: number },
): number {
  const top = y * (around + 1) + x;
  const low = (y + size) * (around + 1) + x;
  return sums[low + size]! - sums[low]! - sums[top + size]! + sums[top]!;
}
