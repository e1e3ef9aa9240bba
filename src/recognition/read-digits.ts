/** Postal codes: digits, in some countries letters too, with the spaces and prefixes that hands put in. */
import { classOf, encode } from './alphabet.ts';
import { beamSearch } from './beam-search.ts';
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

/** Codes that any country's form allows, without spaces, best first. */
export function readCodes(frames: Frames, lengths: readonly number[], count: number): string[] {
  const out = new Set(readDigits(digitFrames(frames), lengths).map(({ text }) => text));
  const digits = [...out].slice(0, count);
  const wide = beamSearch(codeFrames(frames), { width: 40, floor: FLOOR }).map(({ labels }) =>
    textOf(labels).replace(/[ -]/g, ''),
  );
  const lettered = wide.filter(
    (text) => /[A-Z]/.test(text) && Object.values(CODE_FORMS).some((form) => form.test(text)),
  );
  return [...new Set([...digits, ...lettered.slice(0, 8)])];
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
