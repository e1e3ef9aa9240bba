/** A tree of strings with weights: what may follow a prefix, and how often it does. */
import { encode } from './alphabet.ts';

export interface WeightTree {
  weight: number;
  children: Map<number, WeightTree>;
  ends: number;
}

function addTo(tree: WeightTree, text: string, weight: number): void {
  const labels = encode(text);
  if (labels === null) return;
  let node = tree;
  node.weight += weight;
  for (const label of labels) {
    let child = node.children.get(label);
    if (child === undefined) {
      child = { weight: 0, children: new Map(), ends: 0 };
      node.children.set(label, child);
    }
    child.weight += weight;
    node = child;
  }
  node.ends += weight;
}

export function treeOf(weights: Iterable<[string, number]>): WeightTree {
  const tree: WeightTree = { weight: 0, children: new Map(), ends: 0 };
  for (const [text, weight] of weights) addTo(tree, text, weight);
  return tree;
}

/** The node after a prefix of classes; null where nothing goes on. */
export function walk(tree: WeightTree, labels: readonly number[]): WeightTree | null {
  let node: WeightTree | undefined = tree;
  for (const label of labels) {
    node = node.children.get(label);
    if (node === undefined) return null;
  }
  return node;
}
