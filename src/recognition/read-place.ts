/**
 * Postcode and town of one line decoded together: every plausible town brings its codes, every plausible code its
 * towns, and a pair that no list knows still competes (typing errors, foreign places, codes of large receivers).
 */
import { type Candidate, type Posterior, posterior } from './candidates.ts';
import { fold, foldFrames } from './fold.ts';
import { type Frames, IMPOSSIBLE, logAdd } from './frames.ts';
import { CODE_FORMS, type Places } from './places.ts';
import { type DigitString, digitFrames, digitLogp, readDigits } from './read-digits.ts';
import { type ScoredWord, scoreWords, spellWords } from './read-word.ts';

export interface PlaceOptions {
  places: Places;
  /** The petition's own country. */
  country: string;
  /** Exponents on the frames' probabilities, see `WordOptions.weight`. */
  weight: { code: number; town: number };
}

/** Share of lines whose code and town agree with the lists; the rest are errors, foreign places, special codes. */
const CONSISTENT = 0.95;
/** Share of towns that the lists lack. */
const OPEN_TOWN = 0.03;
/** Of codes that go with no town: share that exists somewhere. */
const KNOWN_CODE = 0.8;
const TOWNS = 30;
const CODES = 30;

export interface PlaceReading {
  code: Posterior[];
  town: Posterior[];
}

interface Pair {
  code: string;
  town: ScoredWord | null;
  score: number;
}

/** Natural-log prior of a code that comes without its town. */
function loneCode(code: string, { places, country }: PlaceOptions): number {
  const known = places.codes.get(country);
  const all = 10 ** code.length;
  const form = CODE_FORMS[country];
  const isOwnForm = form?.test(code) ?? true;
  const share = isOwnForm ? 0.97 : 0.03;
  const spread = (1 - KNOWN_CODE) / all;
  const listed = known?.has(code) ? KNOWN_CODE / known.size : 0;
  return Math.log(share * (listed + spread));
}

/** Natural-log probability of a code when the town is known. */
function codeGivenTown(town: ScoredWord, code: string, { places }: PlaceOptions): number {
  let p = 0;
  for (const { town: meant, share } of places.meanings.get(town.folded) ?? []) {
    if (meant.codes.includes(code)) p += (share * (meant.isCedex ? 0.2 : 1)) / meant.codes.length;
    // Codes of large receivers begin as the department's do and stand in no list.
    if (meant.isCedex && meant.codes.some((c) => c.slice(0, 2) === code.slice(0, 2))) p += (share * 0.8) / 1000;
  }
  return p > 0 ? Math.log(p) : IMPOSSIBLE;
}

function lengthsFor(country: string): number[] {
  return country === 'FR' || country === 'DE' ? [5, 4] : [4, 5];
}

export function readCode(frames: Frames, options: PlaceOptions): Candidate[] {
  const found = readDigits(digitFrames(frames), lengthsFor(options.country)).slice(0, CODES);
  return found.map(({ text, logp }) => ({
    value: text,
    folded: text,
    score: options.weight.code * logp + loneCode(text, options),
    isListed: options.places.codes.get(options.country)?.has(text) ?? false,
  }));
}

export function readTown(frames: Frames, { places, weight }: PlaceOptions): Candidate[] {
  const folded = foldFrames(frames);
  const words = scoreWords(folded, { lexicon: places.lexicon, openShare: OPEN_TOWN, weight: weight.town });
  return spellWords(frames, folded, words, weight.town);
}

function pairsOf(
  codes: readonly DigitString[],
  digits: Frames,
  towns: readonly ScoredWord[],
  options: PlaceOptions,
): Pair[] {
  const logps = new Map(codes.map(({ text, logp }) => [text, logp]));
  const logpOf = (code: string) => {
    const known = logps.get(code) ?? digitLogp(digits, code);
    logps.set(code, known);
    return known;
  };
  const pairs: Pair[] = [];
  const add = (code: string, town: ScoredWord, prior: number) =>
    pairs.push({ code, town, score: options.weight.code * logpOf(code) + town.score + prior });
  for (const town of towns) {
    const own = new Set((options.places.meanings.get(town.folded) ?? []).flatMap((m) => m.town.codes));
    for (const code of new Set([...own, ...codes.map((c) => c.text)])) {
      const together = codeGivenTown(town, code, options);
      const consistent = together <= IMPOSSIBLE ? IMPOSSIBLE : Math.log(CONSISTENT) + together;
      add(code, town, logAdd(consistent, Math.log(1 - CONSISTENT) + loneCode(code, options)));
    }
  }
  return pairs;
}

/** Towns whose code reads well but whose name is not among the likeliest: they compete too. */
function townsOfCodes(codes: readonly DigitString[], { places }: PlaceOptions): Set<string> {
  const out = new Set<string>();
  for (const { text } of codes.slice(0, 8)) for (const way of places.byCode.get(text) ?? []) out.add(way);
  return out;
}

/** Both cells filled. Probabilities of the codes and of the towns (as written), each summed over the other. */
export function readPlace(codeCell: Frames, townCell: Frames, options: PlaceOptions): PlaceReading {
  const digits = digitFrames(codeCell);
  const codes = readDigits(digits, lengthsFor(options.country)).slice(0, CODES);
  const folded = foldFrames(townCell);
  const wanted = townsOfCodes(codes, options);
  const town = { lexicon: options.places.lexicon, openShare: OPEN_TOWN, weight: options.weight.town };
  const words = scoreWords(folded, { ...town, also: wanted }).slice(0, TOWNS + wanted.size);
  const pairs = pairsOf(codes, digits, words, options);
  const code = posterior(
    pairs.map((pair) => ({ value: pair.code, folded: pair.code, score: pair.score, isListed: true })),
  );
  const byTown = new Map<string, ScoredWord>();
  for (const pair of pairs) {
    if (pair.town === null) continue;
    const known = byTown.get(pair.town.folded);
    if (known === undefined) byTown.set(pair.town.folded, { ...pair.town, score: pair.score });
    else known.score = logAdd(known.score, pair.score);
  }
  const best = [...byTown.values()].sort((a, b) => b.score - a.score);
  return { code, town: posterior(spellWords(townCell, folded, best, options.weight.town)) };
}

/** The official name meant by a town as written, given the code; null when no list knows it. */
export function officialTown(written: string, code: string, places: Places): string | null {
  const meanings = places.meanings.get(fold(written)) ?? [];
  const fitting = meanings.filter(({ town }) => town.codes.includes(code));
  const best = (fitting.length > 0 ? fitting : meanings).reduce<(typeof meanings)[number] | null>(
    (a, b) => (a === null || b.share > a.share ? b : a),
    null,
  );
  if (best === null) return null;
  const cedex = /cedex.*$/i.exec(written)?.[0].toUpperCase();
  return best.town.isCedex && cedex !== undefined ? `${best.town.name} ${cedex}` : best.town.name;
}
