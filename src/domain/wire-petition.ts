/** Petitions and their forms over HTTP. */
import { z } from 'zod';
import { formDefinitionSchema } from './form.ts';
import {
  petitionSettingsChangeSchema,
  petitionSettingsSchema,
  prefillPolicySchema,
  secondKeyingPolicySchema,
} from './policies.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { dateSchema, idSchema, textSchema, timeSchema } from './wire.ts';

export const petitionCreationSchema = z.object({
  title: textSchema(300),
  language: z.string().regex(/^[a-z]{2}$/),
  form: formDefinitionSchema,
  addressees: z.array(textSchema(300)).max(50).optional(),
  closesOn: dateSchema.nullish(),
  notice: z.object({ text: z.string().max(20_000), recipients: z.array(textSchema(300)).max(50) }).optional(),
  countableFields: z.array(z.string()).min(1).optional(),
  reasons: z.array(rejectionReasonSchema).min(1).optional(),
  prefillPolicy: prefillPolicySchema.optional(),
  secondKeying: secondKeyingPolicySchema.optional(),
  settings: petitionSettingsChangeSchema.optional(),
});
export const petitionChangeSchema = petitionCreationSchema
  .omit({ form: true, notice: true })
  .partial()
  .extend({
    state: z.enum(['open', 'closed']).optional(),
  });
/** A new version of a petition's form; the notice when its text changed. */
export const formCreationSchema = petitionCreationSchema.pick({ form: true, notice: true });
export const formSummarySchema = z.object({
  id: idSchema,
  key: z.string(),
  version: z.number(),
  definition: formDefinitionSchema,
  frozen: z.boolean(),
  retired: z.boolean(),
  noticeVersion: z.number(),
  /** Sheets of its print edition so far. */
  printedSheets: z.number(),
});
export const petitionSchema = z.object({
  id: idSchema,
  title: z.string(),
  language: z.string(),
  addressees: z.array(z.string()),
  state: z.enum(['open', 'closed']),
  isPractice: z.boolean(),
  closesOn: dateSchema.nullable(),
  countableFields: z.array(z.string()),
  reasons: z.array(rejectionReasonSchema),
  prefillPolicy: prefillPolicySchema,
  secondKeying: secondKeyingPolicySchema,
  settings: petitionSettingsSchema,
  createdAt: timeSchema,
  forms: z.array(formSummarySchema),
  /** The latest notice. */
  notice: z.object({ version: z.number(), text: z.string(), recipients: z.array(z.string()) }),
  /** A person has decided a line: what all lines are judged by no longer changes. */
  isDecided: z.boolean(),
  /** Lines waiting for this petition's reviewers. */
  awaitingReview: z.number(),
});
export type PetitionWire = z.infer<typeof petitionSchema>;
