/** What the sample says so far: rates with their intervals, and where a signer has to be put right. */
import { ConflictError } from '../../domain/errors.ts';
import type { AccuracyWire, RateWire } from '../../domain/wire-accuracy.ts';
import { measureErrors } from '../../ledger/error-rate.ts';
import type { Certificate } from '../../ledger/print-certificate.ts';
import { wordFields } from '../../review/show-fields.ts';
import { countDrawnFor, findSample, listOutcomes } from '../../store/accuracy.ts';
import type { Queryable } from '../../store/database.ts';
import { listForms, type Petition } from '../../store/petition.ts';

export async function readAccuracy(
  database: Queryable,
  petition: Petition,
  viewer: { personId: string; mayCorrect: boolean; mayKey: boolean },
): Promise<AccuracyWire> {
  const [sample, outcomes, forms, yours] = await Promise.all([
    findSample(database, petition.id),
    listOutcomes(database, petition.id),
    listForms(database, { petitionIds: [petition.id] }),
    viewer.mayKey ? countDrawnFor(database, petition.id, viewer.personId) : 0,
  ]);
  const labels = new Map(
    forms.flatMap(({ definition }) => wordFields(definition).map(({ name, label }) => [name, label] as const)),
  );
  // Whether somebody may be contacted is no value that is keyed.
  if (petition.settings.contactField !== null) labels.delete(petition.settings.contactField);
  const settled = outcomes.filter(({ state }) => state === 'settled');
  const rates = measureErrors(settled, [...labels.keys()]);
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length;
  const faulty = settled.filter(({ wrong }) => wrong === null || wrong.length > 0);
  return {
    sample: sample && {
      ...{ seed: sample.seed, population: sample.population, size: sample._count.lines },
      drawnAt: sample.drawnAt.toISOString(),
      drawnBy: sample.drawnBy.displayName,
    },
    lines: { open: count('open'), differing: count('differing'), settled: settled.length, lost: count('lost') },
    yours,
    rates: { ...rates, fields: rates.fields.map((rate) => ({ ...rate, label: labels.get(rate.field) ?? rate.field })) },
    wrong: viewer.mayCorrect
      ? faulty.flatMap(({ signerId, wrong }) =>
          signerId === null ? [] : [{ signerId, fields: wrong ?? [], shouldCount: wrong !== null }],
        )
      : [],
  };
}

type Cell = string | number;
const DIGITS = 6;

/** One row a figure, each with all that is needed to check it: a certificate that stands on its own. */
export function certificateRows(petition: Petition, { sample, lines, rates }: AccuracyWire): Cell[][] {
  const head = ['petition', 'drawn_at', 'seed', 'population', 'sample', 'settled', 'lost', 'figure', 'errors', 'of'];
  const drawn = sample ?? { drawnAt: '', seed: '', population: 0, size: 0 };
  const place = [petition.title, drawn.drawnAt, drawn.seed, drawn.population, drawn.size, lines.settled, lines.lost];
  const row = (figure: string, { errors, trials, rate, low, high }: RateWire): Cell[] => [
    ...place,
    ...[figure, errors, trials, rate === null ? '' : rate.toFixed(DIGITS), low.toFixed(DIGITS), high.toFixed(DIGITS)],
    'Clopper-Pearson, 95 %',
  ];
  return [
    [...head, 'rate', 'low', 'high', 'interval'],
    ...rates.fields.map((rate) => row(rate.field, rate)),
    row('all values', rates.values),
    row('lines', rates.lines),
  ];
}

/** @throws ConflictError sample_not_drawn */
export function certificateOf(petition: Petition, accuracy: AccuracyWire, language: 'fr' | 'en'): Certificate {
  const { sample, lines, rates } = accuracy;
  if (sample === null) {
    throw new ConflictError('sample_not_drawn', 'No sample of this petition has been drawn yet.', {
      remedy: 'A supervisor draws it on the page of the count.',
    });
  }
  return {
    ...{ language, petition: petition.title, petitionId: petition.id, lines, rates, printedAt: new Date() },
    sample: { ...sample, drawnAt: new Date(sample.drawnAt) },
  };
}
