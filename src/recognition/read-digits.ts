/** Postal codes: digits, in some countries letters too, with the spaces and prefixes that hands put in. */
import { classOf, encode } from './alphabet.ts';
import { beamSearch, type PrefixPrior } from './beam-search.ts';
import { sequenceLogp, textOf } from './ctc.ts';
import { type Frames, IMPOSSIBLE, maskFrames } from './frames.ts';
import { CODE_FORMS } from './places.ts';

const classesOf = (characters: string): ReadonlySet<number> => new Set([...characters].map((c) => classOf(c)!));
const DIGIT_CLASSES = classesOf('0123456789');
const CODE_CLASSES = classesOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -');

export interface DigitString {
  text: string;
  logp: number;
}

/** Frames in which only digits (and the blank) remain. */
export function digitFrames(frames: Frames): Frames {
  return maskFrames(frames, DIGIT_CLASSES);
}

const BEAM = 120;
const FLOOR = Math.log(1e-4);

/** Best first; only strings whose length is in `lengths`. */
export function readDigits(digits: Frames, lengths: readonly number[]): DigitString[] {
  return beamSearch(digits, { width: BEAM, floor: FLOOR })
    .map(({ labels, logp }) => ({ text: textOf(labels), logp }))
    .filter(({ text }) => lengths.includes(text.length));
}

/** Frames of a code cell: digits, capitals, space and hyphen. */
export function codeFrames(frames: Frames): Frames {
  return maskFrames(frames, CODE_CLASSES);
}

/** Codes with letters: digits are 9, letters A; a space may be left out. */
const SHAPES: Record<string, readonly string[]> = {
  GB: ['A9 9AA', 'A99 9AA', 'AA9 9AA', 'AA99 9AA', 'A9A 9AA', 'AA9A 9AA'],
  NL: ['9999 AA'],
};
const shapeOf = (text: string) => text.replace(/\d/g, '9').replace(/[A-Z]/g, 'A');
/** Natural log: something that goes on as no code of the country does. */
const NO_CODE = -20;

/** Prior of a country's own codes, where they hold letters: without it the search is lost among all strings. */
function shapePrior(shapes: readonly string[]): PrefixPrior {
  const ways = shapes.flatMap((shape) => [shape, shape.replace(' ', '')]);
  return (prefix, next) => (ways.some((way) => way.startsWith(shapeOf(textOf([...prefix, next])))) ? 0 : NO_CODE);
}

/** The sign of a country before a code, as on letters. */
const COUNTRY_MARK = /^(?:B|L|CH|A|D|F|NL)(\d+)$/;

export interface CodeOptions {
  /** Of codes of digits alone. */
  lengths: readonly number[];
  /** Of codes of digits alone, at most. */
  count: number;
  country: string;
}

/** Codes that any country's form allows, without spaces, best first. */
export function readCodes(frames: Frames, { lengths, count, country }: CodeOptions): string[] {
  const out = new Set(readDigits(digitFrames(frames), lengths).map(({ text }) => text));
  const digits = [...out].slice(0, count);
  const own = SHAPES[country];
  const prior = own === undefined ? undefined : shapePrior(own);
  const wide = beamSearch(codeFrames(frames), { width: 40, floor: FLOOR, prior }).map(({ labels }) =>
    textOf(labels).replace(/[ -]/g, ''),
  );
  const lettered = wide.filter(
    (text) => /[A-Z]/.test(text) && Object.values(CODE_FORMS).some((form) => form.test(text)),
  );
  // `L-1009`: among digits alone the letter and the hyphen look like any figures.
  const marked = wide.flatMap((text) => {
    const figures = COUNTRY_MARK.exec(text)?.[1];
    return figures !== undefined && lengths.includes(figures.length) ? [figures] : [];
  });
  return [...new Set([...marked.slice(0, 3), ...digits, ...lettered.slice(0, own === undefined ? 8 : count)])];
}

/** Ways of writing a code, with how usual each is (natural log). */
function waysOf(code: string): [string, number][] {
  const out: [string, number][] = [[code, 0]];
  const lettered = /[A-Z]/.test(code);
  if (/^\d{5}$/.test(code))
    out.push(
      [`${code.slice(0, 2)} ${code.slice(2)}`, -0.7],
      [`F-${code}`, -6],
      [`D-${code}`, -6],
      [`${code.slice(0, 2)}-${code.slice(2)}`, -6],
    );
  if (/^\d{4}$/.test(code)) for (const prefix of ['B-', 'L-', 'CH-', 'A-']) out.push([`${prefix}${code}`, -4]);
  if (/^\d{7}$/.test(code)) out.push([`${code.slice(0, 4)}-${code.slice(4)}`, 1]);
  if (lettered && /^\d{4}/.test(code)) out.push([`${code.slice(0, 4)} ${code.slice(4)}`, 1]);
  else if (lettered) out.push([`${code.slice(0, -3)} ${code.slice(-3)}`, 1]);
  return out;
}

/** The likeliest way in which a code stands there, with its log probability (how usual included). */
export function writtenCode(wide: Frames, code: string, weight: number): { text: string; score: number } {
  let best = { text: code, score: IMPOSSIBLE };
  for (const [text, habit] of waysOf(code)) {
    const labels = encode(text);
    const score = labels === null ? IMPOSSIBLE : weight * sequenceLogp(wide, labels) + habit;
    if (score > best.score) best = { text, score };
  }
  return best;
}
