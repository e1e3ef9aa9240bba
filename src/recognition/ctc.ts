/**
 * Connectionist temporal classification (Graves et al., 2006): from the recogniser's frames to texts and back.
 * A text's probability is the sum over every way of spreading it over the frames.
 */
import { BLANK, characterOf } from './alphabet.ts';
import { type Frames, IMPOSSIBLE, logAdd } from './frames.ts';

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

/** Exact log probability of a sequence of classes (forward algorithm). */
export function sequenceLogp({ length, classes, data }: Frames, labels: readonly number[]): number {
  if (labels.length > length) return IMPOSSIBLE;
  const states = 2 * labels.length + 1;
  let alpha = new Float64Array(states).fill(IMPOSSIBLE);
  let next = new Float64Array(states);
  alpha[0] = data[BLANK]!;
  if (states > 1) alpha[1] = data[labels[0]!]!;
  for (let t = 1; t < length; t++) {
    const row = t * classes;
    for (let s = 0; s < states; s++) {
      const label = s % 2 === 0 ? BLANK : labels[(s - 1) / 2]!;
      let sum = alpha[s]!;
      if (s > 0) sum = logAdd(sum, alpha[s - 1]!);
      if (s > 2 && s % 2 === 1 && label !== labels[(s - 3) / 2]) sum = logAdd(sum, alpha[s - 2]!);
      next[s] = sum <= IMPOSSIBLE ? IMPOSSIBLE : sum + data[row + label]!;
    }
    [alpha, next] = [next, alpha];
  }
  return states === 1 ? alpha[0]! : logAdd(alpha[states - 1]!, alpha[states - 2]!);
}

/** Natural-log bonus of writing `next` after `prefix` (classes); 0 when nothing is known. */
export type PrefixPrior = (prefix: readonly number[], next: number) => number;

export interface Hypothesis {
  labels: number[];
  /** Log probability given the picture, prior not included. */
  logp: number;
  /** With the prior: what the search ranked by. */
  score: number;
}

export interface BeamOptions {
  width: number;
  /** Classes less probable than this in a frame are not tried (natural log). */
  floor?: number;
  prior?: PrefixPrior;
}

interface Beam {
  labels: number[];
  key: string;
  blank: number;
  label: number;
  prior: number;
}

function candidatesOf({ classes, data }: Frames, row: number, floor: number): number[] {
  const out: number[] = [];
  for (let c = 1; c < classes; c++) if (data[row + c]! > floor) out.push(c);
  return out;
}

/** Prefix beam search: the most probable texts, best first. */
export function beamSearch(frames: Frames, { width, floor = Math.log(0.002), prior }: BeamOptions): Hypothesis[] {
  let beams: Beam[] = [{ labels: [], key: '', blank: 0, label: IMPOSSIBLE, prior: 0 }];
  for (let t = 0; t < frames.length; t++) {
    const row = t * frames.classes;
    const next = new Map<string, Beam>();
    const reach = (from: Beam, add: number | null): Beam => {
      const key = add === null ? from.key : from.key + String.fromCharCode(add);
      let found = next.get(key);
      if (found === undefined) {
        found =
          add === null
            ? { labels: from.labels, key, blank: IMPOSSIBLE, label: IMPOSSIBLE, prior: from.prior }
            : {
                labels: [...from.labels, add],
                key,
                blank: IMPOSSIBLE,
                label: IMPOSSIBLE,
                prior: from.prior + (prior?.(from.labels, add) ?? 0),
              };
        next.set(key, found);
      }
      return found;
    };
    const classes = candidatesOf(frames, row, floor);
    for (const beam of beams) {
      const total = logAdd(beam.blank, beam.label);
      const stay = reach(beam, null);
      stay.blank = logAdd(stay.blank, total + frames.data[row + BLANK]!);
      const last = beam.labels.at(-1);
      if (last !== undefined) stay.label = logAdd(stay.label, beam.label + frames.data[row + last]!);
      for (const c of classes) {
        const from = c === last ? beam.blank : total;
        if (from <= IMPOSSIBLE) continue;
        const longer = reach(beam, c);
        longer.label = logAdd(longer.label, from + frames.data[row + c]!);
      }
    }
    beams = [...next.values()].sort((a, b) => rank(b) - rank(a)).slice(0, width);
  }
  return beams.map((b) => ({ labels: b.labels, logp: logAdd(b.blank, b.label), score: rank(b) }));
}

function rank(beam: Beam): number {
  return logAdd(beam.blank, beam.label) + beam.prior;
}

export function textOf(labels: readonly number[]): string {
  return labels.map(characterOf).join('');
}
