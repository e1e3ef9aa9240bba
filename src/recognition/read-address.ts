/**
 * Postal addresses in one cell. Where a postcode stands before a last word, code and town are decoded together as in
 * cells of their own, and the street before them by letters and language; the line as a whole competes.
 */
import { classOf } from './alphabet.ts';
import { type Candidate, type Posterior, posterior } from './candidates.ts';
import { beamSearch } from './beam-search.ts';
import { textOf } from './ctc.ts';
import { fold } from './fold.ts';
import { type Frames, sliceFrames } from './frames.ts';
import { CODE_FORMS } from './places.ts';
import { type PhraseOptions, readPhrase } from './read-phrase.ts';
import { type PlaceOptions, readPlace } from './read-place.ts';
import { alignment } from './spell.ts';
import { streetTypeOf } from './street-types.ts';

export interface AddressOptions extends PhraseOptions {
  place: PlaceOptions;
}

/** Where code and town stand in a text: character places, the ends not included. */
export interface Tail {
  code: [number, number];
  town: [number, number];
}

/** A word that may be a code: digits, and letters that hands make like them. */
const CODE_LIKE = /^(?:[A-Z]{1,2}-)?[0-9OoIlSsBZzGgq]{4,5}$/;
const HALVES = /^[0-9OoIl]{2}$|^[0-9OoIlSsB]{3}$/;
const LEAST_DIGITS = 3;
const digitsIn = (text: string) => text.replace(/\D/g, '').length;

interface Word {
  text: string;
  from: number;
  to: number;
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/[^\s,;]+/g)].map((match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/**
 * Postcode and town at the end of an address; null when it names none. The last code counts: houses come first. A short
 * number in front is a house's where codes are longer.
 * @param isShort whether the country's codes have four figures
 */
export function tailOf(text: string, isShort = false): Tail | null {
  const words = wordsIn(text);
  for (let i = words.length - 2; i >= 0; i--) {
    const [word, next] = [words[i]!, words[i + 1]!];
    const rest = words.slice(i + 1);
    const isHouse = i === 0 && word.text.length < 5 && !isShort;
    if (CODE_LIKE.test(word.text) && digitsIn(word.text) >= LEAST_DIGITS && !isHouse && isTown(rest))
      return { code: [word.from, word.to], town: [next.from, text.length] };
    const isHalved =
      HALVES.test(word.text) && word.text.length === 2 && HALVES.test(next.text) && next.text.length === 3;
    if (isHalved && digitsIn(word.text + next.text) >= LEAST_DIGITS && isTown(words.slice(i + 2)))
      return { code: [word.from, next.to], town: [words[i + 2]!.from, text.length] };
  }
  return null;
}

function isTown(words: readonly Word[]): boolean {
  const [first] = words;
  return (
    first !== undefined &&
    (streetTypeOf(first.text) === null || words.length === 1) &&
    /\p{L}{2}/u.test(words.map((word) => word.text).join(' '))
  );
}

const BEAM = 8;
const HEADS = 4;
const CODES = 3;
const TOWNS = 4;
/** Share of addresses with a tail that are better read as a whole. */
const WHOLE = 0.08;

/** Frames of the characters `from` to `to` of the aligned text, with the blanks round them. */
function framesBetween(frames: Frames, at: Int32Array, [from, to]: readonly [number, number]): Frames {
  let [first, last] = [frames.length, -1];
  for (const [t, i] of at.entries()) {
    if (i < from || i >= to) continue;
    first = Math.min(first, t);
    last = t;
  }
  // A letter's peak may stand anywhere within it: the blanks up to the neighbouring letters belong to it.
  while (first > 0 && at[first - 1] === -1) first--;
  while (last + 1 < frames.length && at[last + 1] === -1) last++;
  return sliceFrames(frames, first, last + 1);
}

/** Best first by score. */
export function readAddress(frames: Frames, options: AddressOptions): Candidate[] {
  const whole = posterior(readPhrase(frames, options));
  const parted = bestTail(frames, whole, CODE_FORMS[options.place.country]?.test('0000') ?? false);
  if (parted === null) return whole;
  const { labels, at, tail } = parted;
  const text = textOf(labels);
  const code = framesBetween(frames, at, tail.code);
  const town = framesBetween(frames, at, tail.town);
  const street = text.slice(0, tail.code[0]).replace(/[\s,;]+$/, '');
  const heads =
    street === '' ? [NO_STREET] : posterior(readPhrase(framesBetween(frames, at, [0, street.length]), options));
  const place = readPlace(code, town, options.place);
  const gaps = [text.slice(street.length, tail.code[0]), text.slice(tail.code[1], tail.town[0])] as const;
  const joined = heads
    .slice(0, HEADS)
    .flatMap((head) =>
      place.code
        .slice(0, CODES)
        .flatMap((c) => place.town.slice(0, TOWNS).map((t) => joinedReading([head, c, t], gaps))),
    );
  const rest = whole.map((reading) => ({ ...reading, score: Math.log(WHOLE * reading.probability) }));
  return [...joined, ...rest];
}

type Part = Pick<Posterior, 'value' | 'probability' | 'isListed'>;
const NO_STREET: Part = { value: '', probability: 1, isListed: true };

function joinedReading(
  [head, code, town]: [Part, Part, Part],
  [before, between]: readonly [string, string],
): Candidate {
  const value = `${head.value}${head.value === '' ? '' : before}${code.value}${between}${town.value}`;
  const probability = head.probability * code.probability * town.probability;
  const score = Math.log((1 - WHOLE) * probability);
  return { value, folded: fold(value), score, isListed: code.isListed && town.isListed };
}

/** The likeliest reading in which code and town can be told apart, with its place in the frames. */
function bestTail(
  frames: Frames,
  whole: readonly Posterior[],
  isShort: boolean,
): { labels: number[]; at: Int32Array; tail: Tail } | null {
  const plain = beamSearch(frames, { width: BEAM }).map(({ labels }) => labels);
  const read = whole.slice(0, HEADS).map(({ value }) => [...value].map((character) => classOf(character)!));
  for (const labels of [...read, ...plain]) {
    const tail = tailOf(textOf(labels), isShort);
    const at = tail === null ? null : alignment(frames, labels);
    if (tail !== null && at !== null) return { labels, at, tail };
  }
  return null;
}
