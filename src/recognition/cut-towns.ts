/** Towns of which only the beginning stands in the cell. */
import { beginningLogp } from './ctc.ts';
import { encodeFolded } from './fold.ts';
import { type Frames, IMPOSSIBLE } from './frames.ts';
import type { ScoredWord, WordOptions } from './read-word.ts';
import { LEAST_BEGINNING } from './spell.ts';

/** Natural log: how seldom a town runs out of its cell; chosen on development sheets. */
const CUT_OFF = -3;

/** Towns of likely codes of which only the beginning stands there compete with what stands there as a whole. */
export function withCutOnes(
  folded: Frames,
  { whole, wanted, town }: { whole: readonly ScoredWord[]; wanted: ReadonlySet<string>; town: WordOptions },
): ScoredWord[] {
  const words = new Map(whole.map((word) => [word.folded, word]));
  for (const name of wanted) {
    const entry = town.lexicon.find(name);
    if (entry === null || name.length <= LEAST_BEGINNING) continue;
    const logPrior = Math.log(1 - town.openShare) + entry.logPrior;
    const logp = beginningLogp(folded, encodeFolded(name), LEAST_BEGINNING);
    const score = town.weight * logp + logPrior + CUT_OFF;
    if (score <= (words.get(name)?.score ?? IMPOSSIBLE)) continue;
    words.set(name, { folded: name, score, logPrior, isListed: true, spellings: entry.spellings, isCut: true });
  }
  return [...words.values()];
}
