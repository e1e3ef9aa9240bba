/** Blocks of lines over each other → one table. Lengths in mm. */
import type { Region } from './page-text.ts';
import type { RowTable } from './row-table.ts';

/** Two blocks of the same columns on one page are one table. */
export function joinBlocks(tables: readonly RowTable[]): RowTable[] {
  const joined: RowTable[] = [];
  for (const table of tables) {
    const twin = joined.find((it) => haveSameSlots(it, table));
    if (twin === undefined) {
      joined.push(table);
      continue;
    }
    const [upper, further] = twin.rows[0]!.top < table.rows[0]!.top ? [twin, table] : [table, twin];
    const lower = withoutLinesOf(upper, further);
    twin.slots = upper.slots.map((slot, s) => ({ ...slot, cells: [...slot.cells, ...lower.slots[s]!.cells] }));
    twin.rows = [...upper.rows, ...lower.rows];
    twin.printedRows = [...upper.printedRows, ...lower.printedRows];
  }
  return joined;
}

/** Lines found twice, with cells that are a little higher or lower, count once. */
function withoutLinesOf(upper: RowTable, lower: RowTable): RowTable {
  const isSame = (a: Region, b: Region) =>
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5 * (b.bottom - b.top) &&
    Math.min(a.right, b.right) > Math.max(a.left, b.left);
  const own = lower.rows.map((row) => !upper.rows.some((it) => isSame(it, row)));
  return {
    ...lower,
    rows: lower.rows.filter((_, k) => own[k]),
    slots: lower.slots.map((slot) => ({ ...slot, cells: slot.cells.filter((_, k) => own[k]) })),
  };
}

function haveSameSlots(a: RowTable, b: RowTable): boolean {
  return (
    a.slots.length === b.slots.length &&
    a.slots.every((slot, s) => {
      const other = b.slots[s]!.box;
      return (
        Math.abs(slot.box.left - other.left) <= 1 &&
        Math.abs(slot.box.right - other.right) <= 1 &&
        Math.abs(slot.box.bottom - slot.box.top - (other.bottom - other.top)) <= 1.5
      );
    })
  );
}
