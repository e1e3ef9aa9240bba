/** Page → upright page with its words: from the text layer where there is one, else through the recogniser given. */
import { InputError } from '../../domain/errors.ts';
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage, PageImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { cropGrey, turnGrey } from '../../imaging/grey.ts';
import { resizeGrey } from '../../imaging/pixels.ts';
import { eraseRules } from './erase-rules.ts';
import { findRules, type Rules, WORK_DPI } from './find-rules.ts';
import type { PageWord } from './page-text.ts';
import { measureSkew, rowness, straighten } from './straighten.ts';

export interface RecognisedWord {
  text: string;
  /** px in the picture given. */
  box: Box;
  /** 0..1 */
  confidence: number;
}

export type RecogniseText = (image: GreyImage) => Promise<RecognisedWord[]>;

export interface PageInput {
  page: PageImage;
  /** mm, when the file says so (PDF). */
  size?: { width: number; height: number };
  /** Words of the text layer, mm on the page as shown. */
  words?: readonly { text: string; box: Box; turn: Orientation }[];
}

export interface ReadPage {
  /** Upright, 300 dpi. */
  page: GreyImage;
  /** mm */
  size: { width: number; height: number };
  words: PageWord[];
  rules: Rules;
  /** Whether the words come from a text layer: right to the letter. */
  isText: boolean;
}

const PX_PER_MM = WORK_DPI / 25.4;
/** Fewer words than this are a stamp on a scan, not its text. */
const LEAST_WORDS = 12;
const LEAST_CONFIDENCE = 0.35;
/** mm of the page's height that are read to find which way is up. */
const STRIP = 35;
/** mm; smaller is no sheet, larger no page. */
const SIDE = { least: 60, most: 520 };
/** Common sheets, mm: what a picture without a believable resolution is taken for. */
const SHEETS: readonly [number, number][] = [
  [210, 297],
  [215.9, 279.4],
  [215.9, 355.6],
  [297, 420],
  [148, 210],
];

export async function readPage(input: PageInput, recogniseText: RecogniseText): Promise<ReadPage> {
  const { grey, size } = await toWorkSize(input);
  const words = (input.words ?? []).filter((it) => /[\p{L}\p{N}]|^[!?:;,.«»()/&%–—-]$/u.test(it.text));
  if (words.length >= LEAST_WORDS) return readFromText(grey, size, words);
  return await readFromPicture(grey, size, recogniseText);
}

/** Believes a resolution that makes the picture a sheet; else takes the common sheet of nearest shape. */
export function guessSize({ width, height }: GreyImage, dpi: number | null): { width: number; height: number } {
  const stated = dpi === null ? null : { width: (width / dpi) * 25.4, height: (height / dpi) * 25.4 };
  const isSheet = (it: { width: number; height: number }) =>
    Math.min(it.width, it.height) >= SIDE.least && Math.max(it.width, it.height) <= SIDE.most;
  if (stated !== null && isSheet(stated)) return snapToSheet(stated);
  const shape = Math.max(width, height) / Math.min(width, height);
  const [short, long] = SHEETS.slice(0, 3).reduce((a, b) =>
    Math.abs(b[1] / b[0] - shape) < Math.abs(a[1] / a[0] - shape) - 0.004 ? b : a,
  );
  const scale = long / Math.max(width, height);
  const guessed = { width: width * scale, height: height * scale };
  return snapToSheet(
    Math.abs(long / short - shape) < 0.03
      ? { width: width > height ? long : short, height: width > height ? short : long }
      : guessed,
  );
}

/** Scanners round to pixels: within half a millimetre of a common sheet it is that sheet. */
function snapToSheet(size: { width: number; height: number }): { width: number; height: number } {
  for (const [short, long] of SHEETS) {
    const isPortrait = size.height >= size.width;
    const [width, height] = isPortrait ? [short, long] : [long, short];
    if (Math.abs(size.width - width) < 0.6 && Math.abs(size.height - height) < 0.6) return { width, height };
  }
  const round = (value: number) => Math.round(value * 10) / 10;
  return { width: round(size.width), height: round(size.height) };
}

