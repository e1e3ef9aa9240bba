/** What the station knows about field types. */
import { NAMED_TYPES } from '../../../domain/capitals.ts';
import type { FieldType } from '../../../domain/form.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';

export type ClaimField = ClaimWire['formFields'][number];

/** Presence of ink is all there is: nothing to key. */
const WORDLESS: readonly FieldType[] = ['signature', 'office'];
/** Digits never begin or stand in these, so a digit chooses an alternative. */
const LETTERS_ONLY: readonly FieldType[] = ['family_name', 'given_name', 'name', 'city', 'country'];
/** What `the same address` carries down. */
const ADDRESS: readonly FieldType[] = ['address', 'postcode', 'city', 'country'];
export const isKeyed = (field: ClaimField) => !WORDLESS.includes(field.type);
export const takesDigitsAsChoice = (field: ClaimField) =>
  LETTERS_ONLY.includes(field.type) || field.type === 'choice' || field.type === 'checkbox';
export const isAddress = (field: ClaimField) => ADDRESS.includes(field.type);
export const isNamed = (field: ClaimField) => NAMED_TYPES.includes(field.type);

export function keyedFields(claim: ClaimWire): ClaimField[] {
  return claim.formFields.filter(isKeyed);
}
