/** Tells the sheet from what it lies on, by the brightness of the background blocks. */

/** Background level, as a share of the brightest paper, from which a block is paper and not table or lid. */
const PAPER_SHARE = 0.62;
/** A picture with less paper than this is judged as a whole: its light is too uneven to tell paper from table. */
const LEAST_PAPER = 0.3;
/** One byte a background block: 1 = paper, with what stands or is printed on it. */
export function findPaper({
  columns,
  rows,
  levels,
}: {
  columns: number;
  rows: number;
  levels: Uint8Array;
}): Uint8Array {
  const sorted = [...levels].sort((a, b) => a - b);
  const level = sorted[Math.floor(sorted.length * 0.9)]! * PAPER_SHARE;
  const bright = Uint8Array.from(levels, (value) => (value >= level ? 1 : 0));
  if (bright.reduce((sum, value) => sum + value, 0) < LEAST_PAPER * levels.length) return bright.fill(1);
  const rowSpans = spans(rows, columns, (row, column) => bright[row * columns + column]!);
  const columnSpans = spans(columns, rows, (column, row) => bright[row * columns + column]!);
  return bright.map((_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    const [left, right] = rowSpans[row]!;
    const [top, bottom] = columnSpans[column]!;
    return column >= left && column <= right && row >= top && row <= bottom ? 1 : 0;
  });
}

/** First and last paper block of every line that has at least three. */
function spans(lines: number, length: number, at: (line: number, k: number) => number): [number, number][] {
  return Array.from({ length: lines }, (_, line) => {
    const found = Array.from({ length }, (_, k) => k).filter((k) => at(line, k) === 1);
    return found.length < 3 ? [length, -1] : [found[0]!, found[found.length - 1]!];
  });
}
