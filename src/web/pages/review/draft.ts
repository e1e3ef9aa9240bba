/** What the reviewer has made of one line so far. Pure: every step gives a new draft, and remembers the one before. */
import { LONGEST_VALUE } from '../../../domain/limits.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { isAddress, keyedFields } from './field-kinds.ts';

interface Snapshot {
  values: Record<string, string>;
  consent: boolean | null;
}

export interface Draft extends Snapshot {
  /** Fields the reviewer has looked at and left: blank there means blank. */
  seen: readonly string[];
  past: readonly Snapshot[];
  /** In adjudication: the two values are in sight. The image comes first. */
  isRevealed: boolean;
  /** The field being typed in: one step back undoes the whole word, not a letter. */
  typing: string | null;
}

/** Values confirmed on the line above, the fresher of what the server and this desk know. */
export type Above = Record<string, string> | null;

export function startDraft(claim: ClaimWire, above: Above = claim.above): Draft {
  const values: Record<string, string> = {};
  const isHidden = claim.mode === 'adjudication';
  for (const { name } of keyedFields(claim)) {
    if (isHidden) values[name] = '';
    if (isHidden) continue;
    const carried = claim.ditto[name] === true ? above?.[name] : undefined;
    values[name] = carried ?? (claim.prefill[name] === true ? (claim.fields[name] ?? '') : '');
  }
  return { values, consent: null, seen: [], isRevealed: !isHidden, past: [], typing: null };
}

function step(draft: Draft, changes: Partial<Snapshot>, typing: string | null): Draft {
  const isSameWord = typing !== null && typing === draft.typing;
  const past = isSameWord ? draft.past : [...draft.past, { values: draft.values, consent: draft.consent }];
  return { ...draft, ...changes, past, typing };
}

export function typed(draft: Draft, field: string, value: string): Draft {
  return step(draft, { values: { ...draft.values, [field]: value } }, field);
}

/** The two values come into sight; where both agree, theirs goes into what is still blank. */
export function revealed(claim: ClaimWire, draft: Draft): Draft {
  const blank = keyedFields(claim).filter(({ name }) => claim.prefill[name] === true && draft.values[name] === '');
  const agreed = Object.fromEntries(blank.map(({ name }) => [name, claim.fields[name] ?? '']));
  return { ...placed(draft, agreed), isRevealed: true };
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

/** Fields that hold more than can be stored: told, never cut. */
export function tooLongFields(claim: ClaimWire, draft: Draft): string[] {
  return keyedFields(claim)
    .filter(({ name }) => (draft.values[name] ?? '').length > LONGEST_VALUE)
    .map(({ name }) => name);
}
