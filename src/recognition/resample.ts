/** Resampling and order statistics with the arithmetic of OpenCV and numpy, which training uses. Pure. */
import type { GreyImage } from '../domain/image.ts';

/** numpy's default (linear) percentile of integer samples. `p` in 0..100. */
export function percentile(samples: Uint8Array | Int16Array, p: number): number {
  const OFFSET = 256;
  const counts = new Uint32Array(3 * OFFSET);
  for (let i = 0; i < samples.length; i++) counts[samples[i]! + OFFSET]!++;
  const position = (p / 100) * (samples.length - 1);
  const low = Math.floor(position);
  const at = (index: number) => {
    let seen = 0;
    for (let v = 0; v < counts.length; v++) {
      seen += counts[v]!;
      if (seen > index) return v - OFFSET;
    }
    return counts.length - 1 - OFFSET;
  };
  const a = at(low);
  const b = at(Math.min(low + 1, samples.length - 1));
  return a + (b - a) * (position - low);
}

/** Half to even, as OpenCV rounds. */
function roundEven(v: number): number {
  const r = Math.round(v);
  return Math.abs(v - Math.trunc(v)) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

interface Tap {
  from: number;
  weights: Float64Array;
}

/** Each target pixel's share of the source pixels it covers (OpenCV INTER_AREA when shrinking). */
function areaTaps(source: number, target: number): Tap[] {
  const scale = source / target;
  return Array.from({ length: target }, (_, i) => {
    const a = i * scale;
    const b = Math.min(source, a + scale);
    const from = Math.min(source - 1, Math.floor(a + 1e-9));
    const to = Math.max(from + 1, Math.min(source, Math.ceil(b - 1e-9)));
    const weights = new Float64Array(to - from);
    for (let s = from; s < to; s++) weights[s - from] = (Math.min(b, s + 1) - Math.max(a, s)) / (b - a);
    return { from, weights };
  });
}

const CUBIC_A = -0.75;

/** OpenCV keeps cubic weights as 11-bit fixed point. */
const CUBIC_ONE = 2048;

/** OpenCV INTER_CUBIC: Keys' kernel with a = -0.75, edge pixels repeated. */
function cubicTaps(source: number, target: number): Tap[] {
  const scale = source / target;
  return Array.from({ length: target }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const base = Math.floor(centre);
    const x = Math.fround(centre - base);
    const w0 = ((CUBIC_A * (x + 1) - 5 * CUBIC_A) * (x + 1) + 8 * CUBIC_A) * (x + 1) - 4 * CUBIC_A;
    const w1 = ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
    const y = 1 - x;
    const w2 = ((CUBIC_A + 2) * y - (CUBIC_A + 3)) * y * y + 1;
    const weights = [w0, w1, w2, 1 - w0 - w1 - w2].map((w) => roundEven(Math.fround(w) * CUBIC_ONE) / CUBIC_ONE);
    return { from: base - 1, weights: Float64Array.from(weights) };
  });
}

interface Taps {
  x: Tap[];
  y: Tap[];
  round: (v: number) => number;
}

function apply({ width, height, data }: GreyImage, { x: xTaps, y: yTaps, round }: Taps): GreyImage {
  const across = new Float64Array(xTaps.length * height);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < xTaps.length; i++) {
      const { from, weights } = xTaps[i]!;
      let sum = 0;
      if (from >= 0 && from + weights.length <= width) {
        for (let k = 0, at = y * width + from; k < weights.length; k++, at++) sum += data[at]! * weights[k]!;
      } else {
        for (let k = 0; k < weights.length; k++) {
          const x = Math.min(width - 1, Math.max(0, from + k));
          sum += data[y * width + x]! * weights[k]!;
        }
      }
      across[y * xTaps.length + i] = sum;
    }
  }
  const out = new Uint8Array(xTaps.length * yTaps.length);
  for (let j = 0; j < yTaps.length; j++) {
    const { from, weights } = yTaps[j]!;
    for (let i = 0; i < xTaps.length; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        const y = Math.min(height - 1, Math.max(0, from + k));
        sum += across[y * xTaps.length + i]! * weights[k]!;
      }
      out[j * xTaps.length + i] = Math.min(255, Math.max(0, round(sum)));
    }
  }
  return { width: xTaps.length, height: yTaps.length, data: out };
}

/** Mean over the covered area; for shrinking. */
export function resizeArea(image: GreyImage, width: number, height: number): GreyImage {
  return apply(image, { x: areaTaps(image.width, width), y: areaTaps(image.height, height), round: roundEven });
}

/** Bicubic; for enlarging. */
export function resizeCubic(image: GreyImage, width: number, height: number): GreyImage {
  return apply(image, { x: cubicTaps(image.width, width), y: cubicTaps(image.height, height), round: Math.round });
}