async function toWorkSize({
  page,
  size,
}: PageInput): Promise<{ grey: GreyImage; size: { width: number; height: number } }> {
  if (Math.min(page.grey.width, page.grey.height) < 200) {
    throw new InputError('form_too_small', 'The image is too small to show a petition sheet.', {
      remedy: 'Scan the blank sheet at 300 dpi.',
    });
  }
  assertPrint(page.grey);
  const known = size === undefined ? guessSize(page.grey, page.dpi) : snapToSheet(size);
  const isSheet = Math.min(known.width, known.height) >= SIDE.least && Math.max(known.width, known.height) <= SIDE.most;
  const final = isSheet ? known : guessSize(page.grey, null);
  const width = Math.round(final.width * PX_PER_MM);
  const height = Math.round(final.height * PX_PER_MM);
  const isThere = Math.abs(width - page.grey.width) <= 1 && Math.abs(height - page.grey.height) <= 1;
  return { grey: isThere ? page.grey : await resizeGrey(page.grey, { width, height, kernel: 'cubic' }), size: final };
}

/** An all-black page, an empty one, or noise holds no form. */
function assertPrint({ data, width, height }: GreyImage): void {
  let dark = 0;
  let restless = 0;
  let count = 0;
  for (let i = 0; i + 1 < data.length; i += 7, count++) {
    if (data[i]! < 128) dark++;
    if (Math.abs(data[i]! - data[i + 1]!) > 60) restless++;
  }
  if (dark / count > 0.8 || restless / count > 0.25 || width * height === 0) {
    throw new InputError('form_unreadable', 'The page is too dark or too noisy to show a form.', {
      remedy: 'Scan the blank sheet again.',
    });
  }
}

function turnedSize(size: { width: number; height: number }, turn: Orientation): { width: number; height: number } {
  return turn === 90 || turn === 270 ? { width: size.height, height: size.width } : size;
}

const opposite = (turn: Orientation) => ((360 - turn) % 360) as Orientation;

/** Where a box lies after the page is turned clockwise. */
function turnBox([x, y, w, h]: Box, turn: Orientation, size: { width: number; height: number }): Box {
  if (turn === 90) return [size.height - y - h, x, h, w];
  if (turn === 180) return [size.width - x - w, size.height - y - h, w, h];
  if (turn === 270) return [y, size.width - x - w, h, w];
  return [x, y, w, h];
}

function readFromText(grey: GreyImage, size: { width: number; height: number }, words: readonly PageWord[]): ReadPage {
  const letters = new Map<Orientation, number>();
  for (const { turn, text } of words) letters.set(turn, (letters.get(turn) ?? 0) + text.length);
  const written = [...letters].sort((a, b) => b[1] - a[1])[0]![0];
  const turn = opposite(written);
  const page = turnGrey(grey, turn);
  const turned = words.map(
    (it): PageWord => ({
      text: it.text,
      box: turnBox(it.box, turn, size),
      turn: ((it.turn + turn) % 360) as Orientation,
    }),
  );
  return {
    page,
    size: turnedSize(size, turn),
    words: turned,
    rules: withoutLetters(findRules(page), turned),
    isText: true,
  };
}

async function readFromPicture(
  grey: GreyImage,
  size: { width: number; height: number },
  recogniseText: RecogniseText,
): Promise<ReadPage> {
  const turn = await findTurn(grey, recogniseText);
  const turned = turnGrey(grey, turn);
  const skew = measureSkew(turned);
  const page = Math.abs(skew) < 0.03 ? turned : straighten(turned, skew);
  const rules = findRules(page);
  if (rules.horizontal.length === 0) {
    throw new InputError('form_not_found', 'There is no printed line on this page.', {
      remedy: 'Check that this is the blank sheet.',
    });
  }
  const words = toWords(await recogniseText(eraseRules(page, rules)));
  return { page, size: turnedSize(size, turn), words, rules: withoutLetters(rules, words), isText: false };
}

