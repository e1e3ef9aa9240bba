/** Heading cells are read a second time by themselves, enlarged: turned writing, white on colour, small print. */
import { type Box, offsetBox } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import { cropGrey } from '../../imaging/grey.ts';
import { eraseRules } from './erase-rules.ts';
import { inkMeter } from './ink.ts';
import { isCentreIn, type PageWord, type Region, unionBox } from './page-text.ts';
import { contrastShare, inner, readCell } from './read-cell.ts';
import type { ReadPage, RecogniseText } from './read-page.ts';

/** Cells looked at again: headings of a table, not a page of boxes. */
const MOST_CELLS = 40;
/** Print covers at least so many mm² of a cell (a short word in small type), and at most this share of it. */
const INK = { least: 0.5, most: 0.5 };

export interface HeadingPlace {
  cell: Region;
  /** Cells of other lines in which the same is printed. */
  twins: readonly Region[];
  /** No rule goes through it: rows of serifs stay. */
  isUnruled?: boolean;
}

/** A twin has this share of the ink where a word stands, at least: what is read once need not be read in every line. */
const SAME_INK = 0.6;

/** The page's words, those in the cells given replaced where a closer look reads more. A text layer needs none. */
export async function completeHeadings(
  { page: whole, words, rules, isText }: ReadPage,
  places: readonly HeadingPlace[],
  recogniseText: RecogniseText,
): Promise<PageWord[]> {
  if (isText) return words;
  const erased = eraseRules(whole, rules);
  let all = words;
  for (const { cell, twins, isUnruled } of places
    .filter((it) => isHeadingSize(it.cell) && hasPrint(erased, it.cell))
    .slice(0, MOST_CELLS)) {
    const page = isUnruled ? whole : erased;
    const before = all.filter((it) => isCentreIn(it.box, cell));
    const closer = await readCell(page, cell, recogniseText);
    if (closer.length === 0 || worth(closer) <= worth(before) * 0.95) continue;
    all = [...all.filter((it) => !before.includes(it)), ...closer];
    for (const twin of twins) all = readLikewise(all, closer, { cell, twin, inkIn: inkMeter(page) });
  }
  return all;
}

/** In a twin the words are those of the cell that was read closely, where it has ink as well. */
function readLikewise(
  all: readonly PageWord[],
  closer: readonly PageWord[],
  { cell, twin, inkIn }: { cell: Region; twin: Region; inkIn: (region: Region) => number },
): PageWord[] {
  const [dx, dy] = [twin.left - cell.left, twin.top - cell.top];
  const likewise = closer
    .map((it): PageWord => ({ ...it, box: offsetBox(it.box, [dx, dy, 0, 0]) }))
    .filter((it, k) => inkIn(regionOf(it.box)) >= SAME_INK * inkIn(regionOf(closer[k]!.box)));
  const [x, y, w, h] = unionBox(likewise.map((it) => it.box));
  const around: Region = { left: x - AROUND, top: y - AROUND, right: x + w + AROUND, bottom: y + h + AROUND };
  return likewise.length === 0 ? [...all] : [...all.filter((it) => !isCentreIn(it.box, around)), ...likewise];
}

/** Words read in passing lie at most this far off, mm. */
const AROUND = 0.7;

/** So far round a word that the meter, which leaves rules out at its sides, measures the word, mm. */
const SIDES = 0.8;

const regionOf = ([x, y, w, h]: Box): Region => ({
  ...{ left: x - SIDES, right: x + w + SIDES, top: y - SIDES, bottom: y + h + SIDES },
});

const worth = (words: readonly PageWord[]) =>
  words.reduce((sum, it) => sum + it.text.replace(/[^\p{L}\p{N}]/gu, '').length * (it.confidence ?? 1), 0);

const isHeadingSize = (it: Region) => it.bottom - it.top >= 2.5 && it.bottom - it.top <= 60 && it.right - it.left >= 3;

function hasPrint(page: GreyImage, cell: Region): boolean {
  const { share } = contrastShare(cropGrey(page, inner(cell)));
  const area = (cell.right - cell.left) * (cell.bottom - cell.top);
  return share * area >= INK.least && share <= INK.most;
}
