/** The printed lines of a sheet, and the places in each. Lengths in mm. */
import type { PageWord, Region } from './page-text.ts';

/** A place for one field in every line; `cells[k]` belongs to line k (null where it is missing). */
export interface Slot {
  cells: (Region | null)[];
  /** mm, relative to the line's top left corner; the mean over the lines. */
  box: Region;
  /** Words that stand in (nearly) every line: labels and helper words; from one typical line, page coordinates. */
  helpers: PageWord[];
  isOpen: boolean;
  /** Made of small boxes side by side: one for each character, or for day, month and year. */
  isComb?: boolean;
}

export interface RowTable {
  /** Page coordinates, from the top. */
  rows: Region[];
  slots: Slot[];
  /** Lines left out because something is printed in them, from the top: headings, the printed example. */
  printedRows: { region: Region; cells: Region[]; isExample: boolean }[];
}
