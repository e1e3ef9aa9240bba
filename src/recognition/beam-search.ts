/**
 * Prefix beam search over the recogniser's frames (Hannun et al., 2014): the most probable texts, a prior on the next
 * character included. Prefixes live in plain columns and probabilities are scaled from frame to frame instead of kept
 * as logarithms: this is where reading a sheet spends most of its time.
 */
import { BLANK } from './alphabet.ts';
import { NONE, Prefixes } from './beam-prefixes.ts';
import { type Frames, IMPOSSIBLE, probabilitiesOf } from './frames.ts';
import { largest } from './largest.ts';

/** Natural-log bonus (≤ 0) of writing `next` after `prefix` (classes); 0 when nothing is known. */
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

/** A prefix this much less probable than the best one is dropped: even with the best of luck it would not come back. */
const MARGIN = 1e-28;
/** Shared by all searches: they run one after the other, and a prior never searches itself. */
const prefixes = new Prefixes();

/** Prefix beam search: the most probable texts, best first. */
export function beamSearch(frames: Frames, { width, floor = Math.log(0.002), prior }: BeamOptions): Hypothesis[] {
  const search: Search = { p: probabilitiesOf(frames), classes: frames.classes, floor: Math.exp(floor), prior };
  prefixes.clear();
  prefixes.blank[0] = 1;
  let living = [0];
  let scale = 0;
  for (let t = 0; t < frames.length; t++) {
    const touched = step(search, t, living);
    living = bestOf(touched, width);
    scale += settle(touched, living);
  }
  const { blank, label, logPrior } = prefixes;
  return living
    .map((at) => {
      const sum = blank[at]! + label[at]!;
      const logp = sum > 0 ? Math.log(sum) + scale : IMPOSSIBLE;
      return { labels: prefixes.labelsOf(at), logp, score: logp + logPrior[at]! };
    })
    .sort((a, b) => b.score - a.score);
}

interface Search {
  p: Float64Array;
  classes: number;
  floor: number;
  prior: PrefixPrior | undefined;
}

/** The prefixes that one frame leads to, their next probabilities filled in. */
function step({ p, classes, floor, prior }: Search, t: number, living: readonly number[]): number[] {
  const row = t * classes;
  const tried: number[] = [];
  for (let c = 1; c < classes; c++) if (p[row + c]! > floor) tried.push(c);
  const least = MARGIN * surest(p, row, living);
  const touched: number[] = [];
  for (const at of living) {
    const { blank, label, last, nextBlank, nextLabel } = prefixes;
    touch(at, t, touched);
    const total = blank[at]! + label[at]!;
    nextBlank[at]! += total * p[row]!;
    const own = last[at]!;
    if (own !== BLANK) nextLabel[at]! += label[at]! * p[row + own]!;
    const needed = least / prefixes.prior[at]!;
    for (const c of tried) {
      const gained = (c === own ? blank[at]! : total) * p[row + c]!;
      if (gained <= needed) continue;
      let longer = prefixes.longerBy(at, c);
      // Priors are asked for once a prefix, not once a frame: some cost more than the search itself.
      if (longer === NONE)
        longer = prefixes.add(at, c, prefixes.logPrior[at]! + (prior?.(prefixes.labelsOf(at), c) ?? 0));
      touch(longer, t, touched);
      // The columns may have grown.
      prefixes.nextLabel[longer]! += gained;
    }
  }
  return touched;
}

function touch(at: number, t: number, touched: number[]): void {
  if (prefixes.frame[at] === t) return;
  prefixes.frame[at] = t;
  prefixes.nextBlank[at] = prefixes.nextLabel[at] = 0;
  touched.push(at);
}

/** What the likeliest prefix has at least after this frame, without growing. */
function surest(p: Float64Array, row: number, living: readonly number[]): number {
  const { blank, label, last, prior } = prefixes;
  let most = 0;
  for (const at of living) {
    const own = last[at]!;
    const stays = (blank[at]! + label[at]!) * p[row]! + (own === BLANK ? 0 : label[at]! * p[row + own]!);
    if (stays * prior[at]! > most) most = stays * prior[at]!;
  }
  return most;
}

function bestOf(touched: readonly number[], width: number): number[] {
  const { nextBlank, nextLabel, prior } = prefixes;
  const ranks = new Float64Array(touched.length);
  let most = 0;
  for (let i = 0; i < ranks.length; i++) {
    const at = touched[i]!;
    ranks[i] = (nextBlank[at]! + nextLabel[at]!) * prior[at]!;
    if (ranks[i]! > most) most = ranks[i]!;
  }
  return largest(ranks, width, MARGIN * most).map((i) => touched[i]!);
}

/** Takes over the next probabilities of the living, scaled so that the greatest is 1; gives its logarithm. */
function settle(touched: readonly number[], living: readonly number[]): number {
  const { blank, label, nextBlank, nextLabel } = prefixes;
  // Who falls out begins anew when it is reached again.
  for (const at of touched) blank[at] = label[at] = 0;
  let most = 0;
  for (const at of living) most = Math.max(most, nextBlank[at]! + nextLabel[at]!);
  if (most === 0) return 0;
  for (const at of living) {
    blank[at] = nextBlank[at]! / most;
    label[at] = nextLabel[at]! / most;
  }
  return Math.log(most);
}
