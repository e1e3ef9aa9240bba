/** The median of every pixel's surroundings, as OpenCV computes it. Pure. */
import type { GreyImage } from '../domain/image.ts';

const LEVELS = 256;

/**
 * For every grey level and column, how many of the window's rows are darker than the level. Going down a row changes a
 * column only between the grey that leaves and the grey that comes, and on paper these are near each other.
 */
class ColumnCounts {
  /** Level by level (0 to 256), a place a column; at most 255, the window's height. */
  readonly counts: Uint8Array;
  private readonly image: GreyImage;
  private readonly r: number;

  constructor(image: GreyImage, r: number) {
    this.image = image;
    this.r = r;
    const { width, data } = image;
    this.counts = new Uint8Array((LEVELS + 1) * width);
    for (let y = -r; y <= r; y++) {
      const row = this.rowAt(y);
      for (let x = 0; x < width; x++) this.counts[(data[row + x]! + 1) * width + x]!++;
    }
    for (let i = width; i < this.counts.length; i++) this.counts[i]! += this.counts[i - width]!;
  }

  private rowAt(y: number): number {
    return Math.min(this.image.height - 1, Math.max(0, y)) * this.image.width;
  }

  /** From the window round row `y - 1` to that round `y`. */
  down(y: number): void {
    const { counts, r } = this;
    const { width, data } = this.image;
    const [gone, come] = [this.rowAt(y - 1 - r), this.rowAt(y + r)];
    for (let x = 0; x < width; x++) {
      const a = (data[gone + x]! + 1) * width + x;
      const b = (data[come + x]! + 1) * width + x;
      for (let at = b; at < a; at += width) counts[at]!++;
      for (let at = a; at < b; at += width) counts[at]!--;
    }
  }

  /** Pixels darker than `level` in the window round column `x`. */
  darker(level: number, x: number): number {
    const { counts, r } = this;
    const { width } = this.image;
    const row = level * width;
    const [from, to] = [Math.max(0, x - r), Math.min(width - 1, x + r)];
    let sum = (from - (x - r)) * counts[row]! + (x + r - to) * counts[row + width - 1]!;
    for (let i = row + from; i <= row + to; i++) sum += counts[i]!;
    return sum;
  }
}

/** Median of the k×k surroundings (k odd, at most 255), edge pixels repeated. */
export function medianBlur(image: GreyImage, k: number): Uint8Array {
  const { width, height, data } = image;
  const r = (k - 1) / 2;
  const half = (k * k + 1) / 2;
  const columns = new ColumnCounts(image, r);
  const { counts } = columns;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    if (y > 0) columns.down(y);
    // The last pixel's median holds nearly always: two sums say whether it still does.
    let median = y === 0 ? LEVELS >> 1 : out[(y - 1) * width]!;
    let below = columns.darker(median, 0);
    let upTo = columns.darker(median + 1, 0);
    for (let x = 0; x < width; x++) {
      if (x > 0) {
        const come = median * width + (x + r < width ? x + r : width - 1);
        const gone = median * width + (x - 1 - r > 0 ? x - 1 - r : 0);
        below += counts[come]! - counts[gone]!;
        upTo += counts[come + width]! - counts[gone + width]!;
      }
      while (upTo < half) {
        below = upTo;
        upTo = columns.darker(++median + 1, x);
      }
      while (below >= half) {
        upTo = below;
        below = columns.darker(--median, x);
      }
      out[y * width + x] = median;
    }
  }
  return out;
}
