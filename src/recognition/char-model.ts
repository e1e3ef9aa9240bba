/**
 * How probable a folded word is when no list holds it: an interpolated n-gram model over symbols (Witten and Bell, 1991),
 * counted from lists of words. It lets rare and foreign names compete with listed ones by looking like names.
 */
import { encodeFolded, FOLDED_CLASSES } from './fold.ts';
import { NumberTable } from './number-table.ts';

export interface CharModel {
  /** Natural-log probability of `next` (0 = end of word) after a prefix of folded symbols. */
  logp(prefix: readonly number[], next: number): number;
  /** What it was counted to. */
  counts: CharCounts;
}

/** By context (a prefix's last symbols as one number, see `keyOf`). */
export interface CharCounts {
  totals: NumberTable;
  /** How many different symbols follow. */
  distinct: NumberTable;
  /** By context and next symbol. */
  following: NumberTable;
}

const END = 0;
/** Symbols of history; six would need more words than the lists hold. */
const ORDER = 4;

/** Share of letters that follow no rule of the lists: names of other languages. */
const UNSEEN = 0.05;

/** A prefix's last symbols as one number below 2^25: base 64, with a mark in front so that lengths differ. */
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
  const [totals, distinct, following] = [new NumberTable(), new NumberTable(), new NumberTable()];
  for (const { folded, weight } of words) {
    const symbols = [...encodeFolded(folded), END];
    for (let i = 0; i < symbols.length; i++) {
      for (let n = 0; n <= ORDER; n++) {
        const context = keyOf(symbols, i - n, i);
        totals.add(context, weight);
        if (following.add(context * 64 + symbols[i]!, weight)) distinct.add(context, 1);
      }
    }
  }
  return charModelOf({ totals, distinct, following });
}

export function charModelOf(counts: CharCounts): CharModel {
  const { totals, distinct, following } = counts;
  const probability = (prefix: readonly number[], next: number): number => {
    let p = 1 / FOLDED_CLASSES;
    for (let n = 0; n <= ORDER; n++) {
      const context = keyOf(prefix, prefix.length - n, prefix.length);
      const ways = distinct.get(context);
      if (ways === 0) break;
      p = (following.get(context * 64 + next) + ways * p) / (totals.get(context) + ways);
    }
    return p;
  };
  const logp = (prefix: readonly number[], next: number) =>
    Math.log((1 - UNSEEN) * probability(prefix, next) + UNSEEN / FOLDED_CLASSES);
  return { logp, counts };
}

/** Log probability of a whole word, its end included. */
export function wordLogp(model: CharModel, labels: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += model.logp(labels.slice(Math.max(0, i - ORDER), i), labels[i]!);
  return sum + model.logp(labels.slice(-ORDER), END);
}
