/** Runs of digits: postcodes, numbers. The likeliest strings of a wanted length, by the recogniser's frames. */
import { classOf } from './alphabet.ts';
import { beamSearch, sequenceLogp, textOf } from './ctc.ts';
import { encode } from './alphabet.ts';
import { type Frames, maskFrames } from './frames.ts';

const DIGIT_CLASSES: ReadonlySet<number> = new Set([...'0123456789'].map((c) => classOf(c)!));

export interface DigitString {
  text: string;
  logp: number;
}

/** Frames in which only digits (and the blank) remain. */
export function digitFrames(frames: Frames): Frames {
  return maskFrames(frames, DIGIT_CLASSES);
}

const BEAM = 150;

/** Best first; only strings whose length is in `lengths`. */
export function readDigits(digits: Frames, lengths: readonly number[]): DigitString[] {
  return beamSearch(digits, { width: BEAM, floor: Math.log(1e-4) })
    .map(({ labels, logp }) => ({ text: textOf(labels), logp }))
    .filter(({ text }) => lengths.includes(text.length));
}

export function digitLogp(digits: Frames, text: string): number {
  const labels = encode(text);
  return labels === null ? Number.NEGATIVE_INFINITY : sequenceLogp(digits, labels);
}
