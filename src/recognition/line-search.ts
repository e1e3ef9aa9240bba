/**
 * Prefix beam search over a line's frames under a language model (Hannun et al., 2014): what the picture shows and what
 * French lets follow, weighed against each other.
 */
import { BLANK } from './alphabet.ts';
import { type Frames, IMPOSSIBLE, logAdd } from './frames.ts';
import type { LanguageModel } from './language-model.ts';

export interface LineSearchOptions {
  model: LanguageModel;
  /** Exponent on the model's probability; the frames have 1. */
  share: number;
  /** Natural log added per character, against the model's liking for short texts. */
  perCharacter: number;
  /** Prefixes kept per frame. */
  width: number;
  /** Classes less probable than this in a frame are not tried there (natural log). */
  floor: number;
}

export interface LineHypothesis {
  labels: number[];
  /** Natural log of the text's probability given the frames alone. */
  logp: number;
  /** With the model's share: what the search ranked by. */
  score: number;
}

/** A prefix: its way back, where the model stands after it, and its probabilities of ending in a blank or in its symbol. */
interface Prefix {
  parent: Prefix | null;
  label: number;
  state: number;
  prior: number;
  blank: number;
  symbol: number;
  nextBlank: number;
  nextSymbol: number;
  frame: number;
  longer: Map<number, Prefix>;
}

function prefixOf(parent: Prefix | null, label: number, state: number, prior: number): Prefix {
  const none = { blank: IMPOSSIBLE, symbol: IMPOSSIBLE, nextBlank: IMPOSSIBLE, nextSymbol: IMPOSSIBLE };
  return { parent, label, state, prior, ...none, frame: -1, longer: new Map() };
}

const rank = (p: Prefix) => logAdd(p.blank, p.symbol) + p.prior;

/** Best first. */
export function searchLine(frames: Frames, options: LineSearchOptions): LineHypothesis[] {
  const search = new LineSearch(options);
  for (let t = 0; t < frames.length; t++) {
    search.step(frames.data.subarray(t * frames.classes, (t + 1) * frames.classes), t);
  }
  return search.finish();
}

class LineSearch {
  private readonly options: LineSearchOptions;
  private living: Prefix[];

  constructor(options: LineSearchOptions) {
    this.options = options;
    const root = prefixOf(null, BLANK, options.model.start, 0);
    root.blank = 0;
    this.living = [root];
  }

  step(logp: Float32Array, frame: number): void {
    const { floor, width } = this.options;
    const classes: number[] = [];
    for (let c = 1; c < logp.length; c++) if (logp[c]! > floor) classes.push(c);
    const touched: Prefix[] = [];
    const touch = (prefix: Prefix): Prefix => {
      if (prefix.frame !== frame) {
        prefix.frame = frame;
        prefix.nextBlank = IMPOSSIBLE;
        prefix.nextSymbol = IMPOSSIBLE;
        touched.push(prefix);
      }
      return prefix;
    };
    for (const prefix of this.living) {
      const total = logAdd(prefix.blank, prefix.symbol);
      touch(prefix);
      prefix.nextBlank = logAdd(prefix.nextBlank, total + logp[BLANK]!);
      if (prefix.label !== BLANK) prefix.nextSymbol = logAdd(prefix.nextSymbol, prefix.symbol + logp[prefix.label]!);
      for (const c of classes) {
        const from = c === prefix.label ? prefix.blank : total;
        if (from <= IMPOSSIBLE) continue;
        const longer = touch(this.extend(prefix, c));
        longer.nextSymbol = logAdd(longer.nextSymbol, from + logp[c]!);
      }
    }
    this.settle(touched, width);
  }

  private settle(touched: Prefix[], width: number): void {
    for (const prefix of touched) {
      prefix.blank = prefix.nextBlank;
      prefix.symbol = prefix.nextSymbol;
    }
    const ranked = touched.map((prefix) => ({ prefix, score: rank(prefix) })).sort((a, b) => b.score - a.score);
    for (const { prefix } of ranked.slice(width)) prefix.blank = prefix.symbol = IMPOSSIBLE;
    this.living = ranked.slice(0, width).map(({ prefix }) => prefix);
  }

  private extend(prefix: Prefix, label: number): Prefix {
    let found = prefix.longer.get(label);
    if (found === undefined) {
      const { model, share, perCharacter } = this.options;
      const prior = prefix.prior + share * model.logp(prefix.state, label) + perCharacter;
      found = prefixOf(prefix, label, model.next(prefix.state, label), prior);
      prefix.longer.set(label, found);
    }
    return found;
  }

  finish(): LineHypothesis[] {
    const { model, share } = this.options;
    return this.living
      .map((prefix) => ({
        labels: labelsOf(prefix),
        logp: logAdd(prefix.blank, prefix.symbol),
        score: rank(prefix) + share * model.logp(prefix.state, BLANK),
      }))
      .sort((a, b) => b.score - a.score);
  }
}

function labelsOf(prefix: Prefix): number[] {
  const labels: number[] = [];
  for (let at: Prefix | null = prefix; at?.parent != null; at = at.parent) labels.push(at.label);
  return labels.reverse();
}
