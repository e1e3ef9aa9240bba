/** Whether a decision can be taken as it was sent: known fields, something in those that make a line count, a reason of this petition. */
import { type FormDefinition, WORDLESS_TYPES } from '../domain/form.ts';
import type { RejectionReason } from '../domain/reasons.ts';
import { wordFields } from './show-fields.ts';

export interface DecisionInput {
  outcome: 'accepted' | 'rejected';
  fields?: Record<string, string> | undefined;
  reason?: RejectionReason | undefined;
}

export interface DecisionRules {
  form: FormDefinition;
  countableFields: string[];
  reasons: RejectionReason[];
}

export type CheckedDecision =
  | { ok: true; fields: Record<string, string> }
  | {
      ok: false;
      code: 'unknown_field' | 'countable_fields_missing' | 'reason_not_allowed';
      problems: { path: string; message: string }[];
    };

/** Control characters, line breaks and marks that turn the direction of writing: none is in a name, all spoil a list. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]+/gu;

/** One line of well-formed text in composed characters, single spaces, none outside. Nothing else is changed: a person typed it. */
export function cleanValue(value: string): string {
  return value.replace(UNWANTED, ' ').replace(/\s+/g, ' ').normalize('NFC').trim();
}

/**
 * `standing` is what stood in the fields when the person looked: a field not sent was accepted as it stood. A signature
 * is accepted with the line unless it is sent as ''.
 */
export function checkDecision(
  input: DecisionInput,
  standing: Record<string, string>,
  rules: DecisionRules,
): CheckedDecision {
  const sent = Object.entries(input.fields ?? {}).map(([name, value]) => [name, cleanValue(value)] as const);
  const types = new Map(rules.form.fields.map((field) => [field.name, field.type]));
  const unknown = sent.filter(([name]) => !types.has(name));
  if (unknown.length > 0)
    return refused(
      'unknown_field',
      unknown.map(([name]) => name),
      'the form has no such field',
    );
  if (input.outcome === 'rejected') {
    if (input.reason === undefined || !rules.reasons.includes(input.reason)) {
      return {
        ok: false,
        code: 'reason_not_allowed',
        problems: [{ path: 'reason', message: 'not a reason of this petition' }],
      };
    }
  }
  const given = new Map(sent);
  const words = wordFields(rules.form).map(({ name }) => [name, given.get(name) ?? cleanValue(standing[name] ?? '')]);
  const fields: Record<string, string> = Object.fromEntries(words);
  if (input.outcome === 'accepted') {
    const missing = rules.countableFields.filter((name) => {
      const type = types.get(name);
      if (type === undefined) return false;
      return WORDLESS_TYPES.includes(type) ? given.get(name) === '' : fields[name] === '';
    });
    if (missing.length > 0)
      return refused('countable_fields_missing', missing, 'must hold something for the line to count');
  }
  return { ok: true, fields };
}

function refused(
  code: 'unknown_field' | 'countable_fields_missing',
  names: string[],
  message: string,
): CheckedDecision {
  return { ok: false, code, problems: names.map((name) => ({ path: `fields.${name}`, message })) };
}
