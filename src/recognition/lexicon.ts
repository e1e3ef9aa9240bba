/** A list of words with how frequent they are: what `read-word.ts` ranks candidates with. It never decides alone. */
import { readFileSync } from 'node:fs';
import { buildCharModel, type CharModel } from './char-model.ts';
import { fold } from './fold.ts';
import { buildWordTree, indexOfWord, type WordTree } from './word-tree.ts';

export interface Entry {
  folded: string;
  /** Ways the list spells it, most frequent first. */
  spellings: string[];
  /** Natural log of the word's share of the list. */
  logPrior: number;
}

export interface Lexicon {
  size: number;
  /** By its place in the list. */
  entry(index: number): Entry;
  /** Of a folded word; null when the list lacks it. */
  find(folded: string): Entry | null;
  tree: WordTree;
  /** For words that the list lacks. */
  model: CharModel;
}

/** What a lexicon is made of: a place in each column is an entry. */
export interface LexiconColumns {
  folded: readonly string[];
  /** Tabs between the spellings of an entry. */
  spellings: readonly string[];
  logPriors: Float64Array;
  tree: WordTree;
  model: CharModel;
}

export function lexiconOf({ folded, spellings, logPriors, tree, model }: LexiconColumns): Lexicon {
  const entry = (i: number): Entry => ({
    folded: folded[i]!,
    spellings: spellings[i]!.split('\t'),
    logPrior: logPriors[i]!,
  });
  const find = (wanted: string) => {
    const index = indexOfWord(tree, wanted);
    return index < 0 ? null : entry(index);
  };
  return { size: folded.length, entry, find, tree, model };
}

export interface ListedWord {
  text: string;
  weight: number;
}

/** Words of one file: several a line, underscores for spaces, lines that begin with # are remarks. */
export function readWordFile(name: string): string[] {
  const text = readFileSync(new URL(`./lexicons/${name}`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .flatMap((line) => line.split(/\s+/).filter((word) => word !== ''))
    .map((word) => word.replaceAll('_', ' '));
}

/** Weights of a list in order of frequency (Zipf, flattened at the top: the order is rough), summing to `total`. */
export function rankedWeights(words: readonly string[], total: number): ListedWord[] {
  const FLAT = 60;
  const raw = words.map((_, rank) => 1 / (rank + FLAT));
  const sum = raw.reduce((a, b) => a + b, 0);
  return words.map((text, i) => ({ text, weight: (raw[i]! / sum) * total }));
}

export function evenWeights(words: readonly string[], total: number): ListedWord[] {
  return words.map((text) => ({ text, weight: total / words.length }));
}

export function buildLexicon(words: readonly ListedWord[]): Lexicon {
  const weights = new Map<string, { spellings: Map<string, number>; weight: number }>();
  let sum = 0;
  for (const { text, weight } of words) {
    const folded = fold(text);
    if (folded === '') continue;
    let found = weights.get(folded);
    if (found === undefined) {
      found = { spellings: new Map(), weight: 0 };
      weights.set(folded, found);
    }
    found.weight += weight;
    found.spellings.set(text, (found.spellings.get(text) ?? 0) + weight);
    sum += weight;
  }
  const folded = [...weights.keys()];
  const logPriors = Float64Array.from(weights.values(), ({ weight }) => Math.log(weight / sum));
  const spellings = [...weights.values()].map((found) =>
    [...found.spellings]
      .sort((a, b) => b[1] - a[1])
      .map(([text]) => text)
      .join('\t'),
  );
  // Each list entry counts at least once, so that the model learns rare names' letters too.
  const counted = folded.map((text, i) => ({ folded: text, weight: 1 + Math.exp(logPriors[i]!) * 500 }));
  return lexiconOf({ folded, spellings, logPriors, tree: buildWordTree(folded), model: buildCharModel(counted) });
}
