/**
 * How probable a character is after those before it, in French running text: the character model that
 * training/language_model.py counts, read as an automaton. A state is the longest run of last characters that the
 * model knows; going on from it is a walk down a tree, and where the tree ends, back to a shorter run.
 *
 * File: `PLM1`, order (1 byte), natural log per unit (float32), number of nodes (uint32), nodes per order (uint32 each),
 * then deflated: symbols, minus log p, back-off + 200 (in units), number of children; one byte a node each, order by
 * order, the children of one node side by side and sorted.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Reason } from '../domain/page.ts';
import { CLASS_COUNT } from './alphabet.ts';

/** Stands before and after a line. */
const BOUNDARY = 0;
const MAGIC = 'PLM1';
const HEADER = 13;
const BACK_OFF_ZERO = 200;

export interface LanguageModel {
  /** The state at the beginning of a line. */
  start: number;
  /** Natural log of the probability of `symbol` (a class, or 0 for the line's end) in a state. */
  logp(state: number, symbol: number): number;
  /** The state after `symbol`. */
  next(state: number, symbol: number): number;
}

interface Tree {
  unit: number;
  symbol: Uint8Array;
  minusLogp: Uint8Array;
  backOff: Uint8Array;
  firstChild: Int32Array;
  childCount: Uint8Array;
  /** The state of the same characters without the first. */
  suffix: Int32Array;
  /** Nodes of the first order: one per symbol, -1 where it never occurs. */
  roots: Int32Array;
}

/** Parts of the file; throws when it is not a model. */
function parse(file: Uint8Array): Tree {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (Buffer.from(file.subarray(0, 4)).toString('latin1') !== MAGIC) throw new Error('not a language model');
  const order = view.getUint8(4);
  const count = view.getUint32(9, true);
  const perOrder = Array.from({ length: order }, (_, i) => view.getUint32(HEADER + 4 * i, true));
  const body = new Uint8Array(inflateSync(file.subarray(HEADER + 4 * order)));
  if (body.length !== 4 * count) throw new Error('language model cut short');
  const column = (i: number) => body.subarray(i * count, (i + 1) * count);
  const tree: Tree = {
    unit: view.getFloat32(5, true),
    symbol: column(0),
    minusLogp: column(1),
    backOff: column(2),
    childCount: column(3),
    firstChild: new Int32Array(count).fill(-1),
    suffix: new Int32Array(count).fill(-1),
    roots: new Int32Array(CLASS_COUNT).fill(-1),
  };
  link(tree, perOrder);
  return tree;
}

/** Children follow in the order of their parents; suffixes are found from the parents' suffixes. */
function link(tree: Tree, perOrder: readonly number[]): void {
  const { symbol, firstChild, childCount, suffix, roots } = tree;
  for (let node = 0; node < perOrder[0]!; node++) roots[symbol[node]!] = node;
  let child = perOrder[0]!;
  for (let node = 0; node < symbol.length; node++) {
    if (childCount[node] === 0) continue;
    firstChild[node] = child;
    for (let i = 0; i < childCount[node]!; i++, child++) suffix[child] = stepFrom(tree, suffix[node]!, symbol[child]!);
  }
}

function childOf({ symbol, firstChild, childCount, roots }: Tree, node: number, wanted: number): number {
  if (node < 0) return roots[wanted]!;
  let [low, high] = [firstChild[node]!, firstChild[node]! + childCount[node]! - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (symbol[middle] === wanted) return middle;
    if (symbol[middle]! < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The longest known run that ends in `symbol`; -1, the empty run, when the symbol is unknown. */
function stepFrom(tree: Tree, state: number, symbol: number): number {
  for (let node = state; ; node = tree.suffix[node]!) {
    const found = childOf(tree, node, symbol);
    if (found >= 0) return found;
    if (node < 0) return -1;
  }
}

/** Natural log for a symbol that the model never saw. */
const UNKNOWN = -12;

export function parseLanguageModel(file: Uint8Array): LanguageModel {
  const tree = parse(file);
  const { unit, minusLogp, backOff, suffix } = tree;
  const logp = (state: number, symbol: number): number => {
    let sum = 0;
    for (let node = state; ; node = suffix[node]!) {
      const found = childOf(tree, node, symbol);
      if (found >= 0) return sum - unit * minusLogp[found]!;
      if (node < 0) return sum + UNKNOWN;
      sum += unit * (backOff[node]! - BACK_OFF_ZERO);
    }
  };
  return { start: stepFrom(tree, -1, BOUNDARY), logp, next: (state, symbol) => stepFrom(tree, state, symbol) };
}

const MODELS = new URL('./models/', import.meta.url);
const SHIPPED = new URL('french-lines.plm', MODELS);

/** A form's free text is read with the model of its language; other languages are read as they look. */
export type LanguageModels = (languages: readonly string[]) => LanguageModel | null;

/**
 * The shipped model, unpacked on first use: most forms have no free text. A file that is missing, cut short or not ours
 * is refused by its sha256, and free text is then read without it.
 * @param path another place of the file, for tests
 */
export async function openLanguageModels(
  path: URL | string = SHIPPED,
): Promise<{ models: LanguageModels; refused: Reason | null }> {
  const file = await readFile(path).catch(() => null);
  const expected = (await readFile(new URL('french-lines.plm.sha256', MODELS), 'utf8')).trim().split(/\s/)[0]!;
  if (file === null || createHash('sha256').update(file).digest('hex') !== expected) {
    const message =
      'The language model for free text is missing, damaged or not the shipped one; such fields are read without it. Install Paraphe again.';
    return { models: () => null, refused: { code: 'language_model_refused', message } };
  }
  let french: LanguageModel | null = null;
  const models: LanguageModels = (languages) => {
    if (languages.length > 0 && !languages.includes('fr')) return null;
    french ??= parseLanguageModel(file);
    return french;
  };
  return { models, refused: null };
}
