/**
 * The account of an envelope: what its sender declared against what was found. The database computes what was found and
 * refuses to close what does not balance (function batch_account and the triggers of the migrations); here is the same
 * rule in words, for people.
 */
import type { LateRule } from './policies.ts';

export interface Declared {
  declaredSheets: number | null;
  declaredSignatures: number | null;
}

export interface Found {
  /** Files not split and pages not read: nobody knows yet what is on them. */
  inWork: number;
  /** Pages and kept files that need a hand. */
  openPages: number;
  /** Pages that carry a form. */
  sheets: number;
  /** Lines that somebody signed, by what is known now. */
  signatures: number;
  /** Of these, not decided yet. */
  toReview: number;
  /** Signers kept. */
  stored: number;
}

export interface Difference {
  kind: 'in_work' | 'open_pages' | 'sheets' | 'signatures';
  /** Null for what nobody declares. */
  declared: number | null;
  found: number;
}

/** Empty when the envelope balances. What was not declared cannot differ. */
export function differencesOf({ declaredSheets, declaredSignatures }: Declared, found: Found): Difference[] {
  const differences: Difference[] = [];
  if (found.inWork > 0) differences.push({ kind: 'in_work', declared: null, found: found.inWork });
  if (found.openPages > 0) differences.push({ kind: 'open_pages', declared: null, found: found.openPages });
  if (declaredSheets !== null && declaredSheets !== found.sheets) {
    differences.push({ kind: 'sheets', declared: declaredSheets, found: found.sheets });
  }
  if (declaredSignatures !== null && declaredSignatures !== found.signatures) {
    differences.push({ kind: 'signatures', declared: declaredSignatures, found: found.signatures });
  }
  return differences;
}

/**
 * `unknown`: it came after the closing date, and only the postmark, which nobody has entered, could say when it left.
 * `early`: before the collection began.
 */
export const LATENESS = ['in_time', 'early', 'late', 'unknown'] as const;
export type Lateness = (typeof LATENESS)[number];

/** By the petition's rule; days as YYYY-MM-DD. Null: the petition has no dates, or does not mind. */
export function latenessOf(
  batch: { receivedOn: string; postmarkedOn: string | null },
  petition: { opensOn: string | null; closesOn: string | null; lateRule: LateRule },
): Lateness | null {
  const { opensOn, closesOn, lateRule } = petition;
  if ((opensOn === null && closesOn === null) || lateRule === 'none') return null;
  const left = lateRule === 'postmark' ? (batch.postmarkedOn ?? batch.receivedOn) : batch.receivedOn;
  if (opensOn !== null && left < opensOn) return 'early';
  if (closesOn === null) return 'in_time';
  if (lateRule === 'arrival') return batch.receivedOn > closesOn ? 'late' : 'in_time';
  if (batch.postmarkedOn !== null) return batch.postmarkedOn > closesOn ? 'late' : 'in_time';
  return batch.receivedOn > closesOn ? 'unknown' : 'in_time';
}
