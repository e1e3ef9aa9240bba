/** A name or a town in one cell: listed words and open readings compete, scored by the same frames. */
import type { Candidate } from './candidates.ts';
import { wordLogp } from './char-model.ts';
import { beamSearch } from './beam-search.ts';
import { greedyText, sequenceLogp } from './ctc.ts';
import { editDistance } from './edit-distance.ts';
import { encodeFolded, foldedText, foldFrames, LETTERS, SEPARATOR } from './fold.ts';
import { type Frames, sliceFrames } from './frames.ts';
import type { Entry, Lexicon } from './lexicon.ts';
import { alignment, spell } from './spell.ts';
import { searchWords } from './word-tree.ts';

export interface WordOptions {
  lexicon: Lexicon;
  /** Share of writers' words that the list lacks, 0..1. */
  openShare: number;
  /** Exponent on the frames' probability: neighbouring frames repeat each other, so CTC is too sure of itself. */
  weight: number;
  /** Listed folded words to score whatever the search finds. */
  also?: ReadonlySet<string>;
  /** Set for the parts of a compound, which are not parted again. */
  isPart?: boolean;
  /** Extra natural-log prior of a folded word, from the rest of the sheet; `logPrior` is what the lists say. */
  bonus?: (folded: string, logPrior: number) => number;
}

/** A folded word with what the frames and the lists think of it. */
export interface ScoredWord {
  folded: string;
  score: number;
  logPrior: number;
  isListed: boolean;
  spellings: readonly string[];
  /** Only its beginning stands there: the rest ran out of the cell. */
  isCut?: boolean;
}

const LISTED = 40;
const OPEN = 12;
const OPEN_BEAM = 24;
/** Readings taken without any prior: what the recogniser sees must always compete. */
const PLAIN = 3;
/**
 * Natural log: from this probability of the frames on, an unlisted word stands there clearly, and how much it is favoured
 * then. `Oleksandr` in clear letters is no `Aleksandr`. Chosen on development sheets: as many names right altogether, half
 * as many more of those that no list holds.
 */
const CLEARLY = Math.log(0.8);
const CLEAR_BONUS = 6;
/** Share of names made of two. */
const COMPOUND = 0.06;
const SHORTEST_PART = 2;
const PARTS = 6;

/** Folded candidates, best first. Several folded forms of one word are the caller's affair. */
export function scoreWords(folded: Frames, options: WordOptions): ScoredWord[] {
  const out = new Map<string, ScoredWord>();
  const keep = (word: ScoredWord) => {
    const known = out.get(word.folded);
    if (known === undefined || known.score < word.score) out.set(word.folded, word);
  };
  for (const word of listedWords(folded, options)) keep(word);
  for (const word of openWords(folded, options)) keep(word);
  for (const word of compoundWords(folded, options)) keep(word);
  const words = [...out.values()];
  if (options.bonus) for (const word of words) word.score += options.bonus(word.folded, word.logPrior);
  return words.sort((a, b) => b.score - a.score);
}

function listedWords(folded: Frames, { lexicon, openShare, weight, also }: WordOptions): ScoredWord[] {
  const scored = (entry: Entry, logp: number): ScoredWord => {
    const logPrior = Math.log(1 - openShare) + entry.logPrior;
    const { folded: text, spellings } = entry;
    return { folded: text, score: weight * logp + logPrior, logPrior, isListed: true, spellings };
  };
  const out = searchWords(lexicon.tree, folded, LISTED).map(({ word, logp }) => scored(lexicon.entry(word), logp));
  const found = new Set(out.map((word) => word.folded));
  for (const word of also ?? []) {
    const entry = lexicon.find(word);
    if (entry !== null && !found.has(word)) out.push(scored(entry, sequenceLogp(folded, encodeFolded(word))));
  }
  return out;
}

function openWords(folded: Frames, { lexicon, openShare, weight }: WordOptions): ScoredWord[] {
  const prior = (prefix: readonly number[], next: number) => lexicon.model.logp(prefix, next) / weight;
  const guided = beamSearch(folded, { width: OPEN_BEAM, prior }).slice(0, OPEN);
  const plain = beamSearch(folded, { width: PLAIN * 2 }).slice(0, PLAIN);
  return [...guided, ...plain].flatMap(({ labels }) => {
    const text = foldedText(labels);
    if (labels.length === 0 || text.startsWith('-') || text.endsWith('-') || lexicon.find(text) !== null) return [];
    const logPrior = Math.log(openShare) + wordLogp(lexicon.model, labels);
    const logp = sequenceLogp(folded, labels);
    const score = weight * logp + logPrior + (logp >= CLEARLY ? CLEAR_BONUS : 0);
    return [{ folded: text, score, logPrior, isListed: false, spellings: [] }];
  });
}

