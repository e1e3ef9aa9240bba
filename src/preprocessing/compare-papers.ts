/** Whether two pages on the same form are pictures of one paper: their ink lies in the same places. */
import { inkOf, LEAST_INK, type LinePrint, type PaperPrint } from '../domain/paper-print.ts';

/** How far one picture's line may lie beside the other's, places of 1 mm. */
const SHIFT = 2;

export interface LineLikeness {
  /** From 1 at the top. */
  index: number;
  /** Correlation of the ink, at the best shift: 1 the same, about 0 unrelated. */
  likeness: number;
  /** Ink of the fainter one. */
  weight: number;
}

export interface PaperLikeness {
  /** Of all lines written on in both, as one picture. 0 when there are none. */
  likeness: number;
  lines: LineLikeness[];
}

export function comparePapers(a: PaperPrint, b: PaperPrint): PaperLikeness {
  const lines: LineLikeness[] = [];
  let [product, powerA, powerB] = [0, 0, 0];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const found = compareLines(a[at]!, b[at]!);
    if (found === null) continue;
    lines.push({ index: at + 1, likeness: found.product / Math.sqrt(found.a * found.b), weight: found.weight });
    product += found.product;
    powerA += found.a;
    powerB += found.b;
  }
  return { likeness: lines.length === 0 ? 0 : product / Math.sqrt(powerA * powerB), lines };
}

function compareLines(a: LinePrint, b: LinePrint) {
  if (a.columns !== b.columns || a.rows !== b.rows) return null;
  const weight = Math.min(inkOf(a), inkOf(b));
  if (weight < LEAST_INK) return null;
  const [left, right] = [centred(a), centred(b)];
  let best = Number.NEGATIVE_INFINITY;
  for (let dy = -SHIFT; dy <= SHIFT; dy++) {
    for (let dx = -SHIFT; dx <= SHIFT; dx++) best = Math.max(best, productAt(left, right, { ...a, dx, dy }));
  }
  return { product: best, a: power(left), b: power(right), weight };
}

const power = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);

/** Spread over the neighbouring places, less the mean: a stroke on the edge of two places lies in both. */
function centred({ columns, rows, ink }: LinePrint): Float32Array {
  const soft = new Float32Array(columns * rows);
  let sum = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let value = 2 * ink[y * columns + x]!;
      if (x > 0) value += ink[y * columns + x - 1]!;
      if (x < columns - 1) value += ink[y * columns + x + 1]!;
      if (y > 0) value += ink[(y - 1) * columns + x]!;
      if (y < rows - 1) value += ink[(y + 1) * columns + x]!;
      soft[y * columns + x] = value;
      sum += value;
    }
  }
  const mean = sum / soft.length;
  for (let i = 0; i < soft.length; i++) soft[i]! -= mean;
  return soft;
}

function productAt(
  left: Float32Array,
  right: Float32Array,
  { columns, rows, dx, dy }: { columns: number; rows: number; dx: number; dy: number },
): number {
  let sum = 0;
  for (let y = Math.max(0, -dy); y < Math.min(rows, rows - dy); y++) {
    for (let x = Math.max(0, -dx); x < Math.min(columns, columns - dx); x++) {
      sum += left[y * columns + x]! * right[(y + dy) * columns + x + dx]!;
    }
  }
  return sum;
}

/**
 * Likeness from which two pictures are taken to be of one paper, and a line's ink to be the same. On development sheets
 * two pictures of one paper measure 0.99 between scanners, the same words written again by the same hand at most 0.77.
 */
const SAME = 0.88;

/** Share of the ink on lines written on in both that must be the same: some may have been struck or written anew since. */
const SAME_SHARE = 0.5;

export function isSamePaper({ lines }: PaperLikeness): boolean {
  const ink = (some: LineLikeness[]) => some.reduce((sum, line) => sum + line.weight, 0);
  return lines.length > 0 && ink(lines.filter((line) => line.likeness >= SAME)) >= SAME_SHARE * ink(lines);
}

/** Whether a line (from 1) holds the same ink in both: two lines with next to none do. */
export function isSameLine(a: PaperPrint, b: PaperPrint, index: number): boolean {
  const [left, right] = [a[index - 1], b[index - 1]];
  if (left === undefined || right === undefined) return false;
  const found = compareLines(left, right);
  if (found === null) return inkOf(left) < LEAST_INK && inkOf(right) < LEAST_INK;
  return found.product / Math.sqrt(found.a * found.b) >= SAME;
}
