/** Candidate values of a cell and the arithmetic of choosing between them. */
import { logAdd } from './frames.ts';

export interface Candidate {
  /** What stands on the paper. */
  value: string;
  /** The same without case and accents: candidates that differ only so belong together. */
  folded: string;
  /** Natural log, not normalised: how well the picture shows it plus how probable it was beforehand. */
  score: number;
  isListed: boolean;
}

export interface Posterior extends Candidate {
  probability: number;
}

/** Probabilities among the candidates, best first, equal values added up. */
export function posterior(candidates: readonly Candidate[]): Posterior[] {
  const byValue = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = byValue.get(candidate.value);
    if (known === undefined) byValue.set(candidate.value, { ...candidate });
    else known.score = logAdd(known.score, candidate.score);
  }
  const list = [...byValue.values()].sort((a, b) => b.score - a.score);
  if (list.length === 0) return [];
  const total = list.reduce((sum, { score }) => sum + Math.exp(score - list[0]!.score), 0);
  return list.map((candidate) => ({ ...candidate, probability: Math.exp(candidate.score - list[0]!.score) / total }));
}
