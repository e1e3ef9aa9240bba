/** Which way is up: quarter turns by what reads best, the small rest by the rows of print. */
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { cropGrey, turnGrey } from '../../imaging/grey.ts';
import { WORK_DPI } from './find-rules.ts';
import type { PageSize } from './page-size.ts';
import type { RecognisedWord, RecogniseText } from './read-page.ts';
import { measureSkew, rowness, straighten } from './straighten.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** mm of the page, wide and high, that are read to find which way is up: upside down it costs the recogniser most. */
const STRIP = { wide: 100, high: 35 };
/** Grey levels within four pixels: the side of a letter. */
const CHANGE = 60;
/** Skew in degrees that does not show. */
const STRAIGHT = 0.03;

/** The page of a scan or picture turned upright and straight. */
export async function makeUpright(
  grey: GreyImage,
  size: PageSize,
  recogniseText: RecogniseText,
): Promise<{ page: GreyImage; size: PageSize }> {
  const turn = await findTurn(grey, recogniseText);
  return { page: makeStraight(turnGrey(grey, turn)), size: turnedSize(size, turn) };
}

export function makeStraight(page: GreyImage): GreyImage {
  const skew = measureSkew(page);
  return Math.abs(skew) < STRAIGHT ? page : straighten(page, skew);
}

export function turnedSize(size: PageSize, turn: Orientation): PageSize {
  return turn === 90 || turn === 270 ? { width: size.height, height: size.width } : size;
}

export const opposite = (turn: Orientation) => ((360 - turn) % 360) as Orientation;

/** Where a box lies after the page is turned clockwise. */
export function turnBox([x, y, w, h]: Box, turn: Orientation, size: PageSize): Box {
  if (turn === 90) return [size.height - y - h, x, h, w];
  if (turn === 180) return [size.width - x - w, size.height - y - h, w, h];
  if (turn === 270) return [y, size.width - x - w, h, w];
  return [x, y, w, h];
}

/** The turn that makes the page upright: the one in which its busiest piece reads best. */
async function findTurn(grey: GreyImage, recogniseText: RecogniseText): Promise<Orientation> {
  const order: Orientation[] = rowness(grey) >= 1 ? [0, 180, 270, 90] : [90, 270, 0, 180];
  let best = { turn: order[0]!, letters: -1 };
  for (const turn of order) {
    const turned = turnGrey(grey, turn);
    const piece = busiestPiece(turned);
    if (piece === null) return 0;
    const { letters, isClear } = legibility(await recogniseText(straighten(piece, measureSkew(piece))));
    if (letters > best.letters) best = { turn, letters };
    if (isClear) break;
  }
  return best.turn;
}

/** The piece of the page with most changes from light to dark; null when nothing is printed. */
function busiestPiece(page: GreyImage): GreyImage | null {
  const { width, height, data } = page;
  const tall = Math.min(height, Math.round(STRIP.high * PX_PER_MM));
  const down = changesAlong(height, (y, count) => {
    for (let x = 4; x < width; x += 2) if (data[y * width + x - 4]! - data[y * width + x]! > CHANGE) count(y);
  });
  const top = busiest(down, tall);
  if (down[top + tall] === down[top]) return null;
  const wide = Math.min(width, Math.round(STRIP.wide * PX_PER_MM));
  const across = changesAlong(
    tall,
    (y, count) => {
      const row = (top + y) * width;
      for (let x = 4; x < width; x += 2) if (data[row + x - 4]! - data[row + x]! > CHANGE) count(x);
    },
    width,
  );
  return cropGrey(page, [busiest(across, wide), top, wide, tall]);
}

/** Changes counted by place, summed up from the beginning. */
function changesAlong(
  rows: number,
  look: (row: number, count: (at: number) => void) => void,
  places = rows,
): Float64Array {
  const sums = new Float64Array(places + 1);
  const count = (at: number) => {
    sums[at + 1]!++;
  };
  for (let row = 0; row < rows; row++) look(row, count);
  for (let at = 0; at < places; at++) sums[at + 1]! += sums[at]!;
  return sums;
}

/** Where the window with the most of them begins. */
function busiest(sums: Float64Array, size: number): number {
  let from = 0;
  for (let at = 0; at + size < sums.length; at += 6) {
    if (sums[at + size]! - sums[at]! > sums[from + size]! - sums[from]!) from = at;
  }
  return from;
}

/** Letters in words the recogniser is sure of; upside down it is sure of few. */
function legibility(words: readonly RecognisedWord[]): { letters: number; isClear: boolean } {
  const long = words.filter((it) => /^[\p{L}'’-]{3,}[.,:;!?]?$/u.test(it.text));
  const count = (list: readonly RecognisedWord[]) => list.reduce((sum, it) => sum + it.text.length, 0);
  const letters = count(long.filter((it) => it.confidence >= 0.7));
  const all = count(words);
  return { letters, isClear: letters >= 20 && letters >= 0.45 * all };
}
