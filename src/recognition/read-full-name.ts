/** A full name in one cell, in either order: each word against the list of all names, open readings beside it. */
import type { Candidate } from './candidates.ts';
import { beamSearch } from './beam-search.ts';
import { foldFrames, LETTERS, SEPARATOR } from './fold.ts';
import { type Frames, sliceFrames } from './frames.ts';
import { readPhrase } from './read-phrase.ts';
import { readWord, type WordOptions } from './read-word.ts';
import { alignment } from './spell.ts';

export type FullNameOptions = Pick<WordOptions, 'lexicon' | 'weight' | 'bonus'>;

const SPLITTING_BEAM = 8;
/** Ways of parting a line that compete. */
const MOST_SPLITS = 3;
const PER_WORD = 4;
const MOST_WORDS = 5;
const KEPT = 12;
/** Share of words in names that the list lacks. */
const OPEN_SHARE = 0.25;

/** Ways of parting the frames into words, where the recogniser itself sees gaps; the likeliest first. */
function splitsOf(frames: Frames): Frames[][] {
  const folded = foldFrames(frames, LETTERS);
  const seen = new Map<number, Frames[]>();
  for (const { labels } of beamSearch(folded, { width: SPLITTING_BEAM })) {
    const parts = partsAt(frames, folded, labels);
    if (!seen.has(parts.length)) seen.set(parts.length, parts);
    if (seen.size === MOST_SPLITS) break;
  }
  return seen.size > 0 ? [...seen.values()] : [[frames]];
}

function partsAt(frames: Frames, folded: Frames, labels: readonly number[]): Frames[] {
  const at = alignment(folded, labels);
  if (at === null) return [frames];
  const gaps = [...labels.keys()].filter((i) => labels[i] === SEPARATOR && at.indexOf(i) > 0);
  const starts = [0, ...gaps.map((i) => at.lastIndexOf(i) + 1)];
  const ends = [...gaps.map((i) => at.indexOf(i)), frames.length];
  return starts.map((from, i) => sliceFrames(frames, from, ends[i]!)).filter((part) => part.length > 1);
}

export function readFullName(frames: Frames, options: FullNameOptions): Candidate[] {
  return splitsOf(frames)
    .flatMap((parts) => (parts.length > MOST_WORDS ? manyParts(frames, options) : combined(parts, options)))
    .sort((a, b) => b.score - a.score)
    .slice(0, KEPT);
}

function manyParts(frames: Frames, { lexicon, weight }: FullNameOptions): Candidate[] {
  return readPhrase(frames, { model: lexicon.model, weight });
}

/** The best combinations of the readings of each word. */
function combined(parts: readonly Frames[], options: FullNameOptions): Candidate[] {
  let out: Candidate[] = [{ value: '', folded: '', score: 0, isListed: true }];
  for (const part of parts) {
    const words = readWord(part, { ...options, openShare: OPEN_SHARE })
      .sort((a, b) => b.score - a.score)
      .slice(0, PER_WORD);
    if (words.length === 0) continue;
    const longer = out.flatMap((so) =>
      words.map((word) => ({
        value: `${so.value} ${word.value}`.trim(),
        folded: `${so.folded}-${word.folded}`.replace(/^-/, ''),
        score: so.score + word.score,
        isListed: so.isListed && word.isListed,
      })),
    );
    out = longer.sort((a, b) => b.score - a.score).slice(0, KEPT);
  }
  return out.filter(({ value }) => value !== '');
}
