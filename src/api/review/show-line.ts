/** What one person is shown of one line, by the reviewing mode: readings, nothing, or two unattributed values. */
import type { FormDefinition } from '../../domain/form.ts';
import { currentRound, type ReviewMode, showKeyings } from '../../review/second-keying.ts';
import { blankFields, type ShownFields, showReadings, withColumnWords } from '../../review/show-fields.ts';
import type { LineToReview } from '../../store/line.ts';
import type { Petition } from '../../store/petition.ts';

export interface LineView {
  line: LineToReview;
  form: FormDefinition;
  petition: Petition;
  mode: ReviewMode;
  personId: string;
}

export function showLine({ line, form, petition, mode, personId }: LineView): ShownFields & { reasons: string[] } {
  if (mode === 'second_keying') return { ...blankFields(form), reasons: [] };
  if (mode === 'adjudication') return showKeyings(form, currentRound(line.decisions));
  const { prefillPolicy, settings } = petition;
  const readings = showReadings(form, line.readings, { prefillPolicy, capitals: settings.capitals });
  const shown = withColumnWords(readings, line.columnChecks);
  return { ...shown, ...(undoneValues(line, personId, shown) ?? {}), reasons: [] };
}

/** Who reopens the own decision finds in the fields what was confirmed, not the machine's readings again. */
function undoneValues(line: LineToReview, personId: string, shown: ShownFields): Partial<ShownFields> | null {
  const [last, before] = [line.decisions.at(-1), line.decisions.at(-2)];
  if (last?.kind !== 'reopening' || last.personId !== personId) return null;
  if (before === undefined || before.personId !== personId || before.fields === null) return null;
  const values = before.fields as Record<string, string>;
  return {
    fields: { ...shown.fields, ...values },
    prefill: { ...shown.prefill, ...Object.fromEntries(Object.keys(values).map((name) => [name, true])) },
  };
}
