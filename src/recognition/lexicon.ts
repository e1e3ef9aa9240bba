/** A list of words with how frequent they are: what `read-word.ts` ranks candidates with. It never decides alone. */
import { readFile } from 'node:fs/promises';
import { buildCharModel, type CharModel } from './char-model.ts';
import { fold } from './fold.ts';
import { buildWordTree, type WordTree } from './word-tree.ts';

export interface Entry {
  folded: string;
  /** Ways the list spells it, most frequent first. */
  spellings: string[];
  /** Natural log of the word's share of the list. */
  logPrior: number;
}

export interface Lexicon {
  entries: Entry[];
  tree: WordTree;
  byFolded: Map<string, Entry>;
  /** For words that the list lacks. */
  model: CharModel;
}

export interface ListedWord {
  text: string;
  weight: number;
}

/** Words of one file: several a line, underscores for spaces, lines that begin with # are remarks. */
export async function readWordFile(name: string): Promise<string[]> {
  const text = await readFile(new URL(`./lexicons/${name}`, import.meta.url), 'utf8');
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
  const entries = [...weights].map(([folded, { spellings, weight }]) => ({
    folded,
    spellings: [...spellings].sort((a, b) => b[1] - a[1]).map(([text]) => text),
    logPrior: Math.log(weight / sum),
  }));
  return {
    entries,
    tree: buildWordTree(entries.map((entry) => entry.folded)),
    byFolded: new Map(entries.map((entry) => [entry.folded, entry])),
    // Each list entry counts at least once, so that the model learns rare names' letters too.
    model: buildCharModel(entries.map(({ folded, logPrior }) => ({ folded, weight: 1 + Math.exp(logPrior) * 500 }))),
  };
}
