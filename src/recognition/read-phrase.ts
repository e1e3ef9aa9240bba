/** Cells of several words: full names, addresses, free text. */
import { posterior, type Candidate } from './candidates.ts';
import { type CharModel, wordLogp } from './char-model.ts';
import { beamSearch, greedyText, sequenceLogp, textOf } from './ctc.ts';
import { encodeFolded, FOLDED_CLASSES, foldedText, foldFrames, LETTERS, SEPARATOR } from './fold.ts';
import type { Frames } from './frames.ts';
import type { Lexicon } from './lexicon.ts';
import { readWord } from './read-word.ts';
import { alignment, spell } from './spell.ts';

function slice({ classes, data }: Frames, from: number, to: number): Frames {
  return { length: to - from, classes, data: data.subarray(from * classes, to * classes) };
}

/** Frames of each word of the likeliest open reading, parted at its separators. */
export function splitWords(frames: Frames, model: CharModel, weight: number): Frames[] {
  const folded = foldFrames(frames, LETTERS);
  const prior = (prefix: readonly number[], next: number) => model.logp(prefix, next) / weight;
  const best = beamSearch(folded, { width: 16, prior })[0]?.labels ?? [];
  const at = alignment(folded, best);
  if (at === null) return [frames];
  const cuts = [...best.keys()]
    .filter((i) => best[i] === SEPARATOR)
    .map((i) => at.indexOf(i))
    .filter((t) => t > 0);
  const edges = [0, ...cuts, frames.length];
  return edges
    .slice(1)
    .map((to, i) => slice(frames, edges[i]!, to))
    .filter((part) => part.length > 0);
}

const PER_WORD = 4;
const MOST_WORDS = 5;

/** A full name in one cell: each word against the names' list, the best combinations. */
export function readFullName(frames: Frames, { lexicon, weight }: { lexicon: Lexicon; weight: number }): Candidate[] {
  const parts = splitWords(frames, lexicon.model, weight);
  if (parts.length > MOST_WORDS) return readPhrase(frames, { model: lexicon.model, weight });
  let out: Candidate[] = [{ value: '', folded: '', score: 0, isListed: true }];
  for (const part of parts) {
    const words = posterior(readWord(part, { lexicon, openShare: 0.25, weight })).slice(0, PER_WORD);
    if (words.length === 0) continue;
    const longer = out.flatMap((so) =>
      words.map((word) => ({
        value: `${so.value} ${word.value}`.trim(),
        folded: `${so.folded}-${word.folded}`.replace(/^-/, ''),
        score: so.score + Math.log(word.probability),
        isListed: so.isListed && word.isListed,
      })),
    );
    out = longer.sort((a, b) => b.score - a.score).slice(0, 12);
  }
  return out.filter(({ value }) => value !== '');
}

export interface PhraseOptions {
  model: CharModel;
  weight: number;
}

const BEAM = 24;
const KEPT = 6;

/** Words of any kind, guided by the letters of a model: addresses. */
export function readPhrase(frames: Frames, { model, weight }: PhraseOptions): Candidate[] {
  const folded = foldFrames(frames);
  const prior = (prefix: readonly number[], next: number) =>
    next >= FOLDED_CLASSES ? -20 : model.logp(prefix, next) / weight;
  return beamSearch(folded, { width: BEAM, prior })
    .slice(0, KEPT)
    .flatMap(({ labels }) => {
      const word = foldedText(labels).replace(/^-+|-+$/g, '');
      if (word === '') return [];
      const symbols = encodeFolded(word);
      const score = weight * sequenceLogp(folded, symbols) + wordLogp(model, symbols);
      const ways = spell(frames, folded, { word, spellings: [], weight });
      const total = ways.reduce((sum, way) => sum + Math.exp(way.score - ways[0]!.score), 0);
      return ways.slice(0, 2).map((way) => ({
        value: way.text.trim(),
        folded: word,
        score: score + way.score - ways[0]!.score - Math.log(total),
        isListed: false,
      }));
    });
}

/** Exactly what the recogniser sees: case and punctuation kept, nothing looked up. */
export function readText(frames: Frames): Candidate[] {
  const found = beamSearch(frames, { width: 8 }).map(({ labels, logp }) => ({
    value: textOf(labels).trim(),
    folded: '',
    score: logp,
    isListed: false,
  }));
  return found.length > 0 ? found : [{ value: greedyText(frames).text, folded: '', score: 0, isListed: false }];
}
