/** What a reviewer is shown of the machine's readings, under the petition's rule for prefilling. */
import type { Alternative, PrefillPolicy, Proposal } from '../domain/candidate.ts';
import { NAMED_TYPES, writeReading } from '../domain/capitals.ts';
import { type FieldType, type FormDefinition, type FormField, WORDLESS_TYPES } from '../domain/form.ts';
import { prefillLimit } from '../domain/policies.ts';

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

/** What a petition says about showing readings. */
export interface ShowingRule {
  prefillPolicy: PrefillPolicy;
  capitals: 'as_written' | 'title';
}

/** A field is prefilled when its calibrated confidence reaches what the petition asks of its type. */
export function showReadings(
  form: FormDefinition,
  readings: StoredReading[],
  { prefillPolicy, capitals }: ShowingRule,
): ShownFields {
  const shown = blankFields(form);
  const byField = new Map(readings.map((reading) => [reading.field, reading]));
  for (const { name, type } of wordFields(form)) {
    const reading = byField.get(name);
    if (reading === undefined) continue;
    const write = writerOf(type, capitals);
    shown.fields[name] = write({ value: reading.value, stored: reading.normalised });
    shown.prefill[name] = reading.confidence >= prefillLimit(prefillPolicy, type);
    shown.confidence[name] = reading.confidence;
    shown.ditto[name] = reading.ditto;
    shown.alternatives[name] = asAlternatives(reading.alternatives, write);
  }
  return shown;
}

interface Written {
  /** As on the paper; null once erased. */
  value: string | null;
  /** As it would be stored; absent in readings of older versions. */
  stored?: string | null | undefined;
}

/** How a reading is shown, which is how it would be stored: names by the petition's rule for capitals. */
function writerOf(type: FieldType, capitals: ShowingRule['capitals']): (reading: Written) => string {
  if (!NAMED_TYPES.includes(type)) return ({ value, stored }) => stored ?? value ?? '';
  if (capitals === 'as_written') return ({ value, stored }) => value ?? stored ?? '';
  return ({ value, stored }) => writeReading(stored ?? value ?? '', type === 'city');
}

/** Ways of writing that come to the same are one proposal, as likely as all of them together. */
function asAlternatives(value: unknown, write: (reading: Written) => string): Alternative[] {
  if (!Array.isArray(value)) return [];
  const known = new Map<string, Alternative>();
  for (const entry of value as Partial<Proposal>[]) {
    if (typeof entry?.value !== 'string' || typeof entry.probability !== 'number') continue;
    const shown = write({ value: entry.value, stored: entry.stored });
    const same = known.get(shown);
    if (same === undefined) known.set(shown, { value: shown, probability: entry.probability });
    else same.probability += entry.probability;
  }
  return [...known.values()].sort((a, b) => b.probability - a.probability);
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
