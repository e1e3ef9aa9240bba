/** Blind second keying: who gets a second look, what counts as agreement, what the third person sees. */
import type { FormDefinition } from '../domain/form.ts';
import type { SecondKeyingPolicy } from '../domain/policies.ts';
import { blankFields, type ShownFields } from './show-fields.ts';

export interface SecondKeyingFacts {
  /** Least confidence among the readings of the fields that make the line count; null: nothing was read. */
  leastConfidence: number | null;
  /** Decisions this reviewer has taken before. */
  reviewerDecisions: number;
  /** Uniform in [0, 1), drawn anew for every line. */
  draw: number;
}

export function needsSecondKeying(policy: SecondKeyingPolicy, facts: SecondKeyingFacts): boolean {
  switch (policy.mode) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'random':
      return facts.draw < policy.share;
    case 'low_confidence':
      return facts.leastConfidence === null || facts.leastConfidence < policy.below;
    case 'new_reviewers':
      return facts.reviewerDecisions < policy.decisions;
  }
}

export interface Keying {
  kind: string;
  outcome: string;
  reason: string | null;
  fields: unknown;
}

/** The decisions since the line was last (re)opened, oldest first: what the present round has brought. */
export function currentRound<T extends Keying>(decisions: T[]): T[] {
  const opened = decisions.findLastIndex((decision) => ['reopening', 'machine'].includes(decision.kind));
  return decisions.slice(opened + 1);
}

export type ReviewMode = 'review' | 'second_keying' | 'adjudication';

export function reviewModeOf(state: string, round: Keying[]): ReviewMode {
  if (state !== 'in_second_keying') return 'review';
  return round.some((decision) => decision.kind === 'second_keying') ? 'adjudication' : 'second_keying';
}

const asFields = (value: unknown) => (value ?? {}) as Record<string, string>;

/** Same outcome, same reason, and for an accepted line the same value in every field, to the letter. */
export function areEqualKeyings(a: Keying, b: Keying): boolean {
  if (a.outcome !== b.outcome || a.reason !== b.reason) return false;
  if (a.outcome === 'rejected') return true;
  const [left, right] = [asFields(a.fields), asFields(b.fields)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => (left[name] ?? '') === (right[name] ?? ''));
}

/**
 * What the third person sees: values both agree on, and where they differ both values in alphabetical order, so that
 * nothing says whose is whose.
 */
export function showKeyings(form: FormDefinition, keyings: Keying[]): ShownFields & { reasons: string[] } {
  const shown = blankFields(form);
  const accepted = keyings.filter((keying) => keying.outcome === 'accepted').map((keying) => asFields(keying.fields));
  for (const name of Object.keys(shown.fields)) {
    const values = [...new Set(accepted.map((fields) => fields[name] ?? ''))].sort();
    const agreed = values.length === 1 && accepted.length > 1;
    shown.fields[name] = agreed ? values[0]! : '';
    shown.prefill[name] = agreed;
    shown.alternatives[name] = values.map((value) => ({ value, probability: 1 / values.length }));
  }
  return { ...shown, reasons: [...new Set(keyings.flatMap((keying) => keying.reason ?? []))].sort() };
}
