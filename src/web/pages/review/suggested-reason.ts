import type { RejectionReason } from '../../../domain/reasons.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { type Draft, missingFields } from './draft.ts';
import { keyedFields } from './field-kinds.ts';

/** The reason that what stands on the desk speaks for, offered under one key; never given without it. */
export function suggestedReason(claim: ClaimWire, draft: Draft): RejectionReason | null {
  if (claim.found.state === 'struck') return 'struck';
  const isEmpty = keyedFields(claim).every(({ name }) => (draft.values[name] ?? '').trim() === '');
  if (isEmpty && claim.found.state === 'empty') return 'blank';
  if (claim.place.lateness === 'late') return 'late';
  const wantsSignature = claim.formFields.some(({ type, required }) => type === 'signature' && required);
  if (wantsSignature && claim.found.signed === false) return 'no_signature';
  if (missingFields(claim, draft).length > 0) return 'incomplete';
  return null;
}

/** The petition wants a signature and the machine saw none: worth a second key before it counts. */
export function isUnsigned(claim: ClaimWire): boolean {
  const isWanted = claim.formFields.some(({ type, required }) => type === 'signature' && required);
  return isWanted && claim.found.signed === false && claim.mode === 'review';
}
