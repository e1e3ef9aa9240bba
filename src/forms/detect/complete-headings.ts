/** Heading cells are read a second time by themselves, enlarged: turned writing, white on colour, small print. */
import { type Box, offsetBox } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { cropGrey, turnGrey } from '../../imaging/grey.ts';
import { resizeGrey } from '../../imaging/pixels.ts';
import { classifyHeading } from '../classify-heading.ts';
import { eraseRules } from './erase-rules.ts';
import { WORK_DPI } from './find-rules.ts';
import { inkMeter } from './ink.ts';
import { isCentreIn, type PageWord, type Region, unionBox } from './page-text.ts';
import { type ReadPage, type RecogniseText, trimmed } from './read-page.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** Cells looked at again: headings of a table, not a page of boxes. */
const MOST_CELLS = 40;
/** Left out at each side, mm: what erasing leaves of the rule. Labels begin nearly as close. */
const INSET = 0.3;
/** Print covers at least so many mm² of a cell (a short word in small type), and at most this share of it. */
const INK = { least: 0.5, most: 0.5 };
const LEAST_CONFIDENCE = 0.4;
/** Letters, figures and what joins two words: "Apellidos y nombre", "Name & Vorname". */
const WORD = /\p{L}[.'’-]?\p{L}|\d|^[aeouyàèéÉ&/]$|^n[.°º]+$/iu;
/** A reading that means something is right side up: its letters count this many times. */
const MEANT = 1.5;

export interface HeadingPlace {
  cell: Region;
  /** Cells of other lines in which the same is printed. */
  twins: readonly Region[];
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
  const page = eraseRules(whole, rules);
  let all = words;
  for (const { cell, twins } of places
    .filter((it) => isHeadingSize(it.cell) && hasPrint(page, it.cell))
    .slice(0, MOST_CELLS)) {
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

function inner(cell: Region): Box {
  const toPx = (mm: number) => Math.round(mm * PX_PER_MM);
  const [x, y] = [toPx(cell.left + INSET), toPx(cell.top + INSET)];
  return [x, y, toPx(cell.right - INSET) - x, toPx(cell.bottom - INSET) - y];
}

function contrastShare(image: GreyImage): { share: number; isInverted: boolean } {
  const sorted = Uint8Array.from(image.data).sort();
  const ground = sorted[sorted.length >> 1]!;
  let dark = 0;
  let light = 0;
  for (const value of image.data) {
    if (value < ground - 70) dark++;
    else if (value > ground + 70) light++;
  }
  const isInverted = light > dark;
  return { share: Math.max(light, dark) / image.data.length, isInverted };
}

function hasPrint(page: GreyImage, cell: Region): boolean {
  const { share } = contrastShare(cropGrey(page, inner(cell)));
  const area = (cell.right - cell.left) * (cell.bottom - cell.top);
  return share * area >= INK.least && share <= INK.most;
}

async function readCell(page: GreyImage, cell: Region, recogniseText: RecogniseText): Promise<PageWord[]> {
  const area = inner(cell);
  const crop = cropGrey(page, area);
  const { isInverted } = contrastShare(crop);
  const dark = isInverted ? { ...crop, data: crop.data.map((value) => 255 - value) } : crop;
  const large = await resizeGrey(dark, {
    width: dark.width * ENLARGED,
    height: dark.height * ENLARGED,
    kernel: 'cubic',
  });
  const readTurned = async (turn: Orientation) => {
    const found = (await recogniseText(withPaper(turnGrey(large, turn)))).filter(
      (it) => it.confidence >= LEAST_CONFIDENCE && WORD.test(it.text),
    );
    return found.map(trimmed).map(
      ({ text, box: [x, y, w, h], confidence }): PageWord => ({
        ...{ text, confidence },
        box: backOnPage([(x - MARGIN) / ENLARGED, (y - MARGIN) / ENLARGED, w / ENLARGED, h / ENLARGED], {
          ...{ turn, crop, area },
        }),
        turn: ((360 - turn) % 360) as Orientation,
      }),
    );
  };
  const level = await readTurned(0);
  if (isClear(level)) return level;
  // Writing that reads upwards is turned 270°: a quarter clockwise makes it upright. Upside down it may read like words too.
  const turned = [await readTurned(90), await readTurned(270)].sort((a, b) => legible(b) - legible(a))[0]!;
  return legible(turned) > legible(level) * 1.1 ? turned : level;
}

function legible(words: readonly PageWord[]): number {
  const letters = words.reduce((sum, it) => sum + (it.confidence ?? 1) * it.text.length, 0);
  const meaning = classifyHeading(words.map((it) => it.text).join(' '));
  return meaning.concepts.length > 0 ? letters * MEANT : letters;
}

/** A word of three letters read with confidence: this is how the writing runs. */
const isClear = (words: readonly PageWord[]) =>
  words.some((it) => (it.confidence ?? 1) >= 0.75 && /\p{L}{3}/u.test(it.text));

/** White round the cell, px; the recogniser needs some. */
const MARGIN = 20;
/** Print of 6 points is too small for the recogniser at 300 dpi. */
const ENLARGED = 2;

function withPaper({ width, height, data }: GreyImage): GreyImage {
  const wide = width + 2 * MARGIN;
  const out = new Uint8Array(wide * (height + 2 * MARGIN)).fill(255);
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + MARGIN) * wide + MARGIN);
  return { width: wide, height: height + 2 * MARGIN, data: out };
}

function backOnPage([x, y, w, h]: Box, { turn, crop, area }: { turn: Orientation; crop: GreyImage; area: Box }): Box {
  const [px, py, pw, ph] =
    turn === 90 ? [y, crop.height - x - w, h, w] : turn === 270 ? [crop.width - y - h, x, h, w] : [x, y, w, h];
  return [(px + area[0]) / PX_PER_MM, (py + area[1]) / PX_PER_MM, pw / PX_PER_MM, ph / PX_PER_MM];
}
