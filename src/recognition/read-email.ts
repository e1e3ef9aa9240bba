/**
 * E-mail addresses: a grammar (local part @ domain), frequent domains, and local parts that look like names, above all
 * like the names read on the same line. All of it is a prior on a beam search; nothing is forced.
 */
import { ALPHABET, classOf, encode } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import { beamSearch } from './beam-search.ts';
import { greedyText, sequenceLogp, textOf } from './ctc.ts';
import { DOMAINS } from './email-domains.ts';
import { localParts } from './email-local.ts';
import { type EmailPrior, emailPrior, endLogp } from './email-prior.ts';
import { type Frames, IMPOSSIBLE, logAdd, maskFrames } from './frames.ts';

const ALLOWED = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.-_+'];
const ALLOWED_CLASSES: ReadonlySet<number> = new Set(ALLOWED.map((c) => classOf(c)!));

const BEAM = 80;
const KEPT = 20;

/** Capitals are folded before decoding: nobody means them in an address. */
const lowerOf = Int16Array.from({ length: ALPHABET.length + 1 }, (_, c) => {
  const lower = c === 0 ? undefined : classOf(ALPHABET[c - 1]!.toLowerCase());
  return lower ?? c;
});

function lowerFrames(frames: Frames): Frames {
  const { length, classes, data } = maskFrames(frames, ALLOWED_CLASSES);
  const out = new Float32Array(data.length).fill(IMPOSSIBLE);
  for (let t = 0; t < length; t++) {
    for (let c = 0; c < classes; c++) {
      const to = t * classes + lowerOf[c]!;
      out[to] = logAdd(out[to]!, data[t * classes + c]!);
    }
  }
  return { length, classes, data: out };
}

export interface EmailOptions extends EmailPrior {
  /** Exponent on the frames' probability. */
  weight: number;
}

/** Best first. In small letters, unless the whole address stands there in capitals. */
export function readEmail(frames: Frames, options: EmailOptions): Candidate[] {
  const lower = lowerFrames(frames);
  const prior = emailPrior(options);
  const scaled = (prefix: readonly number[], next: number) => prior(prefix, next) / options.weight;
  const found = beamSearch(lower, { width: BEAM, prior: scaled, floor: Math.log(0.001) }).slice(0, KEPT * 2);
  const read = found.flatMap(({ labels, logp, score }): Candidate[] => {
    const value = textOf(labels);
    const unended = options.weight * logp + (score - logp) * options.weight;
    return [candidateOf(value, unended), ...completions(value, unended)];
  });
  const best = read.sort((a, b) => b.score - a.score).slice(0, KEPT);
  const known = new Set(best.map(({ value }) => value));
  const parted = best
    .slice(0, REPARTED)
    .flatMap(({ value }) => otherPartings(value, options.names))
    .filter((value) => !known.has(value))
    .map((value) => scored(value, { lower, prior, weight: options.weight }));
  const all = [...best, ...parted].sort((a, b) => b.score - a.score).slice(0, KEPT);
  return isInCapitals(frames) ? all.map((one) => ({ ...one, value: one.value.toUpperCase() })) : all;
}

function candidateOf(value: string, unended: number): Candidate {
  const isListed = Object.hasOwn(DOMAINS, value.split('@')[1] ?? '');
  return { value, folded: value, score: unended + endLogp(value), isListed };
}

/** Best candidates whose separators are tried otherwise: a full stop is the least visible of all marks. */
const REPARTED = 3;

/** The same letters as the names on the line would have them, with other separators. */
function otherPartings(address: string, names: EmailPrior['names']): string[] {
  const [local, domain] = address.split('@');
  if (local === undefined || domain === undefined) return [];
  const letters = local.replace(/[._-]/g, '');
  const ways = names.flatMap(({ given, family }) => localParts(given, family).map(([way]) => way));
  return [...new Set(ways)].filter((way) => way.replace(/[._-]/g, '') === letters).map((way) => `${way}@${domain}`);
}

interface Scoring {
  lower: Frames;
  prior: ReturnType<typeof emailPrior>;
  weight: number;
}

/** Exactly, whether the search found the text or not. */
function scored(value: string, { lower, prior, weight }: Scoring): Candidate {
  const labels = encode(value) ?? [];
  const before = labels.reduce((sum, label, i) => sum + prior(labels.slice(0, i), label), 0);
  return candidateOf(value, weight * sequenceLogp(lower, labels) + before);
}

/** Share of capitals among the letters from which the whole address is taken to be in capitals. */
const CAPITALS = 0.8;
const LEAST_LETTERS = 5;

function isInCapitals(frames: Frames): boolean {
  const letters = greedyText(frames).text.replace(/[^\p{L}]/gu, '');
  const capitals = letters.replace(/[^\p{Lu}]/gu, '').length;
  return letters.length >= LEAST_LETTERS && capitals >= CAPITALS * letters.length;
}

/** Whether a text can be an address at all: a local part, and a domain that ends in letters. */
export function isAddress(text: string): boolean {
  return /^[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
}

/** Letters of a domain that must stand there before it is completed. */
const LEAST_DOMAIN = 2;
/** Natural log: how seldom an address runs out of its cell. */
const CUT_OFF = -2;

const beginnings = new Map<string, [string, number][]>();

/** Frequent providers whose names begin so. */
function domainsFrom(beginning: string): [string, number][] {
  if (beginnings.size === 0) {
    for (const [known, share] of Object.entries(DOMAINS)) {
      for (let end = LEAST_DOMAIN; end <= known.length; end++) {
        const begun = known.slice(0, end);
        const list = beginnings.get(begun) ?? [];
        beginnings.set(begun, list);
        list.push([known, share]);
      }
    }
  }
  return beginnings.get(beginning) ?? [];
}

/** Long addresses run out of their cell: the rest of a frequent provider's name is added as a candidate of its own. */
function completions(value: string, score: number): Candidate[] {
  const at = value.indexOf('@');
  const domain = value.slice(at + 1);
  if (at <= 0 || domain.length < LEAST_DOMAIN || Object.hasOwn(DOMAINS, domain)) return [];
  const fitting = domainsFrom(domain);
  const sum = fitting.reduce((total, [, share]) => total + share, 0);
  return fitting.map(([known, share]) => {
    const whole = value.slice(0, at + 1) + known;
    return { value: whole, folded: whole, score: score + CUT_OFF + Math.log(share / sum), isListed: true };
  });
}
