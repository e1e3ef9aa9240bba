/**
 * Postcode and town of one line decoded together: every plausible town brings its codes, every plausible code its
 * towns, and a pair that no list knows still competes (typing errors, foreign places, codes of large receivers).
 */
import { type Candidate, type Posterior, posterior } from './candidates.ts';
import { withCutOnes } from './cut-towns.ts';
import { fold, foldFrames } from './fold.ts';
import { type Frames, IMPOSSIBLE, logAdd } from './frames.ts';
import { CODE_FORMS, LISTED_COUNTRIES, type Meaning, type Places } from './places.ts';
import { codeFrames, readCodes, writtenCode } from './read-digits.ts';
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
/** Share of towns that the lists lack, where they have every commune, and where they have few towns or none. */
const OPEN_TOWN = 0.03;
const OPEN_TOWN_ABROAD = 0.7;
const TOWN_WEIGHT_ABROAD = 0.8;
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
  /** The code as written. */
  text: string;
  town: ScoredWord;
  score: number;
}

/** Share of codes that have the form of the petition's own country. */
const OWN_FORM = 0.96;

/** Natural-log prior of a code that comes without its town. */
function loneCode(code: string, { places, country }: PlaceOptions): number {
  const known = places.codes.get(country);
  const spread = 1 / [...code].reduce((all, c) => all * (/\d/.test(c) ? 10 : 26), 1);
  const isOwnForm = CODE_FORMS[country]?.test(code) ?? true;
  if (!isOwnForm) return Math.log((1 - OWN_FORM) * spread);
  if (!LISTED_COUNTRIES.includes(country)) return Math.log(OWN_FORM * spread);
  return Math.log(OWN_FORM * ((known?.has(code) ? KNOWN_CODE / known.size : 0) + (1 - KNOWN_CODE) * spread));
}

/** Where the lists are thin the picture counts for more. */
function townWeight({ country, weight }: PlaceOptions): number {
  return LISTED_COUNTRIES.includes(country) ? weight.town : TOWN_WEIGHT_ABROAD;
}

/** Share of towns that the lists lack. */
function openTown({ country }: PlaceOptions): number {
  return LISTED_COUNTRIES.includes(country) ? OPEN_TOWN : OPEN_TOWN_ABROAD;
}

/** Natural-log probability of a code when the town is known, by what its name means. */
function codeGivenTown(meanings: readonly Meaning[], code: string): number {
  let p = 0;
  for (const { town: meant, share } of meanings) {
    if (meant.codes.includes(code)) p += (share * (meant.isCedex ? 0.2 : 1)) / meant.codes.length;
    // Codes of large receivers begin as the department's do and stand in no list.
    if (meant.isCedex && meant.codes.some((c) => c.slice(0, 2) === code.slice(0, 2))) p += (share * 0.8) / 1000;
  }
  return p > 0 ? Math.log(p) : IMPOSSIBLE;
}

function lengthsFor(country: string): number[] {
  const five = CODE_FORMS[country]?.test('00000') ?? true;
  return five ? [5, 4] : [4, 5, 7];
}

interface ReadCode {
  code: string;
  text: string;
  /** Weighted log probability of the frames, how usual the way of writing is included. */
  score: number;
}

function codesOf(frames: Frames, { country, weight }: PlaceOptions): ReadCode[] {
  const wide = codeFrames(frames);
  return readCodes(frames, { lengths: lengthsFor(country), count: CODES, country })
    .map((code) => ({ code, ...writtenCode(wide, code, weight.code) }))
    .sort((a, b) => b.score - a.score);
}

export function readCode(frames: Frames, options: PlaceOptions): Candidate[] {
  return codesOf(frames, options).map(({ code, text, score }) => ({
    value: text,
    folded: code,
    score: score + loneCode(code, options),
    isListed: options.places.codes.get(options.country)?.has(code) ?? false,
  }));
}

export function readTown(frames: Frames, options: PlaceOptions): Candidate[] {
  const { places } = options;
  const folded = foldFrames(frames);
  const words = scoreWords(folded, {
    lexicon: places.lexicon,
    openShare: openTown(options),
    weight: townWeight(options),
    isPart: true,
  });
  return spellWords(frames, folded, words, townWeight(options));
}

function pairsOf(
  frames: Frames,
  codes: readonly ReadCode[],
  towns: readonly ScoredWord[],
  options: PlaceOptions,
): Pair[] {
  const wide = codeFrames(frames);
  const scores = new Map(codes.map((read) => [read.code, read]));
  const scoreOf = (code: string) => {
    const known = scores.get(code) ?? { code, ...writtenCode(wide, code, options.weight.code) };
    scores.set(code, known);
    return known;
  };
  const pairs: Pair[] = [];
  for (const town of towns) {
    const meanings = options.places.meanings.get(town.folded) ?? [];
    const own = new Set(meanings.flatMap((m) => m.town.codes));
    for (const code of new Set([...own, ...codes.map((c) => c.code)])) {
      const together = codeGivenTown(meanings, code);
      const consistent = together <= IMPOSSIBLE ? IMPOSSIBLE : Math.log(CONSISTENT) + together;
      const prior = logAdd(consistent, Math.log(1 - CONSISTENT) + loneCode(code, options));
      const { text, score } = scoreOf(code);
      pairs.push({ code, text, town, score: score + town.score + prior });
    }
  }
  return pairs;
}

/** Towns whose code reads well but whose name is not among the likeliest: they compete too. */
function townsOfCodes(codes: readonly ReadCode[], { places }: PlaceOptions): Set<string> {
  const out = new Set<string>();
  for (const { code } of codes.slice(0, 8)) for (const way of places.byCode.get(code) ?? []) out.add(way);
  return out;
}

/** Both cells filled. Probabilities of the codes and of the towns (as written), each summed over the other. */
export function readPlace(codeCell: Frames, townCell: Frames, options: PlaceOptions): PlaceReading {
  const codes = codesOf(codeCell, options);
  const folded = foldFrames(townCell);
  const wanted = townsOfCodes(codes, options);
  const town = {
    lexicon: options.places.lexicon,
    openShare: openTown(options),
    weight: options.weight.town,
    isPart: true,
  };
  const whole = scoreWords(folded, { ...town, also: wanted }).slice(0, TOWNS + wanted.size);
  const words = withCutOnes(folded, { whole, wanted, town });
  const pairs = pairsOf(codeCell, codes, words, options);
  const code = posterior(
    pairs.map((pair) => ({ value: pair.text, folded: pair.code, score: pair.score, isListed: true })),
  );
  const byTown = new Map<string, ScoredWord>();
  for (const pair of pairs) {
    const known = byTown.get(pair.town.folded);
    if (known === undefined) byTown.set(pair.town.folded, { ...pair.town, score: pair.score });
    else known.score = logAdd(known.score, pair.score);
  }
  const best = [...byTown.values()].sort((a, b) => b.score - a.score);
  return { code, town: posterior(spellWords(townCell, folded, best, townWeight(options))) };
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
