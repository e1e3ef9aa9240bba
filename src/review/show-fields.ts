/** What a reviewer is shown of the machine's readings, under the petition's rule for prefilling. */
import type { Alternative, PrefillPolicy } from '../domain/candidate.ts';
import { type FormDefinition, type FormField, WORDLESS_TYPES } from '../domain/form.ts';

export interface StoredReading {
  field: string;
  value: string | null;
  normalised: string | null;
  confidence: number;
  alternatives: unknown;
  ditto: boolean;
}

export interface ColumnWord {
  field: string;
  outcome: string;
  /** Null once erased. */
  value: string | null;
}

export interface ShownFields {
  /** The value that would be stored; '' where nothing was read. */
  fields: Record<string, string>;
  prefill: Record<string, boolean>;
  confidence: Record<string, number>;
  ditto: Record<string, boolean>;
  alternatives: Record<string, Alternative[]>;
}

/** Fields that hold words; a signature or a column for officials holds none. */
export function wordFields(form: FormDefinition): FormField[] {
  return form.fields.filter((field) => !WORDLESS_TYPES.includes(field.type));
}

export function blankFields(form: FormDefinition): ShownFields {
  const names = wordFields(form).map((field) => field.name);
  const each = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]));
  return { fields: each(''), prefill: each(false), confidence: {}, ditto: {}, alternatives: {} };
}

/** A field is prefilled when its calibrated confidence reaches what the petition asks of its type. */
export function showReadings(form: FormDefinition, readings: StoredReading[], policy: PrefillPolicy): ShownFields {
  const shown = blankFields(form);
  const byField = new Map(readings.map((reading) => [reading.field, reading]));
  for (const { name, type } of wordFields(form)) {
    const reading = byField.get(name);
    if (reading === undefined) continue;
    shown.fields[name] = reading.normalised ?? reading.value ?? '';
    shown.prefill[name] = reading.confidence >= (policy[type] ?? policy.default);
    shown.confidence[name] = reading.confidence;
    shown.ditto[name] = reading.ditto;
    shown.alternatives[name] = asAlternatives(reading.alternatives);
  }
  return shown;
}

function asAlternatives(value: unknown): Alternative[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (entry): entry is Alternative => typeof entry?.value === 'string' && typeof entry?.probability === 'number',
  );
}

/** Confirmed in column mode: filled in, whatever its confidence. Doubted there: left to whoever sees the whole line. */
export function withColumnWords(shown: ShownFields, words: ColumnWord[]): ShownFields {
  const fields = { ...shown.fields };
  const prefill = { ...shown.prefill };
  for (const { field, outcome, value } of words) {
    if (value === null || fields[field] === undefined) continue;
    prefill[field] = outcome === 'confirmed';
    if (outcome === 'confirmed') fields[field] = value;
  }
  return { ...shown, fields, prefill };
}

/** What stood in the fields when the reviewer looked: prefilled values, blanks elsewhere. */
export function standingValues(shown: ShownFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(shown.fields).map(([name, value]) => [name, shown.prefill[name] ? value : '']),
  );
}
