/** What the reviewer has made of one line so far. Pure: every step gives a new draft, and remembers the one before. */
import type { ClaimWire } from '../../../domain/wire.ts';
import { isAddress, keyedFields } from './field-kinds.ts';

interface Snapshot {
  values: Record<string, string>;
  consent: boolean | null;
}

export interface Draft extends Snapshot {
  /** Fields the reviewer has looked at and left: blank there means blank. */
  seen: readonly string[];
  past: readonly Snapshot[];
  /** The field being typed in: one step back undoes the whole word, not a letter. */
  typing: string | null;
}

/** Values confirmed on the line above, the fresher of what the server and this desk know. */
export type Above = Record<string, string> | null;

export function startDraft(claim: ClaimWire, above: Above = claim.above): Draft {
  const values: Record<string, string> = {};
  for (const { name } of keyedFields(claim)) {
    const carried = claim.ditto[name] === true ? above?.[name] : undefined;
    values[name] = carried ?? (claim.prefill[name] === true ? (claim.fields[name] ?? '') : '');
  }
  return { values, consent: null, seen: [], past: [], typing: null };
}

function step(draft: Draft, changes: Partial<Snapshot>, typing: string | null): Draft {
  const isSameWord = typing !== null && typing === draft.typing;
  const past = isSameWord ? draft.past : [...draft.past, { values: draft.values, consent: draft.consent }];
  return { ...draft, ...changes, past, typing };
}

export function typed(draft: Draft, field: string, value: string): Draft {
  return step(draft, { values: { ...draft.values, [field]: value } }, field);
}

/** A whole value put in at once: an alternative, a ditto, a town. */
export function placed(draft: Draft, values: Record<string, string>): Draft {
  return step(draft, { values: { ...draft.values, ...values } }, null);
}

export function consented(draft: Draft, consent: boolean | null): Draft {
  return step(draft, { consent }, null);
}

export function left(draft: Draft, field: string): Draft {
  if (draft.seen.includes(field)) return draft.typing === null ? draft : { ...draft, typing: null };
  return { ...draft, seen: [...draft.seen, field], typing: null };
}

/** @returns null when there is nothing of this line to take back */
export function undone(draft: Draft): Draft | null {
  const before = draft.past.at(-1);
  if (before === undefined) return null;
  return { ...draft, ...before, past: draft.past.slice(0, -1), typing: null };
}

/** The machine saw something there but has not earned a prefill, and nobody has looked yet. */
export function isPending(claim: ClaimWire, draft: Draft, field: string): boolean {
  const hasReading = (claim.alternatives[field] ?? []).some(({ value }) => value !== '');
  const isWanted = hasReading || claim.formFields.some(({ name, required }) => name === field && required);
  return isWanted && draft.values[field] === '' && !draft.seen.includes(field) && !claim.confirmed.includes(field);
}

export function nextPending(claim: ClaimWire, draft: Draft): string | null {
  return keyedFields(claim).find(({ name }) => isPending(claim, draft, name))?.name ?? null;
}

/** Fields without which the line does not count, and which are empty. */
export function missingFields(claim: ClaimWire, draft: Draft): string[] {
  return keyedFields(claim)
    .filter(({ name, required }) => required && (draft.values[name] ?? '').trim() === '')
    .map(({ name }) => name);
}

/** The part of the line above that this field, or the whole address, takes over; null when there is nothing to take. */
export function dittoValues(claim: ClaimWire, above: Above, field: string | 'address'): Record<string, string> | null {
  const fields = keyedFields(claim).filter((one) => (field === 'address' ? isAddress(one) : one.name === field));
  const entries = fields.map(({ name }) => [name, above?.[name] ?? ''] as const).filter(([, value]) => value !== '');
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
