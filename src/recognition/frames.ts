import { CLASS_COUNT, classOf } from './alphabet.ts';

/** The recogniser's output for one line of writing: natural-log probabilities, one row of `classes` per frame of 4 px. */
export interface Frames {
  length: number;
  classes: number;
  /** Row by row; `data.length === length * classes`. */
  data: Float32Array;
}

export const IMPOSSIBLE = -1e9;

/** log(exp(a) + exp(b)) without overflow. */
export function logAdd(a: number, b: number): number {
  if (a <= IMPOSSIBLE) return b;
  if (b <= IMPOSSIBLE) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

const known = new WeakMap<Frames, Float64Array>();

/** The frames as probabilities, in the same order; made once for each object, so `data` must not change afterwards. */
export function probabilitiesOf(frames: Frames): Float64Array {
  let found = known.get(frames);
  if (found === undefined) {
    const { data } = frames;
    found = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) found[i] = Math.exp(data[i]!);
    known.set(frames, found);
  }
  return found;
}

/**
 * Leaves only `allowed` classes (blank always stays) and renormalises each frame, so that scores stay probabilities
 * given that the cell holds nothing else.
 */
export function maskFrames({ length, classes, data }: Frames, allowed: ReadonlySet<number>): Frames {
  const out = new Float32Array(data.length).fill(IMPOSSIBLE);
  for (let t = 0; t < length; t++) {
    const row = t * classes;
    let sum = 0;
    for (let c = 0; c < classes; c++) if (c === 0 || allowed.has(c)) sum += Math.exp(data[row + c]!);
    const total = Math.log(Math.max(sum, 1e-30));
    for (let c = 0; c < classes; c++) if (c === 0 || allowed.has(c)) out[row + c] = data[row + c]! - total;
  }
  return { length, classes, data: out };
}

/** Frames `from` (included) to `to` (not), sharing memory. */
export function sliceFrames({ classes, data }: Frames, from: number, to: number): Frames {
  const length = Math.max(0, to - from);
  return { length, classes, data: data.subarray(from * classes, (from + length) * classes) };
}

/** Certainty of the space between two lines of one cell. */
const GAP_LOGP = Math.log(0.98);

/** Frames one after the other, a space between them. */
export function joinFrames(parts: readonly Frames[]): Frames {
  const [first] = parts;
  if (first === undefined || parts.length === 1)
    return first ?? { length: 0, classes: CLASS_COUNT, data: new Float32Array() };
  const { classes } = first;
  const length = parts.reduce((sum, part) => sum + part.length, 0) + parts.length - 1;
  const data = new Float32Array(length * classes).fill(Math.log(0.02 / classes));
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (i > 0) data[at++ * classes + classOf(' ')!] = GAP_LOGP;
    data.set(part.data, at * classes);
    at += part.length;
  }
  return { length, classes, data };
}
