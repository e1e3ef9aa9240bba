/** A closer look at one cell: its ground made white, and what was passed over read by itself. Lengths in mm. */
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { cropGrey, turnGrey } from '../../imaging/grey.ts';
import { resizeGrey } from '../../imaging/pixels.ts';
import { classifyHeading } from '../classify-heading.ts';
import { WORK_DPI } from './find-rules.ts';
import type { PageWord, Region } from './page-text.ts';
import { type RecogniseText, trimmed } from './read-page.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** Left out at each side, mm: what erasing leaves of the rule. Labels begin nearly as close. */
const INSET = 0.3;
const LEAST_CONFIDENCE = 0.4;
/** Letters, figures and what joins two words: "Apellidos y nombre", "Name & Vorname". */
const WORD = /\p{L}[.'’-]?\p{L}|\d|^[aeouyàèéÉ&/]$|^n[.°º]+$/iu;
/** A reading that means something is right side up: its letters count this many times. */
const MEANT = 1.5;

/** Grey levels: what differs less from the ground is ground. */
const GROUND = 25;
/** Of what was passed over: least width and height of print, and the space that parts it; mm. */
const PASSED = { wide: 1.2, high: 1.2, gap: 1.2, margin: 1, most: 8 };
/** Crumbs read like words: the recogniser must be surer of them. */
const SURE = 0.6;
/** A word of one or two letters that stands alone, and how near another makes it part of a line, mm. */
const SURE_SHORT = 0.85;
const BESIDE = 4;

export function inner(cell: Region): Box {
  const toPx = (mm: number) => Math.round(mm * PX_PER_MM);
  const [x, y] = [toPx(cell.left + INSET), toPx(cell.top + INSET)];
  return [x, y, toPx(cell.right - INSET) - x, toPx(cell.bottom - INSET) - y];
}

export function contrastShare(image: GreyImage): { share: number; isInverted: boolean } {
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

/** Dark print on white, whatever the cell's ground is. */
function levelled(crop: GreyImage): GreyImage {
  const { isInverted } = contrastShare(crop);
  const data = isInverted ? crop.data.map((value) => 255 - value) : crop.data;
  const ground = Math.max(1, Uint8Array.from(data).sort()[data.length >> 1]! - GROUND);
  return { ...crop, data: data.map((value) => (value >= ground ? 255 : Math.round((value * 255) / ground))) };
}

export async function readCell(page: GreyImage, cell: Region, recogniseText: RecogniseText): Promise<PageWord[]> {
  const area = inner(cell);
  const crop = levelled(cropGrey(page, area));
  const words = withoutCrumbs(await readPiece(crop, area, recogniseText));
  const rest = withoutWords(crop, words, area);
  for (const [from, to] of inkSpans(rest).slice(0, PASSED.most)) {
    const own: Box = [area[0] + from, area[1], to - from, area[3]];
    const piece = cropGrey(rest, [from, 0, to - from, rest.height]);
    const found = await readPiece(piece, own, recogniseText);
    words.push(...found.filter((it) => (it.confidence ?? 1) >= SURE));
  }
  return words;
}

/** As it lies, or turned where that reads better. `area`: where it lies on the page, px. */
async function readPiece(crop: GreyImage, area: Box, recogniseText: RecogniseText): Promise<PageWord[]> {
  const large = await resizeGrey(crop, {
    width: crop.width * ENLARGED,
    height: crop.height * ENLARGED,
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

/** Turned letters read as short words here and there: what no clear word stands beside is read again by itself. */
function withoutCrumbs(words: readonly PageWord[]): PageWord[] {
  const clear = words.filter((it) => isClear([it]) || (it.confidence ?? 1) >= SURE_SHORT);
  const isBeside = ({ box: [x, y, w, h] }: PageWord) =>
    clear.some(
      ({ box: [cx, cy, cw, ch] }) =>
        Math.abs(cy + ch / 2 - y - h / 2) < Math.max(h, ch) / 2 && x < cx + cw + BESIDE && cx < x + w + BESIDE,
    );
  return words.filter((it) => clear.includes(it) || isBeside(it));
}

/** What is left to read. */
function withoutWords(crop: GreyImage, words: readonly PageWord[], area: Box): GreyImage {
  const data = Uint8Array.from(crop.data);
  for (const { box } of words) {
    const [x, y, w, h] = box.map((it) => it * PX_PER_MM) as Box;
    const [left, top] = [Math.max(0, Math.floor(x - area[0]) - 4), Math.max(0, Math.floor(y - area[1]) - 4)];
    const right = Math.min(crop.width, Math.ceil(x - area[0] + w) + 4);
    for (let row = top; row < Math.min(crop.height, y - area[1] + h + 4); row++)
      data.fill(255, row * crop.width + left, row * crop.width + Math.max(left, right));
  }
  return { ...crop, data };
}

/** From where to where something as large as a word stands, px. */
function inkSpans({ width, height, data }: GreyImage): [number, number][] {
  const spans: { from: number; to: number; top: number; bottom: number }[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (data[y * width + x]! > 128) continue;
      const last = spans.at(-1);
      if (last === undefined || x - last.to > PASSED.gap * PX_PER_MM) spans.push({ from: x, to: x, top: y, bottom: y });
      else Object.assign(last, { to: x, top: Math.min(last.top, y), bottom: Math.max(last.bottom, y) });
    }
  }
  const margin = Math.round(PASSED.margin * PX_PER_MM);
  return spans
    .filter((it) => it.to - it.from >= PASSED.wide * PX_PER_MM && it.bottom - it.top >= PASSED.high * PX_PER_MM)
    .map((it) => [Math.max(0, it.from - margin), Math.min(width, it.to + margin)]);
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
