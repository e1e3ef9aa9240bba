/**
 * A closed list of words as a tree of folded symbols, and the search of a picture's frames for them: prefix beam
 * search in which only prefixes of listed words live. Its scores are the CTC probabilities of whole words.
 */
import { encodeFolded } from './fold.ts';
import { type Frames, probabilitiesOf } from './frames.ts';
import { largest } from './largest.ts';

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
  const p = probabilitiesOf(frames);
  let living = begin(tree);
  let scale = 0;
  for (let t = 0; t < frames.length; t++) {
    const touched = step(tree, p.subarray(t * frames.classes, (t + 1) * frames.classes), { living, options });
    living = nearest(touched, options);
    scale += settle(living);
  }
  return living
    .filter((node) => tree.word[node]! >= 0)
    .map((node) => ({ word: tree.word[node]!, logp: Math.log(paths.blank[node]! + paths.label[node]!) + scale }))
    .sort((a, b) => b.logp - a.logp)
    .slice(0, count);
}

/**
 * By node: the probability of ending in a blank or in its symbol (scaled), now and after the frame at hand. Shared by all
 * searches, which run one after the other; a node's numbers hold only when `turn` is the turn at hand.
 */
const paths = {
  blank: new Float64Array(0),
  label: new Float64Array(0),
  nextBlank: new Float64Array(0),
  nextLabel: new Float64Array(0),
  turn: new Float64Array(0),
};
let turn = 0;

function begin({ size }: WordTree): number[] {
  if (paths.turn.length < size)
    for (const column of Object.keys(paths) as (keyof typeof paths)[]) paths[column] = new Float64Array(size);
  paths.blank[0] = 1;
  paths.label[0] = 0;
  return [0];
}

interface Step {
  living: readonly number[];
  options: TreeSearchOptions;
}

/** The nodes that one frame leads to, their next probabilities filled in. */
function step({ symbol, firstChild, nextSibling }: WordTree, p: Float64Array, { living, options }: Step): number[] {
  const { blank, label, nextBlank, nextLabel } = paths;
  turn++;
  const touched: number[] = [];
  let surest = 0;
  for (const node of living) surest = Math.max(surest, (blank[node]! + label[node]!) * p[0]!);
  const least = surest * Math.exp(-options.margin) * NEGLIGIBLE;
  for (const node of living) {
    touch(node, touched);
    const [b, l] = [blank[node]!, label[node]!];
    const own = symbol[node]!;
    nextBlank[node]! += (b + l) * p[0]!;
    if (node !== 0) nextLabel[node]! += l * p[own]!;
    for (let child = firstChild[node]!; child >= 0; child = nextSibling[child]!) {
      const s = symbol[child]!;
      const gained = (node !== 0 && s === own ? b : b + l) * p[s]!;
      if (gained <= least || p[s]! < SYMBOL_FLOOR) continue;
      touch(child, touched);
      nextLabel[child]! += gained;
    }
  }
  return touched;
}

/** Beside what is dropped anyway: even many such paths together make no prefix. */
const NEGLIGIBLE = 0.01;

function touch(node: number, touched: number[]): void {
  if (paths.turn[node] === turn) return;
  paths.turn[node] = turn;
  paths.nextBlank[node] = paths.nextLabel[node] = 0;
  touched.push(node);
}

function nearest(touched: readonly number[], { width, margin }: TreeSearchOptions): number[] {
  const { nextBlank, nextLabel } = paths;
  const scores = new Float64Array(touched.length);
  let most = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = nextBlank[touched[i]!]! + nextLabel[touched[i]!]!;
    if (scores[i]! > most) most = scores[i]!;
  }
  return largest(scores, width, most * Math.exp(-margin)).map((i) => touched[i]!);
}

/** Takes over the next probabilities, scaled so that the greatest is 1; gives its logarithm. */
function settle(living: readonly number[]): number {
  const { blank, label, nextBlank, nextLabel } = paths;
  let most = 0;
  for (const node of living) most = Math.max(most, nextBlank[node]! + nextLabel[node]!);
  if (most === 0) return 0;
  for (const node of living) {
    blank[node] = nextBlank[node]! / most;
    label[node] = nextLabel[node]! / most;
  }
  return Math.log(most);
}

/** A symbol this improbable in a frame is not tried there; the blank and the others carry the path. */
const SYMBOL_FLOOR = 1e-6;
