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

/** A prefix: its probabilities of ending in a blank or in its last class, and the prefixes one class longer. */
interface Prefix {
  parent: Prefix | null;
  last: number;
  /** Made on first use: most prefixes die at once. */
  labels: number[] | null;
  prior: number;
  longer: Map<number, Prefix>;
  blank: number;
  label: number;
  nextBlank: number;
  nextLabel: number;
  /** The last frame that reached it. */
  frame: number;
}

function prefixOf(parent: Prefix | null, last: number, prior: number): Prefix {
  const none = { blank: IMPOSSIBLE, label: IMPOSSIBLE, nextBlank: IMPOSSIBLE, nextLabel: IMPOSSIBLE };
  return { parent, last, labels: null, prior, longer: new Map(), frame: -1, ...none };
}

function labelsOf(prefix: Prefix): number[] {
  prefix.labels ??= prefix.parent === null ? [] : [...labelsOf(prefix.parent), prefix.last];
  return prefix.labels;
}

function candidatesOf({ classes, data }: Frames, row: number, floor: number): number[] {
  const out: number[] = [];
  for (let c = 1; c < classes; c++) if (data[row + c]! > floor) out.push(c);
  return out;
}

/** Prefix beam search: the most probable texts, best first. */
export function beamSearch(frames: Frames, { width, floor = Math.log(0.002), prior }: BeamOptions): Hypothesis[] {
  const root = prefixOf(null, BLANK, 0);
  root.blank = 0;
  let living = [root];
  for (let t = 0; t < frames.length; t++) {
    const touched = step(frames, t, { living, floor, prior });
    for (const prefix of touched) [prefix.blank, prefix.label] = [prefix.nextBlank, prefix.nextLabel];
    const ranked = touched.map((prefix) => ({ prefix, score: rank(prefix) })).sort((a, b) => b.score - a.score);
    // Who falls out begins anew when it is reached again.
    for (const { prefix } of ranked.slice(width)) prefix.blank = prefix.label = IMPOSSIBLE;
    living = ranked.slice(0, width).map(({ prefix }) => prefix);
  }
  return living.map((p) => ({ labels: labelsOf(p), logp: logAdd(p.blank, p.label), score: rank(p) }));
}

interface Step {
  living: readonly Prefix[];
  floor: number;
  prior: PrefixPrior | undefined;
}

/** The prefixes that one frame leads to, their next probabilities filled in. */
function step(frames: Frames, t: number, { living, floor, prior }: Step): Prefix[] {
  const row = t * frames.classes;
  const classes = candidatesOf(frames, row, floor);
  const touched: Prefix[] = [];
  const touch = (prefix: Prefix) => {
    if (prefix.frame === t) return;
    prefix.frame = t;
    prefix.nextBlank = prefix.nextLabel = IMPOSSIBLE;
    touched.push(prefix);
  };
  for (const prefix of living) {
    touch(prefix);
    const total = logAdd(prefix.blank, prefix.label);
    prefix.nextBlank = logAdd(prefix.nextBlank, total + frames.data[row + BLANK]!);
    const { last } = prefix;
    if (prefix.parent !== null) prefix.nextLabel = logAdd(prefix.nextLabel, prefix.label + frames.data[row + last]!);
    for (const c of classes) {
      const from = c === last ? prefix.blank : total;
      if (from <= IMPOSSIBLE) continue;
      const longer = longerBy(prefix, c, prior);
      touch(longer);
      longer.nextLabel = logAdd(longer.nextLabel, from + frames.data[row + c]!);
    }
  }
  return touched;
}

/** Priors are asked for once a prefix, not once a frame: some cost more than the search itself. */
function longerBy(prefix: Prefix, add: number, prior: PrefixPrior | undefined): Prefix {
  let found = prefix.longer.get(add);
  if (found === undefined) {
    found = prefixOf(prefix, add, prefix.prior + (prior?.(labelsOf(prefix), add) ?? 0));
    prefix.longer.set(add, found);
  }
  return found;
}

function rank(prefix: Prefix): number {
  return logAdd(prefix.blank, prefix.label) + prefix.prior;
}

export function textOf(labels: readonly number[]): string {
  return labels.map(characterOf).join('');
}
