/** Who signs a sheet, line by line: people, households, writers, struck and empty lines. */
import type { FormDefinition } from '../../../src/domain/form.ts';
import { pickWriter, type Writer } from '../hands/writer.ts';
import { type Country, makeHouseholdMember, makePerson, type Person } from '../people.ts';
import type { Rng } from '../random.ts';
import type { Split } from '../splits.ts';

export interface LinePlan {
  /** From 1 at the top. */
  index: number;
  state: 'filled' | 'struck';
  person: Person;
  /** Who holds the pen for the text; the signature is always the person's own. */
  writer: Writer;
  signer: Writer;
  signed: boolean;
  /** Lives with the person one line above. */
  sameHousehold: boolean;
}

export interface FillHabits {
  /** Share of printed lines in use, from..to. */
  use: [number, number];
  struck: number;
  unsigned: number;
  household: number;
  /** One collector writes everything but the signatures. */
  collector: number;
  /** An empty line between filled ones. */
  gap: number;
}

export const ORDINARY: FillHabits = {
  use: [0.5, 1],
  struck: 0.05,
  unsigned: 0.05,
  household: 0.22,
  collector: 0.15,
  gap: 0.04,
};

function usedLines(rng: Rng, count: number, habits: FillHabits): number[] {
  const used = Math.max(1, Math.round(count * rng.float(...habits.use)));
  const lines: number[] = [];
  for (let i = 1; i <= count && lines.length < used; i++) if (!rng.chance(habits.gap)) lines.push(i);
  return lines;
}

export function planSheet(form: FormDefinition, split: Split, rng: Rng, habits: FillHabits = ORDINARY): LinePlan[] {
  const collector = rng.chance(habits.collector) ? pickWriter(rng, split) : null;
  const country = (form.languages[0] ?? 'fr') as Country;
  const hasSignature = form.fields.some((f) => f.type === 'signature');
  const plans: LinePlan[] = [];
  for (const index of usedLines(rng, form.rows.boxes.length, habits)) {
    const above = plans.at(-1);
    const sameHousehold = above !== undefined && above.index === index - 1 && rng.chance(habits.household);
    const person = sameHousehold
      ? makeHouseholdMember(rng, split, above.person, country)
      : makePerson(rng, split, country);
    const signer = pickWriter(rng, split);
    const writer = collector ?? (sameHousehold && rng.chance(0.7) ? above.writer : signer);
    const state = rng.chance(habits.struck) ? 'struck' : 'filled';
    plans.push({
      index,
      state,
      person,
      writer,
      signer,
      signed: hasSignature && !rng.chance(habits.unsigned),
      sameHousehold,
    });
  }
  return plans;
}
