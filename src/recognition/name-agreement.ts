/** What the cells of one line say about each other's names: the e-mail address, the given and the family name, the line above. */
import type { CellReading } from '../domain/candidate.ts';
import type { FieldType } from '../domain/form.ts';
import type { Posterior } from './candidates.ts';
import type { EmailPrior } from './email-prior.ts';
import { fold } from './fold.ts';

const PAIRED = 6;

export type EmailNames = EmailPrior['names'];

export function namePairs(given: readonly Posterior[] = [], family: readonly Posterior[] = []): EmailNames {
  const [gs, fs] = [best(given), best(family)];
  if (gs.length === 0 && fs.length === 0) return [];
  const blank = [{ folded: '', probability: 1 }];
  return (gs.length > 0 ? gs : blank).flatMap((g) =>
    (fs.length > 0 ? fs : blank).map((f) => ({
      given: g.folded,
      family: f.folded,
      probability: g.probability * f.probability,
    })),
  );
}

/** A full name in one cell stands in either order. */
export function fullNamePairs(name: readonly Posterior[] = []): EmailNames {
  return best(name).flatMap(({ folded, probability }) => {
    const words = folded.split('-');
    // Particles and double names: the first or the last word is the given name, or the two first ones are.
    const cuts = [1, words.length - 1].filter((cut, i, all) => cut > 0 && cut < words.length && all.indexOf(cut) === i);
    return cuts.flatMap((cut) => {
      const [one, other] = [words.slice(0, cut).join('-'), words.slice(cut).join('-')];
      const share = probability / (2 * cuts.length);
      return [
        { given: one, family: other, probability: share },
        { given: other, family: one, probability: share },
      ];
    });
  });
}

/** Folded words with their probabilities, spellings added up. */
function best(posterior: readonly Posterior[]): { folded: string; probability: number }[] {
  const sums = new Map<string, number>();
  for (const { folded, probability } of posterior) sums.set(folded, (sums.get(folded) ?? 0) + probability);
  return [...sums]
    .map(([folded, probability]) => ({ folded, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, PAIRED);
}

/** Share of lines whose family name is that of the line above, beyond chance. */
const HOUSEHOLD = 0.06;
/** How much a name found in the address is favoured, natural log at full agreement. */
const AGREEMENT = 4;
const SHORTEST = 3;

export function nameBonus(
  type: FieldType,
  emails: readonly Posterior[],
  overhead: CellReading | undefined,
): ((folded: string, logPrior: number) => number) | undefined {
  if (type !== 'family_name' && type !== 'given_name' && type !== 'name') return undefined;
  const over = overhead === undefined || overhead.value === '' ? null : fold(overhead.value);
  return (folded, logPrior) => {
    let bonus = 0;
    if (over !== null) {
      const same = folded === over ? overhead!.confidence : 0;
      bonus += Math.log(1 - HOUSEHOLD + (HOUSEHOLD * same) / Math.exp(Math.max(logPrior, -12)));
    }
    const name = folded.replaceAll('-', '');
    if (name.length < SHORTEST) return bonus;
    const agreement = emails.reduce(
      (sum, { value, probability }) => sum + probability * likeness(name, value.split('@')[0]!),
      0,
    );
    return bonus + AGREEMENT * agreement;
  };
}

/** 1 when the local part holds the name, falling to 0 at a third of its letters wrong (best substring, edit distance). */
export function likeness(name: string, local: string): number {
  const text = local.toLowerCase();
  let row = new Array<number>(text.length + 1).fill(0);
  for (let i = 1; i <= name.length; i++) {
    const next = [i];
    for (let j = 1; j <= text.length; j++) {
      const same = name[i - 1] === text[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return Math.max(0, 1 - (3 * Math.min(...row)) / name.length);
}
