/**
 * Connectionist temporal classification (Graves et al., 2006): from the recogniser's frames to texts and back.
 * A text's probability is the sum over every way of spreading it over the frames.
 */
import { BLANK, characterOf } from './alphabet.ts';
import { type Frames, IMPOSSIBLE, probabilitiesOf } from './frames.ts';

/** The most probable path, repeated classes and blanks removed. `logp` is that path's log probability. */
export function greedyText({ length, classes, data }: Frames): { text: string; logp: number } {
  let text = '';
  let logp = 0;
  let previous = BLANK;
  for (let t = 0; t < length; t++) {
    let best = 0;
    const row = t * classes;
    for (let c = 1; c < classes; c++) if (data[row + c]! > data[row + best]!) best = c;
    logp += data[row + best]!;
    if (best !== BLANK && best !== previous) text += characterOf(best);
    previous = best;
  }
  return { text: text.trim(), logp };
}

/** Frames between two scalings: at one e^-20 each, a probability that began at 1 stays within a double. */
const SCALED_EVERY = 16;

/**
 * The forward algorithm, in scaled probabilities: logarithms are dear. The states are the blank before, each class and the
 * blank after it; from frame `from` on their probabilities, times e^`scale`, are given to `each` after every frame.
 */
function forward(
  { frames, labels, from }: { frames: Frames; labels: readonly number[]; from: number },
  each: (alpha: Float64Array, scale: number, t: number) => void,
): void {
  const { length, classes } = frames;
  const p = probabilitiesOf(frames);
  const states = 2 * labels.length + 1;
  const alpha = new Float64Array(states);
  alpha[0] = p[BLANK]!;
  if (states > 1) alpha[1] = p[labels[0]!]!;
  let scale = 0;
  if (from <= 0) each(alpha, scale, 0);
  for (let t = 1; t < length; t++) {
    const row = t * classes;
    // From the end, so that each state still finds its neighbours as they were.
    for (let s = Math.min(states - 1, 2 * t + 1); s > 0; s--) {
      const sum = alpha[s]! + alpha[s - 1]!;
      if (s % 2 === 0) {
        alpha[s] = sum * p[row]!;
        continue;
      }
      const label = labels[(s - 1) / 2]!;
      const maySkip = s > 2 && label !== labels[(s - 3) / 2];
      alpha[s] = (maySkip ? sum + alpha[s - 2]! : sum) * p[row + label]!;
    }
    alpha[0]! *= p[row]!;
    if (t % SCALED_EVERY === 0) scale += rescale(alpha);
    if (t >= from) each(alpha, scale, t);
  }
}

/** Exact log probability of a sequence of classes. */
export function sequenceLogp(frames: Frames, labels: readonly number[]): number {
  const { length } = frames;
  if (labels.length > length) return IMPOSSIBLE;
  if (length === 0) return 0;
  let logp = IMPOSSIBLE;
  forward({ frames, labels, from: length - 1 }, (alpha, scale) => {
    const sum = alpha[alpha.length - 1]! + (alpha.length > 1 ? alpha[alpha.length - 2]! : 0);
    if (sum > 0) logp = Math.log(sum) + scale;
  });
  return logp;
}

/** Frames of a letter of which a part ran out of the cell, at most. */
const PART_OF_LETTER = 8;
/** Natural log: how seldom the last letter is cut through. */
const CUT_THROUGH = -1.5;

/**
 * Log probability that the frames show the beginning of a text, at least `least` characters of it; what follows may be
 * a piece of the next letter, whatever it looks like.
 */
export function beginningLogp(frames: Frames, labels: readonly number[], least: number): number {
  const { length, classes } = frames;
  if (least > length || least > labels.length) return IMPOSSIBLE;
  const p = probabilitiesOf(frames);
  const from = Math.max(0, length - 1 - PART_OF_LETTER);
  const rest = new Float64Array(length + 1);
  for (let t = length - 1; t > from; t--) {
    let most = 0;
    for (let c = 0; c < classes; c++) most = Math.max(most, p[t * classes + c]!);
    rest[t] = rest[t + 1]! + Math.log(most);
  }
  let best = IMPOSSIBLE;
  forward({ frames, labels, from }, (alpha, scale, t) => {
    let sum = 0;
    for (let s = 2 * least - 1; s < alpha.length; s++) sum += alpha[s]!;
    if (sum === 0) return;
    best = Math.max(best, Math.log(sum) + scale + (t < length - 1 ? CUT_THROUGH + rest[t + 1]! : 0));
  });
  return best;
}

/** Divides by the greatest; gives its logarithm. */
function rescale(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  if (most === 0) return 0;
  for (let i = 0; i < values.length; i++) values[i]! /= most;
  return Math.log(most);
}

export function textOf(labels: readonly number[]): string {
  return labels.map(characterOf).join('');
}
