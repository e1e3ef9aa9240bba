/**
 * How probable a folded word is when no list holds it: an interpolated n-gram model over symbols (Witten and Bell, 1991),
 * counted from lists of words. It lets rare and foreign names compete with listed ones by looking like names.
 */
import { encodeFolded, FOLDED_CLASSES } from './fold.ts';

export interface CharModel {
  /** Natural-log probability of `next` (0 = end of word) after a prefix of folded symbols. */
  logp(prefix: readonly number[], next: number): number;
}

const END = 0;
/** Symbols of history; six would need more words than the lists hold. */
const ORDER = 4;

/** Share of letters that follow no rule of the lists: names of other languages. */
const UNSEEN = 0.05;

interface Context {
  total: number;
  counts: Map<number, number>;
}

/** A prefix's last symbols as one number: base 64, with a mark in front so that lengths differ. */
function keyOf(symbols: readonly number[], from: number, to: number): number {
  let key = 1;
  for (let i = from; i < to; i++) key = key * 64 + (i < 0 ? 63 : symbols[i]!);
  return key;
}

export interface WeightedWord {
  folded: string;
  weight: number;
}

export function buildCharModel(words: Iterable<WeightedWord>): CharModel {
  const contexts = new Map<number, Context>();
  const count = (key: number, symbol: number, weight: number) => {
    let context = contexts.get(key);
    if (context === undefined) {
      context = { total: 0, counts: new Map() };
      contexts.set(key, context);
    }
    context.total += weight;
    context.counts.set(symbol, (context.counts.get(symbol) ?? 0) + weight);
  };
  for (const { folded, weight } of words) {
    const symbols = [...encodeFolded(folded), END];
    for (let i = 0; i < symbols.length; i++) {
      for (let n = 0; n <= ORDER; n++) count(keyOf(symbols, i - n, i), symbols[i]!, weight);
    }
  }
  const probability = (prefix: readonly number[], next: number): number => {
    let p = 1 / FOLDED_CLASSES;
    for (let n = 0; n <= ORDER; n++) {
      const context = contexts.get(keyOf(prefix, prefix.length - n, prefix.length));
      if (context === undefined) break;
      const distinct = context.counts.size;
      p = ((context.counts.get(next) ?? 0) + distinct * p) / (context.total + distinct);
    }
    return p;
  };
  return { logp: (prefix, next) => Math.log((1 - UNSEEN) * probability(prefix, next) + UNSEEN / FOLDED_CLASSES) };
}

/** Log probability of a whole word, its end included. */
export function wordLogp(model: CharModel, labels: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += model.logp(labels.slice(Math.max(0, i - ORDER), i), labels[i]!);
  return sum + model.logp(labels.slice(-ORDER), END);
}