/** The turn that makes the page upright: the one in which its busiest strip reads best. */
async function findTurn(grey: GreyImage, recogniseText: RecogniseText): Promise<Orientation> {
  const order: Orientation[] = rowness(grey) >= 1 ? [0, 180, 270, 90] : [90, 270, 0, 180];
  let best = { turn: order[0]!, letters: -1 };
  for (const turn of order) {
    const turned = turnGrey(grey, turn);
    const strip = busiestStrip(turned);
    const { letters, isClear } = legibility(await recogniseText(straighten(strip, measureSkew(strip))));
    if (letters > best.letters) best = { turn, letters };
    if (isClear) break;
  }
  return best.turn;
}

/** The 35 mm of the page's height with most changes from light to dark. */
function busiestStrip(page: GreyImage): GreyImage {
  const { width, height, data } = page;
  const tall = Math.min(height, Math.round(STRIP * PX_PER_MM));
  const changes = new Float64Array(height + 1);
  for (let y = 0; y < height; y++) {
    let count = 0;
    for (let x = 4; x < width; x += 2) if (data[y * width + x - 4]! - data[y * width + x]! > 60) count++;
    changes[y + 1] = changes[y]! + count;
  }
  let top = 0;
  for (let y = 0; y + tall <= height; y += 6) {
    if (changes[y + tall]! - changes[y]! > changes[top + tall]! - changes[top]!) top = y;
  }
  return cropGrey(page, [0, top, width, tall]);
}

/** Letters in words the recogniser is sure of; upside down it is sure of few. */
function legibility(words: readonly RecognisedWord[]): { letters: number; isClear: boolean } {
  const long = words.filter((it) => /^[\p{L}'’-]{3,}[.,:;!?]?$/u.test(it.text));
  const count = (list: readonly RecognisedWord[]) => list.reduce((sum, it) => sum + it.text.length, 0);
  const letters = count(long.filter((it) => it.confidence >= 0.7));
  const all = count(words);
  return { letters, isClear: letters >= 20 && letters >= 0.45 * all };
}

function toWords(found: readonly RecognisedWord[]): PageWord[] {
  return found
    .filter((it) => it.confidence >= LEAST_CONFIDENCE && /[\p{L}\p{N}]/u.test(it.text))
    .map((it) => ({
      text: it.text,
      box: it.box.map((value) => value / PX_PER_MM) as Box,
      turn: 0,
      confidence: it.confidence,
    }));
}

/** Strokes of letters are no rules: drops what lies inside a word. */
function withoutLetters(rules: Rules, words: readonly PageWord[]): Rules {
  const written = words.filter((it) => /[\p{L}\p{N}]/u.test(it.text));
  const inWord = (x0: number, x1: number, [y0, y1]: [number, number]) =>
    written.some(({ box: [x, y, w, h] }) => x0 >= x - 0.7 && x1 <= x + w + 0.7 && y0 >= y - 0.7 && y1 <= y + h + 0.7);
  // A row of serifs may look like a dotted rule through several words.
  const throughWords = ({ at, from, to }: Rules['horizontal'][number]) => {
    const crossed = written.filter(({ box: [, y, , h] }) => at > y - 0.2 && at < y + h + 0.2);
    const shared = crossed.map(({ box: [x, , w] }) => Math.max(0, Math.min(to, x + w) - Math.max(from, x)));
    return shared.reduce((a, b) => a + b, 0) > 0.6 * (to - from);
  };
  const downThroughWords = ({ at, from, to }: Rules['vertical'][number]) => {
    const crossed = written.filter(({ box: [x, , w] }) => at > x + 0.3 && at < x + w - 0.3);
    const shared = crossed.map(({ box: [, y, , h] }) => Math.max(0, Math.min(to, y + h) - Math.max(from, y)));
    return shared.reduce((a, b) => a + b, 0) > 0.4 * (to - from);
  };
  return {
    horizontal: rules.horizontal.filter((it) => !inWord(it.from, it.to, [it.at, it.at]) && !throughWords(it)),
    vertical: rules.vertical.filter((it) => !inWord(it.at, it.at, [it.from, it.to]) && !downThroughWords(it)),
  };
}
