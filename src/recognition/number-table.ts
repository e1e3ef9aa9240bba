/** Whole numbers above 0 with a sum each, in two plain arrays: counts of n-grams, quick to look up and to load. */

/** Slots at the beginning; a power of two. */
const FIRST_SIZE = 1 << 10;
/** Knuth's multiplicative hashing: 2^32 over the golden ratio. */
const MULTIPLIER = 0x9e3779b1;

export class NumberTable {
  /** 0 marks a free slot. */
  keys: Int32Array<ArrayBuffer>;
  sums: Float64Array<ArrayBuffer>;
  /** Counted when something is added: most tables are only looked up. */
  private used: number | null;

  constructor(keys = new Int32Array(FIRST_SIZE), sums = new Float64Array(keys.length)) {
    this.keys = keys;
    this.sums = sums;
    this.used = null;
  }

  /** The sum of a number; 0 when it was never added. */
  get(key: number): number {
    return this.sums[this.slotOf(key)]!;
  }

  /** True when the number is new. */
  add(key: number, weight: number): boolean {
    // Half full at most: walks stay short.
    this.used ??= this.keys.filter((known) => known !== 0).length;
    if (2 * this.used >= this.keys.length) this.grow();
    const slot = this.slotOf(key);
    const isNew = this.keys[slot] === 0;
    if (isNew) {
      this.keys[slot] = key;
      this.used++;
    }
    this.sums[slot]! += weight;
    return isNew;
  }

  private slotOf(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let slot = (Math.imul(key, MULTIPLIER) >>> 8) & mask;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, sums } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.sums = new Float64Array(2 * keys.length);
    for (const [slot, key] of keys.entries()) {
      if (key === 0) continue;
      const to = this.slotOf(key);
      this.keys[to] = key;
      this.sums[to] = sums[slot]!;
    }
  }
}
