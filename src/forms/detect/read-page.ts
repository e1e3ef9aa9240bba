/** Page → upright page with its words: from the text layer where there is one, else through the recogniser given. */
import { InputError } from '../../domain/errors.ts';
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage, PageImage } from '../../domain/image.ts';
import type { Orientation } from '../../domain/page.ts';
import { turnGrey } from '../../imaging/grey.ts';
import { eraseRules } from './erase-rules.ts';
import { findRules, type Rules, WORK_DPI } from './find-rules.ts';
import { type PageSize, toWorkSize } from './page-size.ts';
import type { PageWord } from './page-text.ts';
import { makeUpright, opposite, turnBox, turnedSize } from './upright.ts';

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
  size?: PageSize;
  /** Words of the text layer, mm on the page as shown. */
  words?: readonly { text: string; box: Box; turn: Orientation }[];
}

export interface ReadPage {
  /** Upright, 300 dpi. */
  page: GreyImage;
  /** mm */
  size: PageSize;
  words: PageWord[];
  rules: Rules;
  /** Whether the words come from a text layer: right to the letter. */
  isText: boolean;
}

const PX_PER_MM = WORK_DPI / 25.4;
/** Fewer words than this are a stamp on a scan, not its text. */
const LEAST_WORDS = 12;
const LEAST_CONFIDENCE = 0.35;
/** From which confidence a word's strokes are no rules, and the least height of print, mm. */
const SURE = 0.6;
const FLATTEST = 0.8;
/** A rule down the page that goes through a word and is shorter than this is a stem of a letter, mm. */
const STEM = 15;

export async function readPage(input: PageInput, recogniseText: RecogniseText): Promise<ReadPage> {
  const { grey, size } = await toWorkSize(input);
  const words = (input.words ?? []).filter((it) => /[\p{L}\p{N}]|^[!?:;,.«»()/&%–—-]$/u.test(it.text));
  if (words.length >= LEAST_WORDS) return readFromText(grey, size, words);
  return await readFromPicture(grey, size, recogniseText);
}

function readFromText(grey: GreyImage, size: PageSize, words: readonly PageWord[]): ReadPage {
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

async function readFromPicture(grey: GreyImage, size: PageSize, recogniseText: RecogniseText): Promise<ReadPage> {
  const upright = await makeUpright(grey, size, recogniseText);
  return readUpright(upright.page, upright.size, recogniseText);
}

/** A picture that is upright already. @throws InputError `form_not_found` */
export async function readUpright(page: GreyImage, size: PageSize, recogniseText: RecogniseText): Promise<ReadPage> {
  const rules = findRules(page);
  if (rules.horizontal.length === 0) {
    throw new InputError('form_not_found', 'There is no printed line on this page.', {
      remedy: 'Check that this is the blank sheet.',
    });
  }
  const words = toWords(await recogniseText(eraseRules(page, rules)));
  return { page, size, words, rules: withoutLetters(rules, words), isText: false };
}

function toWords(found: readonly RecognisedWord[]): PageWord[] {
  return found
    .filter((it) => it.confidence >= LEAST_CONFIDENCE && /[\p{L}\p{N}]/u.test(it.text))
    .filter((it) => Math.min(it.box[2], it.box[3]) >= FLATTEST * PX_PER_MM)
    .map(trimmed)
    .map((it) => ({
      text: it.text,
      box: it.box.map((value) => value / PX_PER_MM) as Box,
      turn: 0,
      confidence: it.confidence,
    }));
}

/** What a recogniser makes of the corner or side of a frame beside a word. */
const FRAME_BEFORE = /^[“”„"'‘’|[\]{}_\\~—–]+(?=.)/u;
const FRAME_AFTER = /(?<=.)[“”„"‘|[\]{}_\\~—–]+$/u;

/** The word without the frame it was read with; letters are taken for evenly wide. */
export function trimmed<T extends { text: string; box: Box }>(word: T): T {
  const before = FRAME_BEFORE.exec(word.text)?.[0].length ?? 0;
  const after = FRAME_AFTER.exec(word.text.slice(before))?.[0].length ?? 0;
  if (before + after === 0) return word;
  const [x, y, w, h] = word.box;
  const step = w / word.text.length;
  const text = word.text.slice(before, word.text.length - after);
  return { ...word, text, box: [x + before * step, y, text.length * step, h] };
}

/** Strokes of letters are no rules: drops what lies inside a word. */
export function withoutLetters(rules: Rules, words: readonly PageWord[]): Rules {
  // What a recogniser makes of a dotted rule is flat, or it is not sure of it.
  const written = words.filter(
    ({ text, box, confidence = 1 }) =>
      /[\p{L}\p{N}]/u.test(text) && confidence >= SURE && Math.min(box[2], box[3]) >= FLATTEST,
  );
  const inWord = (x0: number, x1: number, [y0, y1]: [number, number]) =>
    written.some(({ box: [x, y, w, h] }) => x0 >= x - 0.7 && x1 <= x + w + 0.7 && y0 >= y - 0.7 && y1 <= y + h + 0.7);
  // A row of serifs may look like a dotted rule through several words.
  const throughWords = ({ at, from, to }: Rules['horizontal'][number]) => {
    const crossed = written.filter(({ box: [, y, , h] }) => at > y - 0.2 && at < y + h + 0.2);
    const shared = crossed.map(({ box: [x, , w] }) => Math.max(0, Math.min(to, x + w) - Math.max(from, x)));
    return shared.reduce((a, b) => a + b, 0) > 0.6 * (to - from);
  };
  const downThroughWords = ({ at, from, to, kind }: Rules['vertical'][number]) => {
    // The side of a first or last letter looks like the end of a band.
    const inside = kind === 'edge' ? -0.5 : 0.3;
    const crossed = written.filter(({ box: [x, , w] }) => at > x + inside && at < x + w - inside);
    const shared = crossed.map(({ box: [, y, , h] }) => Math.max(0, Math.min(to, y + h) - Math.max(from, y)));
    return shared.reduce((a, b) => a + b, 0) > (to - from < STEM ? 0.2 : 0.4) * (to - from);
  };
  return {
    horizontal: rules.horizontal.filter((it) => !inWord(it.from, it.to, [it.at, it.at]) && !throughWords(it)),
    vertical: rules.vertical.filter((it) => !inWord(it.at, it.at, [it.from, it.to]) && !downThroughWords(it)),
  };
}
