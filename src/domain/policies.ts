/** Choices a petition makes, with the defaults a new one starts with. */
import { z } from 'zod';
import { FIELD_TYPES, type FieldType, type FormDefinition } from './form.ts';
import type { PrefillPolicy } from './candidate.ts';

const probability = z.number().min(0).max(1);

/** Minimum calibrated confidence by field type, `default` for the rest. */
export const prefillPolicySchema = z.object({ default: probability }).extend(
  // A cast and no transform: the same schema documents and encodes answers.
  Object.fromEntries(FIELD_TYPES.map((type) => [type, probability.optional()])) as Record<
    (typeof FIELD_TYPES)[number],
    z.ZodOptional<typeof probability>
  >,
) satisfies z.ZodType<PrefillPolicy>;

/** A wrong prefill costs more than a blank: 98 % for what closed lists carry, 95 % else. */
export const DEFAULT_PREFILL_POLICY: PrefillPolicy = { default: 0.95, postcode: 0.98, city: 0.98 };

/**
 * Types that have not earned a prefill on development pages: of full names 13 of 14 sure readings were right, of addresses
 * 14 of 15; of numbers and free text there are too few to tell. They stay blank, their reading one key away.
 */
const NOT_EARNED: ReadonlySet<FieldType> = new Set(['name', 'address', 'number', 'text']);

/** Least confidence with which a field is prefilled; a petition may ask for an unearned type by a limit of its own. */
export const prefillLimit = (policy: PrefillPolicy, type: FieldType): number =>
  policy[type] ?? (NOT_EARNED.has(type) ? Number.POSITIVE_INFINITY : policy.default);

export const secondKeyingPolicySchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('none') }),
  z.object({ mode: z.literal('all') }),
  /** A share of the accepted lines, drawn by chance. */
  z.object({ mode: z.literal('random'), share: probability }),
  /** Lines in which a reading's confidence was below this. */
  z.object({ mode: z.literal('low_confidence'), below: probability }),
  /** Lines of reviewers with fewer decisions than this. */
  z.object({ mode: z.literal('new_reviewers'), decisions: z.number().int().positive() }),
]);
export type SecondKeyingPolicy = z.infer<typeof secondKeyingPolicySchema>;

/** How stored names are written, whatever the writer's habit: as read, or `Family Name` capitals normalised. */
export const capitalsRuleSchema = z.enum(['as_written', 'title']);

/** By what a sheet that comes after the closing date is late; `none`: never. A person decides, the rule only says so. */
export const lateRuleSchema = z.enum(['postmark', 'arrival', 'none']);
export type LateRule = z.infer<typeof lateRuleSchema>;

/** Among which lines one person may count once only. */
export const DUPLICATE_SCOPES = ['petition', 'batch', 'none'] as const;

export const petitionSettingsSchema = z.object({
  capitals: capitalsRuleSchema.default('title'),
  /** Name of the form's tick box that asks for contact; null when the sheet does not ask. */
  contactField: z.string().nullable().default(null),
  /** Whether time and keys of a decision are recorded (a declared, aggregated record of work). */
  recordOfWork: z.boolean().default(true),
  /** Default country of postcodes. */
  country: z.string().length(2).default('FR'),
  lateRule: lateRuleSchema.default('postmark'),
  /** First day of the collection; null: not said. */
  opensOn: z.iso.date().nullable().default(null),
  duplicateScope: z.enum(DUPLICATE_SCOPES).default('petition'),
  /** Months after the end of the collection by which scans and signers' values must be destroyed; null: not decided. */
  retentionMonths: z.number().int().min(1).max(240).nullable().default(null),
});
export type PetitionSettings = z.infer<typeof petitionSettingsSchema>;

type SettingsShape = typeof petitionSettingsSchema.shape;
/**
 * Some settings of a petition. Without the defaults, which zod would otherwise fill in for what is not said: a change
 * of one setting would set all others back.
 */
export const petitionSettingsChangeSchema = z.object(
  Object.fromEntries(
    Object.entries(petitionSettingsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()]),
  ) as unknown as { [Name in keyof SettingsShape]: z.ZodOptional<ReturnType<SettingsShape[Name]['unwrap']>> },
);

/**
 * Fields that make a line countable until a person chooses otherwise: the names and the signature when the form
 * has them, or what the form marks as required.
 */
export function defaultCountableFields(form: FormDefinition): string[] {
  const required = form.fields.filter((field) => field.required === true);
  const fields =
    required.length > 0
      ? required
      : form.fields.filter((field) => ['family_name', 'given_name', 'name', 'signature'].includes(field.type));
  return (fields.length > 0 ? fields : form.fields.slice(0, 1)).map((field) => field.name);
}
