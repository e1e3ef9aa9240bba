/** Where headings and labels stand: worth a closer look of the recogniser. Lengths in mm. */
import type { HeadingPlace } from './complete-headings.ts';
import { type PageWord, type Region, toLines, unionBox } from './page-text.ts';
import { headingEnd, headingLevels } from './read-headings.ts';
import { findTitleLines } from './read-notices.ts';
import type { RowTable, Slot } from './row-table.ts';

/** Headings without cells stand at most this far above the lines. */
const FREE_HEADING = 14;
/** Headings of columns stand this near to the lines and are no title. */
export const TITLE_GAP = 4;
/** Room for a last word of the title that was passed over. */
const LAST_WORD = 40;
/** Round words that were misread, to each side. */
const MARGIN = 1.5;

interface Sources {
  cells: readonly Region[];
  words: readonly PageWord[];
}

export function headingPlaces(table: RowTable, sources: Sources): HeadingPlace[] {
  const over = table.slots.flatMap((slot) => cellsOver(slot, table, sources));
  const printed = table.printedRows.flatMap((it) => it.cells);
  const labelled = table.slots.flatMap((slot): HeadingPlace[] => {
    const [cell, ...twins] = slot.cells.filter((it) => it !== null);
    return slot.helpers.length > 0 && cell !== undefined ? [{ cell, twins }] : [];
  });
  return [...[...new Set([...over, ...printed])].map((cell) => ({ cell, twins: [] })), ...labelled];
}

/** The title over all tables: large letters, white ones on a ground, are read better by themselves. */
export function titlePlaces(words: readonly PageWord[], tables: readonly RowTable[]): HeadingPlace[] {
  const end = Math.min(...tables.map((it) => headingEnd(it)));
  const lines = findTitleLines(toLines(words), end - TITLE_GAP);
  if (lines.length === 0) return [];
  const [x, y, w, h] = unionBox(lines.map((it) => it.box));
  // A word may be missing anywhere in it, and at its end.
  const cell = { left: x - MARGIN, top: y - MARGIN, right: x + w + LAST_WORD, bottom: y + h + MARGIN };
  return [{ cell, twins: [], isUnruled: true }];
}

function cellsOver(slot: Slot, table: RowTable, sources: Sources): Region[] {
  const end = headingEnd(table);
  const cells = headingLevels(slot, table, sources).cells.flat();
  const free: Region = { left: slot.box.left - 1, right: slot.box.right + 1, top: end - FREE_HEADING, bottom: end };
  // What stands over places with labels of their own is text.
  return cells.length > 0 || slot.helpers.length > 0 ? cells : [free];
}
