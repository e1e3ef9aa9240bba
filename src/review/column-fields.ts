/** Which fields may be checked in column mode, and whether their readings have shown that they can be. */
import type { PrefillPolicy } from '../domain/candidate.ts';
import type { FieldType, FormDefinition, FormField } from '../domain/form.ts';

/** Closed lists, digits and presence of ink. A name is no matter of a glance, and the only thing in sight would be a name. */
export const COLUMN_TYPES: readonly FieldType[] = [
  'postcode',
  'date',
  'date_of_birth',
  'checkbox',
  'choice',
  'signature',
];
/** Types in which an empty cell is a reading like any other. */
export const MAY_BE_EMPTY: readonly FieldType[] = ['checkbox'];

/** Decided lines from which on the petition's own sheets have the last word on a field. */
export const LEAST_MEASURED = 30;

export interface ColumnMeasure {
  /** Decided lines whose reading was sure enough, outside column mode. */
  lines: number;
  /** Of these, readings that the decision bore out. */
  right: number;
}

/**
 * `contactField` is left out: whether somebody may be contacted is decided line by line, beside the whole line, and never
 * for many at once.
 */
export function columnFields(form: FormDefinition, contactField: string | null): FormField[] {
  return form.fields.filter((field) => COLUMN_TYPES.includes(field.type) && field.name !== contactField);
}

/** Least confidence, or share of right readings. */
export const barOf = (policy: PrefillPolicy, type: FieldType): number => policy[type] ?? policy.default;

export type ColumnVerdict = 'offered' | 'too_few' | 'not_precise';

/**
 * Readings carry a calibrated confidence of their own, and are taken at their word until the petition's decisions say
 * otherwise. The presence of a signature carries none: it is offered only once decisions have borne it out.
 */
export function judgeColumn(type: FieldType, { lines, right }: ColumnMeasure, bar: number): ColumnVerdict {
  if (lines < LEAST_MEASURED) return type === 'signature' ? 'too_few' : 'offered';
  return right / lines >= bar ? 'offered' : 'not_precise';
}
