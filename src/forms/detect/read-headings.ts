/** What is printed over the columns of a table of lines: in heading cells, or freely above. Lengths in mm. */
import { classifyHeading } from '../classify-heading.ts';
import type { RowTable, Slot } from './row-table.ts';
import { isCentreIn, type PageWord, type Region, textOf, unionBox } from './page-text.ts';

/** Levels of heading cells looked at: a group heading over single ones, and one more. */
const LEVELS = 3;
const TOUCHING = 1.6;
const HIGHEST_CELL = 60;
/** A cell so many times as wide as the column is the band over the whole table: what stands elsewhere in it is not the column's. */
const BAND = 3.5;
/** Words in a heading cell; more is a paragraph in a frame. */
const MOST_WORDS = 45;
/** Free text this far above the first line may be headings, if its lines are not further apart than that. */
const FREE = { reach: 16, firstGap: 6, nextGap: 2.6 };

export interface HeadingLevels {
  /** Texts from the nearest cell upwards; '' where a cell is empty. */
  texts: string[];
  /** The words of each level. */
  words: PageWord[][];
  /** The same with those that run the other way: headings of other columns in the same cell. */
  allWords: PageWord[][];
  /** The cells of each level, left to right. */
  cells: Region[][];
}

const overlap = (a: Region, b: Region) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
const widthOf = (it: Region) => it.right - it.left;

/** Cells that stand on `bottom` over [left, right]. */
function standingOn(cells: readonly Region[], bottom: number, over: Region): Region[] {
  const standing = cells.filter(
    (it) =>
      Math.abs(it.bottom - bottom) <= TOUCHING &&
      it.bottom - it.top <= HIGHEST_CELL &&
      overlap(it, over) >= 0.55 * Math.min(widthOf(it), widthOf(over)),
  );
  // The band over the whole table is divided where it holds cells; what was found twice counts once.
  return standing
    .filter(
      (it) => !standing.some((inner) => widthOf(inner) < widthOf(it) - 2 && overlap(inner, it) > widthOf(inner) - 1),
    )
    .filter((it, k, all) => !all.slice(0, k).some((twin) => overlap(twin, it) > 0.8 * widthOf(it)))
    .sort((a, b) => a.left - b.left);
}

/** Where the headings end: the top of the first line, or of what is printed before it (example, heading row). */
export function headingEnd(table: RowTable): number {
  let end = table.rows[0]!.top;
  const printed = table.printedRows.filter((it) => it.isExample || isLikeExample(it.region, table));
  for (const { region } of [...printed].sort((a, b) => b.region.top - a.region.top)) {
    if (Math.abs(region.bottom - end) <= 2.5) end = region.top;
  }
  return end;
}

/** A printed row right over the lines that has another printed row or headings over itself. */
function isLikeExample(region: Region, table: RowTable): boolean {
  return table.printedRows.some(
    (it) => !it.isExample && it.region.bottom <= region.top + 1 && it.region.top < region.top - 1,
  );
}

export function headingLevels(
  slot: Slot,
  table: RowTable,
  { cells, words }: { cells: readonly Region[]; words: readonly PageWord[] },
): HeadingLevels {
  const first = table.rows[0]!;
  const over: Region = { left: slot.box.left, right: slot.box.right, top: 0, bottom: first.top };
  const candidates = [...new Set([...cells, ...table.printedRows.flatMap((it) => it.cells)])];
  const levels: HeadingLevels = { texts: [], words: [], allWords: [], cells: [] };
  let bottom = headingEnd(table);
  for (let level = 0; level < LEVELS; level++) {
    const standing = standingOn(candidates, bottom, over);
    if (standing.length === 0) break;
    const inside = words.filter((word) => standing.some((cell) => isCentreIn(word.box, cell)));
    if (inside.length > MOST_WORDS * standing.length) break;
    const all = ownWords(inside, standing, over);
    const own = oneWay(all, over);
    levels.allWords.push(all);
    levels.texts.push(textOf(own));
    levels.words.push(own);
    levels.cells.push(standing);
    bottom = Math.min(...standing.map((it) => it.top));
  }
  return levels;
}

/** Of a heading cell that stands over several columns, a column takes the words right over it, if there are any. */
function ownWords(inside: readonly PageWord[], standing: readonly Region[], over: Region): PageWord[] {
  const isWide = standing.length === 1 && widthOf(standing[0]!) > 1.2 * widthOf(over) + 2;
  const isBand = standing.length === 1 && widthOf(standing[0]!) > BAND * widthOf(over);
  const own = inside.filter((it) => it.box[0] + it.box[2] / 2 > over.left && it.box[0] + it.box[2] / 2 < over.right);
  return isBand || (isWide && own.length > 0) ? own : [...inside];
}

/** A last line of turned writing may reach into the next cell, whose own heading is not turned; or the other way round. */
function oneWay(words: readonly PageWord[], over: Region): PageWord[] {
  const level = words.filter((it) => it.turn === 0);
  const turned = words.filter((it) => it.turn !== 0);
  if (level.length === 0 || turned.length === 0) return [...words];
  const letters = (list: readonly PageWord[]) => list.reduce((sum, it) => sum + it.text.length, 0);
  // Its own stands in the middle, the other's at its side.
  const offMiddle = (list: readonly PageWord[]) => {
    const [x, , w] = unionBox(list.map((it) => it.box));
    return Math.abs(x + w / 2 - (over.left + over.right) / 2) / (over.right - over.left);
  };
  const worth = (list: readonly PageWord[]) => letters(list) * (1 - Math.min(1, 2 * offMiddle(list)));
  return worth(level) >= worth(turned) ? level : turned;
}

/** Words standing freely over a column, nearest lines first, until a wide gap. */
export function freeHeading(over: Region, end: number, words: readonly PageWord[]): PageWord[] {
  const above = words
    .filter((it) =>
      isCentreIn(it.box, { left: over.left - 0.5, right: over.right + 0.5, top: end - FREE.reach, bottom: end + 0.5 }),
    )
    .sort((a, b) => b.box[1] + b.box[3] - a.box[1] - a.box[3]);
  const taken: PageWord[] = [];
  let top = end;
  for (const word of above) {
    const gap = top - word.box[1] - word.box[3];
    if (gap > (taken.length === 0 ? FREE.firstGap : FREE.nextGap)) break;
    taken.push(word);
    top = Math.min(top, word.box[1]);
  }
  return taken;
}

/** How many of the texts say what their column is for. */
export function meaningful(texts: readonly string[]): number {
  return texts.filter((it) => it !== '' && classifyHeading(it).type !== 'text').length;
}
