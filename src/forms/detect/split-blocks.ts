/** Two blocks of the same columns side by side: each line of print holds two lines for signers. Lengths in mm. */
import type { RowTable, Slot } from './row-table.ts';
import { foldText, type Region } from './page-text.ts';

/** Widths and places of twin columns differ by at most this. */
const SAME = 1;
/** The gap between blocks, and by how much it is wider than those between columns. */
const GAP = { least: 2, more: 1.5 };
/** Blocks of one column: cards. Their labels must be the same, and be at least so many. */
const LEAST_LABELS = 2;

/** Left block first, each from the top; other tables come back as they are. */
export function splitBlocks(table: RowTable): RowTable {
  const count = blockCount(table);
  if (count === 1) return table;
  const size = table.slots.length / count;
  const blocks = Array.from({ length: count }, (_, k) => table.slots.slice(k * size, (k + 1) * size));
  const dx = blocks.map((block) => block[0]!.box.left - blocks[0]![0]!.box.left);
  const rows = blocks.flatMap((block) => table.rows.map((row, k) => narrow(row, block, k)));
  const slots = blocks[0]!.map((slot, s): Slot => {
    const cells = blocks.flatMap((block) => block[s]!.cells);
    return { ...slot, cells };
  });
  // Numbers of lines printed in the other blocks stay outside, as those of the first do.
  const printedRows = table.printedRows.map((it) => ({
    ...it,
    cells: it.cells.filter((cell) => cell.left < blocks[0]!.at(-1)!.box.right),
  }));
  return dx.every(Number.isFinite) ? { rows, slots, printedRows } : table;
}

function narrow(row: Region, block: readonly Slot[], k: number): Region {
  const cells = block.map((slot) => slot.cells[k] ?? null).filter((it) => it !== null);
  const boxes = cells.length > 0 ? cells : block.map((it) => it.box);
  return {
    ...row,
    left: Math.min(...boxes.map((it) => it.left)),
    right: Math.max(...boxes.map((it) => it.right)),
  };
}

function blockCount({ slots }: RowTable): number {
  const sorted = [...slots].sort((a, b) => a.box.left - b.box.left);
  if (sorted.some((slot, k) => slot !== slots[k] || (k > 0 && slot.box.left < sorted[k - 1]!.box.right - SAME)))
    return 1;
  for (const count of [2, 3]) {
    if (slots.length % count === 0 && slots.length >= count && areTwins(slots, count)) return count;
  }
  return 1;
}

function areTwins(slots: readonly Slot[], count: number): boolean {
  const size = slots.length / count;
  const width = (slot: Slot) => slot.box.right - slot.box.left;
  const gapBefore = (k: number) => slots[k]!.box.left - slots[k - 1]!.box.right;
  for (let k = size; k < slots.length; k++) {
    const twin = slots[k - size]!;
    const isSame =
      Math.abs(width(twin) - width(slots[k]!)) <= SAME &&
      Math.abs(twin.box.top - slots[k]!.box.top) <= SAME &&
      Math.abs(twin.box.bottom - slots[k]!.box.bottom) <= SAME;
    if (!isSame) return false;
  }
  // Coupons may touch: their labels tell.
  if (size === 1) return haveSameLabels(slots);
  const between = Array.from({ length: count - 1 }, (_, k) => gapBefore((k + 1) * size));
  const inside = slots.map((_, k) => (k % size === 0 ? 0 : gapBefore(k)));
  if (Math.min(...between) < Math.max(GAP.least, Math.max(...inside) + GAP.more)) return false;
  return true;
}

function haveSameLabels([first, ...others]: readonly Slot[]): boolean {
  const labels = (slot: Slot) => slot.helpers.map((it) => foldText(it.text)).filter((it) => /\p{L}{2}/u.test(it));
  const own = labels(first!);
  return (
    own.length >= LEAST_LABELS &&
    others.every((slot) => labels(slot).filter((it) => own.includes(it)).length >= 0.7 * own.length)
  );
}
