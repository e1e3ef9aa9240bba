/** Labels that stand before the place they name, outside its cell, in every line: "Name: ______". Lengths in mm. */
import { classifyHeading } from '../classify-heading.ts';
import type { RowTable, Slot } from './row-table.ts';
import { foldText, type PageWord, type Region, toLines } from './page-text.ts';

/** A label ends at most this far before its place, and its words are set this close. */
const NEAR = 6;
const WORD_GAP = 3.5;
/** Share of the lines in which the label must stand. */
const RECURS = 0.6;
const MOST_WORDS = 6;

/** '' when nothing recurs before the slot's cells. */
export function labelBeside(slot: Slot, table: RowTable, words: readonly PageWord[]): string {
  const others = table.slots.filter((it) => it !== slot);
  const found = slot.cells.flatMap((cell, k) => {
    if (cell === null) return [];
    const taken = others.flatMap((it) => it.cells[k] ?? []);
    return [before(cell, taken, words)];
  });
  const counts = new Map<string, { text: string; count: number }>();
  for (const text of found.filter((it) => it !== '')) {
    const key = foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
    const entry = counts.get(key) ?? { text, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best !== undefined && best.count >= RECURS * found.length ? best.text : '';
}

function before(cell: Region, taken: readonly Region[], words: readonly PageWord[]): string {
  const beside = words.filter(
    ({ box: [x, y, w, h], turn }) =>
      turn === 0 &&
      x + w <= cell.left + 1.5 &&
      y + h / 2 > cell.top &&
      y + h / 2 < cell.bottom + 1 &&
      !taken.some((it) => x + w > it.left + 1 && x + w / 2 < it.right && y + h / 2 > it.top && y + h / 2 < it.bottom),
  );
  // The line nearest to the foot of the cell is the one it is written on.
  const line = toLines(beside, WORD_GAP)
    .filter((it) => cell.left - it.box[0] - it.box[2] <= NEAR)
    .at(-1);
  if (line === undefined || line.words.length > MOST_WORDS) return '';
  const text = line.text.replace(/\s*[:.…_]+\s*$/u, '').trim();
  return /\p{L}{2}/u.test(text) || classifyHeading(text).type !== 'text' ? text : '';
}
