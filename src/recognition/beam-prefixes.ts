/** The prefixes of a beam search. */
import { BLANK } from './alphabet.ts';

/** No prefix. */
export const NONE = -1;
const FIRST_ROOM = 1 << 14;

/** Every prefix that was reached, a place in each column; 0 is the empty one. The columns serve one search after the other. */
export class Prefixes {
  size = 0;
  parent = new Int32Array(FIRST_ROOM);
  last = new Int32Array(FIRST_ROOM);
  firstLonger = new Int32Array(FIRST_ROOM);
  /** The next prefix with the same parent. */
  sibling = new Int32Array(FIRST_ROOM);
  /** The last frame that reached it. */
  frame = new Int32Array(FIRST_ROOM);
  /** Sum of the priors, natural log, and the same as a probability. */
  logPrior = new Float64Array(FIRST_ROOM);
  prior = new Float64Array(FIRST_ROOM);
  /** Probabilities of ending in a blank and in the last class, scaled; now and after the frame at hand. */
  blank = new Float64Array(FIRST_ROOM);
  label = new Float64Array(FIRST_ROOM);
  nextBlank = new Float64Array(FIRST_ROOM);
  nextLabel = new Float64Array(FIRST_ROOM);
  private labels: (number[] | undefined)[] = [];

  clear(): void {
    this.size = 0;
    this.labels = [];
    this.add(NONE, BLANK, 0);
  }

  add(parent: number, last: number, logPrior: number): number {
    if (this.size === this.parent.length) this.grow();
    const at = this.size++;
    this.parent[at] = parent;
    this.last[at] = last;
    this.firstLonger[at] = NONE;
    this.frame[at] = NONE;
    this.logPrior[at] = logPrior;
    this.prior[at] = Math.exp(logPrior);
    this.blank[at] = this.label[at] = 0;
    if (parent === NONE) return at;
    this.sibling[at] = this.firstLonger[parent]!;
    this.firstLonger[parent] = at;
    return at;
  }

  longerBy(prefix: number, add: number): number {
    let at = this.firstLonger[prefix]!;
    while (at !== NONE && this.last[at] !== add) at = this.sibling[at]!;
    return at;
  }

  labelsOf(prefix: number): number[] {
    const found = this.labels[prefix];
    if (found !== undefined) return found;
    const parent = this.parent[prefix]!;
    const made = parent === NONE ? [] : [...this.labelsOf(parent), this.last[prefix]!];
    this.labels[prefix] = made;
    return made;
  }

  private grow(): void {
    const wider = <T extends Int32Array | Float64Array>(column: T): T => {
      const made = new (column.constructor as new (length: number) => T)(2 * column.length);
      made.set(column);
      return made;
    };
    this.parent = wider(this.parent);
    this.last = wider(this.last);
    this.firstLonger = wider(this.firstLonger);
    this.sibling = wider(this.sibling);
    this.frame = wider(this.frame);
    this.logPrior = wider(this.logPrior);
    this.prior = wider(this.prior);
    this.blank = wider(this.blank);
    this.label = wider(this.label);
    this.nextBlank = wider(this.nextBlank);
    this.nextLabel = wider(this.nextLabel);
  }
}
