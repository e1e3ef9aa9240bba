/** Free text: comments, lines of writing that belong to no known kind of field. Case and punctuation are kept, nothing is looked up. */
import type { Candidate } from './candidates.ts';
import { beamSearch } from './beam-search.ts';
import { greedyText, textOf } from './ctc.ts';
import type { Frames } from './frames.ts';
import type { LanguageModel } from './language-model.ts';
import { searchLine } from './line-search.ts';

/**
 * Chosen on the development writers' lines (training/README.md): the model's exponent and the reward per character,
 * natural log. Wider beams and lower floors read no better.
 */
const LANGUAGE = { share: 0.45, perCharacter: 1.3, width: 32, floor: Math.log(0.001) };
/** Exponent that turns the search's scores into shares: neighbouring frames repeat each other. */
const SHARPNESS = 0.6;
const KEPT = 8;

/** @param model of the language written; null: what the recogniser sees, and nothing else */
export function readText(frames: Frames, model: LanguageModel | null): Candidate[] {
  const found =
    model === null ? beamSearch(frames, { width: KEPT }) : searchLine(frames, { ...LANGUAGE, model }).slice(0, KEPT);
  const candidates = found.map(({ labels, score }) => candidateOf(textOf(labels).trim(), SHARPNESS * score));
  return candidates.length > 0 ? candidates : [candidateOf(greedyText(frames).text, 0)];
}

function candidateOf(value: string, score: number): Candidate {
  return { value, folded: '', score, isListed: false };
}
