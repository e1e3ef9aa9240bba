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

/** Exact log probability of a sequence of classes (forward algorithm, in scaled probabilities: logarithms are dear). */
export function sequenceLogp(frames: Frames, labels: readonly number[]): number {
  const { length, classes } = frames;
  if (labels.length > length) return IMPOSSIBLE;
  if (length === 0) return 0;
  const p = probabilitiesOf(frames);
  const states = 2 * labels.length + 1;
  const alpha = new Float64Array(states);
  alpha[0] = p[BLANK]!;
  if (states > 1) alpha[1] = p[labels[0]!]!;
  let scale = 0;
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
  }
  const sum = alpha[states - 1]! + (states > 1 ? alpha[states - 2]! : 0);
  return sum > 0 ? Math.log(sum) + scale : IMPOSSIBLE;
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
