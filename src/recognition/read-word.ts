/** A name or a town in one cell: listed words and open readings compete, scored by the same frames. */
import type { Candidate } from './candidates.ts';
import { wordLogp } from './char-model.ts';
import { beamSearch, sequenceLogp } from './ctc.ts';
import { encodeFolded, foldedText, foldFrames, LETTERS } from './fold.ts';
import type { Frames } from './frames.ts';
import type { Entry, Lexicon } from './lexicon.ts';
import { spell } from './spell.ts';
import { searchWords } from './word-tree.ts';

export interface WordOptions {
  lexicon: Lexicon;
  /** Share of writers' words that the list lacks, 0..1. */
  openShare: number;
  /** Exponent on the frames' probability: neighbouring frames repeat each other, so CTC is too sure of itself. */
  weight: number;
  /** Listed folded words to score whatever the search finds. */
  also?: ReadonlySet<string>;
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
}

const LISTED = 40;
const OPEN = 12;
const OPEN_BEAM = 24;

/** Folded candidates, best first. Several folded forms of one word are the caller's affair. */
export function scoreWords(folded: Frames, { lexicon, openShare, weight, also, bonus }: WordOptions): ScoredWord[] {
  const out = new Map<string, ScoredWord>();
  const addListed = (entry: Entry, logp: number) => {
    const logPrior = Math.log(1 - openShare) + entry.logPrior;
    const { folded: text, spellings } = entry;
    out.set(text, { folded: text, score: weight * logp + logPrior, logPrior, isListed: true, spellings });
  };
  for (const { word, logp } of searchWords(lexicon.tree, folded, LISTED)) addListed(lexicon.entries[word]!, logp);
  for (const word of also ?? []) {
    const entry = lexicon.byFolded.get(word);
    if (entry !== undefined && !out.has(word)) addListed(entry, sequenceLogp(folded, encodeFolded(word)));
  }
  const prior = (prefix: readonly number[], next: number) => lexicon.model.logp(prefix, next) / weight;
  for (const { labels } of beamSearch(folded, { width: OPEN_BEAM, prior }).slice(0, OPEN)) {
    const text = foldedText(labels);
    if (labels.length === 0 || text.startsWith('-') || text.endsWith('-')) continue;
    if (out.has(text)) continue;
    const logPrior = Math.log(openShare) + wordLogp(lexicon.model, labels);
    const score = weight * sequenceLogp(folded, labels) + logPrior;
    out.set(text, { folded: text, score, logPrior, isListed: false, spellings: [] });
  }
  const words = [...out.values()];
  if (bonus) for (const word of words) word.score += bonus(word.folded, word.logPrior);
  return words.sort((a, b) => b.score - a.score);
}

const SPELT = 8;

/** Candidates as written, for the best folded words. */
export function spellWords(frames: Frames, folded: Frames, words: readonly ScoredWord[], weight: number): Candidate[] {
  const out: Candidate[] = [];
  for (const word of words.slice(0, SPELT)) {
    const ways = spell(frames, folded, { word: word.folded, spellings: word.spellings, weight });
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
  return spellWords(frames, folded, scoreWords(folded, options), options.weight);
}

/** Exact score of one more folded word, for evidence from elsewhere on the line. */
export function scoreWord(folded: Frames, word: string, weight: number): number {
  return weight * sequenceLogp(folded, encodeFolded(word));
}
