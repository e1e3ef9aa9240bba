/**
 * A closed list of words as a tree of folded symbols, and the search of a picture's frames for them: prefix beam
 * search in which only prefixes of listed words live. Its scores are the CTC probabilities of whole words.
 */
import { encodeFolded } from './fold.ts';
import { type Frames, IMPOSSIBLE, logAdd } from './frames.ts';

export interface WordTree {
  /** Symbol by which a node is reached from its parent. */
  symbol: Uint8Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** Index of the word that ends here, or -1. */
  word: Int32Array;
  size: number;
}

/** @param words folded, without repetition; a word's index is its place in the list */
export function buildWordTree(words: readonly string[]): WordTree {
  const room = words.reduce((sum, word) => sum + word.length, 1);
  const tree: WordTree = {
    symbol: new Uint8Array(room),
    firstChild: new Int32Array(room).fill(-1),
    nextSibling: new Int32Array(room).fill(-1),
    word: new Int32Array(room).fill(-1),
    size: 1,
  };
  for (const [index, word] of words.entries()) {
    let node = 0;
    for (const symbol of encodeFolded(word)) node = childOf(tree, node, symbol);
    tree.word[node] = index;
  }
  return tree;
}

function childOf(tree: WordTree, node: number, symbol: number): number {
  for (let child = tree.firstChild[node]!; child >= 0; child = tree.nextSibling[child]!) {
    if (tree.symbol[child] === symbol) return child;
  }
  const made = tree.size++;
  tree.symbol[made] = symbol;
  tree.nextSibling[made] = tree.firstChild[node]!;
  tree.firstChild[node] = made;
  return made;
}

/** Place of a folded word in the list; -1 when it is not there. */
export function indexOfWord(tree: WordTree, folded: string): number {
  let node = 0;
  for (const symbol of encodeFolded(folded)) {
    node = tree.firstChild[node]!;
    while (node >= 0 && tree.symbol[node] !== symbol) node = tree.nextSibling[node]!;
    if (node < 0) return -1;
  }
  return tree.word[node]!;
}

export interface FoundWord {
  word: number;
  logp: number;
}

export interface TreeSearchOptions {
  /** Prefixes kept per frame. */
  width: number;
  /** Prefixes this much less probable than the best (natural log) are dropped. */
  margin: number;
}

const DEFAULTS: TreeSearchOptions = { width: 400, margin: 16 };

/** Listed words by their probability given the frames (folded), best first, at most `count`. */
export function searchWords(tree: WordTree, frames: Frames, count: number, options = DEFAULTS): FoundWord[] {
  const search = new Search(tree);
  for (let t = 0; t < frames.length; t++) {
    search.step(frames.data.subarray(t * frames.classes, (t + 1) * frames.classes));
    search.prune(options);
  }
  return search.words(count);
}

/** The living prefixes: a node of the tree each, with the probability of ending in a blank or in its symbol. */
class Search {
  private readonly tree: WordTree;
  private nodes: number[] = [0];
  private blank = new Map<number, number>([[0, 0]]);
  private label = new Map<number, number>();

  constructor(tree: WordTree) {
    this.tree = tree;
  }

  step(logp: Float32Array): void {
    const { symbol, firstChild, nextSibling } = this.tree;
    const blank = new Map<number, number>();
    const label = new Map<number, number>();
    for (const node of this.nodes) {
      const b = this.blank.get(node) ?? IMPOSSIBLE;
      const l = this.label.get(node) ?? IMPOSSIBLE;
      const total = logAdd(b, l);
      blank.set(node, total + logp[0]!);
      if (l > IMPOSSIBLE) label.set(node, logAdd(label.get(node) ?? IMPOSSIBLE, l + logp[symbol[node]!]!));
      for (let child = firstChild[node]!; child >= 0; child = nextSibling[child]!) {
        const s = symbol[child]!;
        const from = node !== 0 && s === symbol[node] ? b : total;
        if (from <= IMPOSSIBLE || logp[s]! < SYMBOL_FLOOR) continue;
        label.set(child, logAdd(label.get(child) ?? IMPOSSIBLE, from + logp[s]!));
      }
    }
    this.blank = blank;
    this.label = label;
    this.nodes = [...new Set([...blank.keys(), ...label.keys()])];
  }

  prune({ width, margin }: TreeSearchOptions): void {
    const scored = this.nodes.map((node) => ({ node, score: this.score(node) }));
    const best = scored.reduce((most, { score }) => Math.max(most, score), IMPOSSIBLE);
    const near = scored.filter(({ score }) => score > best - margin);
    if (near.length > width) near.sort((a, b) => b.score - a.score).length = width;
    this.nodes = near.map(({ node }) => node);
  }

  words(count: number): FoundWord[] {
    return this.nodes
      .filter((node) => this.tree.word[node]! >= 0)
      .map((node) => ({ word: this.tree.word[node]!, logp: this.score(node) }))
      .sort((a, b) => b.logp - a.logp)
      .slice(0, count);
  }

  private score(node: number): number {
    return logAdd(this.blank.get(node) ?? IMPOSSIBLE, this.label.get(node) ?? IMPOSSIBLE);
  }
}

/** A symbol this improbable in a frame is not tried there; the blank and the others carry the path. */
const SYMBOL_FLOOR = Math.log(1e-6);
