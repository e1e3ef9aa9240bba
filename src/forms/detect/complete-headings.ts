/** Heading cells are read a second time by themselves, enlarged: turned writing, white on colour, small print. */
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { cropGrey, turnGrey } from '../../imaging/grey.ts';
import { resizeGrey } from '../../imaging/pixels.ts';
import { WORK_DPI } from './find-rules.ts';
import { isCentreIn, type PageWord, type Region } from './page-text.ts';
import type { ReadPage, RecogniseText } from './read-page.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** Cells looked at again: headings of a table, not a page of boxes. */
const MOST_CELLS = 40;
/** Left out at each side, mm: the rule itself. */
const INSET = 0.7;
/** Print fills at least this share of a heading cell, and at most that. */
const INK = { least: 0.004, most: 0.5 };
const LEAST_CONFIDENCE = 0.4;

/** The page's words, those in the cells given replaced where a closer look reads more. A text layer needs none. */
export async function completeHeadings(
  { page, words, isText }: ReadPage,
  cells: readonly Region[],
  recogniseText: RecogniseText,
): Promise<PageWord[]> {
  if (isText) return words;
  let all = words;
  for (const cell of cells.filter((it) => isHeadingSize(it) && hasPrint(page, it)).slice(0, MOST_CELLS)) {
    const before = all.filter((it) => isCentreIn(it.box, cell));
    const closer = await readCell(page, cell, recogniseText);
    if (worth(closer) > worth(before) * 0.95) all = [...all.filter((it) => !before.includes(it)), ...closer];
  }
  return all;
}

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
  return share >= INK.least && share <= INK.most;
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
  // Writing that reads upwards is turned 270°: a quarter clockwise makes it upright.
  const turns: Orientation[] = [0, 90, 270];
  let best: { words: PageWord[]; sum: number } = { words: [], sum: 0 };
  for (const turn of turns) {
    if (isClear(best.words)) break;
    const seen = turnGrey(large, turn);
    const found = (await recogniseText(withPaper(seen))).filter(
      (it) => it.confidence >= LEAST_CONFIDENCE && /\p{L}{2}|\d/u.test(it.text),
    );
    const sum = found.reduce((total, it) => total + it.confidence * it.text.length, 0);
    if (sum <= best.sum * 1.1) continue;
    const words = found.map(
      (it): PageWord => ({
        text: it.text,
        box: backOnPage(
          [
            (it.box[0] - MARGIN) / ENLARGED,
            (it.box[1] - MARGIN) / ENLARGED,
            it.box[2] / ENLARGED,
            it.box[3] / ENLARGED,
          ],
          { turn, crop, area },
        ),
        confidence: it.confidence,
        turn: ((360 - turn) % 360) as Orientation,
      }),
    );
    best = { words, sum };
  }
  return best.words;
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