/** `Ghezali-Munteanu`: two names of which lists know each alone. */
function compoundWords(folded: Frames, options: WordOptions): ScoredWord[] {
  if (options.isPart) return [];
  const labels = beamSearch(folded, { width: 4 })[0]?.labels ?? [];
  const cut = labels.indexOf(SEPARATOR);
  const isPair = cut >= SHORTEST_PART && labels.length - cut > SHORTEST_PART && labels.lastIndexOf(SEPARATOR) === cut;
  const at = isPair ? alignment(folded, labels) : null;
  if (at === null) return [];
  const middle = at.indexOf(cut);
  const part = { ...options, also: undefined, bonus: undefined, isPart: true };
  const [left, right] = [sliceFrames(folded, 0, middle), sliceFrames(folded, at.lastIndexOf(cut) + 1, folded.length)];
  if (left.length === 0 || right.length === 0) return [];
  const rights = scoreWords(right, part).slice(0, PARTS);
  return scoreWords(left, part)
    .slice(0, PARTS)
    .flatMap((a) =>
      rights.map((b): ScoredWord => {
        const text = `${a.folded}-${b.folded}`;
        const logPrior = Math.log(COMPOUND) + a.logPrior + b.logPrior;
        const spellings =
          a.spellings.length > 0 && b.spellings.length > 0 ? [`${a.spellings[0]}-${b.spellings[0]}`] : [];
        const score = options.weight * sequenceLogp(folded, encodeFolded(text)) + logPrior;
        return { folded: text, score, logPrior, isListed: a.isListed && b.isListed, spellings };
      }),
    );
}

const SPELT = 8;

/** Candidates as written, for the best folded words. */
export function spellWords(frames: Frames, folded: Frames, words: readonly ScoredWord[], weight: number): Candidate[] {
  const out: Candidate[] = [];
  for (const word of words.slice(0, SPELT)) {
    const ways = spell(frames, folded, { word: word.folded, spellings: word.spellings, weight, isCut: word.isCut });
    if (ways.length === 0) continue;
    const total = ways.reduce((sum, way) => sum + Math.exp(way.score - ways[0]!.score), 0);
    for (const way of ways.slice(0, 4)) {
      const share = Math.exp(way.score - ways[0]!.score) / total;
      out.push({ value: way.text, folded: word.folded, score: word.score + Math.log(share), isListed: word.isListed });
    }
  }
  return out;
}

export function readWord(frames: Frames, options: WordOptions): Candidate[] {
  const folded = foldFrames(frames, LETTERS);
  const whole = spellWords(frames, folded, scoreWords(folded, options), options.weight);
  return [...whole, ...withoutFalseStart(frames, folded, options)];
}

/** Natural log: how seldom a hand begins a word, strikes it out and writes it again in the same cell. */
const STRUCK_START = -4;
const START = { least: 2, most: 6 };
/** Share of a false start's letters that may be read otherwise than the word's: a stroke goes through them. */
const UNLIKE = 0.5;

/** `Roz Rozenn`: a beginning that comes again is a first try. Its frames count as whatever they look like. */
function withoutFalseStart(frames: Frames, folded: Frames, options: WordOptions): Candidate[] {
  const labels = beamSearch(folded, { width: 4 })[0]?.labels ?? [];
  const text = foldedText(labels);
  const end = falseStartOf(text);
  const at = end === null ? null : alignment(folded, labels);
  if (end === null || at === null) return [];
  const cut = at.indexOf(end);
  const lost = options.weight * greedyText(sliceFrames(frames, 0, cut)).logp + STRUCK_START;
  const [rest, restFolded] = [sliceFrames(frames, cut, frames.length), sliceFrames(folded, cut, folded.length)];
  return spellWords(rest, restFolded, scoreWords(restFolded, options), options.weight).map((candidate) => ({
    ...candidate,
    score: candidate.score + lost,
  }));
}

/** Where the word itself begins after a first try at it; null when there was none. */
export function falseStartOf(text: string): number | null {
  for (let length = START.most; length >= START.least; length--) {
    const begun = text.slice(0, length);
    const from = text[length] === '-' ? length + 1 : length;
    const word = text.slice(from);
    if (begun.includes('-') || word.length <= length) continue;
    if (editDistance(begun, word.slice(0, length)) <= UNLIKE * (length - 1)) return from;
  }
  return null;
}
