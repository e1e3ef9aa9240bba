import type { ClaimWire } from '../../../domain/wire-review.ts';
import { writeName } from '../../../domain/capitals.ts';
import type { Draft } from './draft.ts';
import { isNamed, keyedFields } from './field-kinds.ts';

/** What is sent: trimmed, names by the petition's rule where the reviewer typed them; the machine's own are written already. */
export function finalValues(claim: ClaimWire, draft: Draft, capitals: 'as_written' | 'title'): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of keyedFields(claim)) {
    const value = (draft.values[field.name] ?? '').trim();
    const isReading = value === claim.fields[field.name];
    values[field.name] =
      capitals === 'title' && isNamed(field) && !isReading ? writeName(value, field.type === 'city') : value;
  }
  return values;
}
