/** What travels over HTTP while a petition is set up: see wire.ts for the conventions. */
import { z } from 'zod';
import { formDefinitionSchema } from './form.ts';
import { FORM_PROBLEM_CODES } from './form-problem.ts';
import { petitionSettingsChangeSchema, secondKeyingPolicySchema } from './policies.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { idSchema, reasonSchema } from './wire.ts';

export const DRAFT_SHEET_KINDS = ['blank', 'filled', 'trial'] as const;
export const draftSheetKindSchema = z.enum(DRAFT_SHEET_KINDS);
export type DraftSheetKind = z.infer<typeof draftSheetKindSchema>;

/** Choices so far: as those of a petition, but nothing is needed yet. */
export const draftChoicesSchema = z.object({
  title: z.string().trim().max(300).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  addressees: z.array(z.string().trim().min(1).max(300)).max(50).optional(),
  closesOn: z.iso.date().nullish(),
  notice: z
    .object({ text: z.string().max(20_000), recipients: z.array(z.string().trim().min(1).max(300)).max(50) })
    .optional(),
  countableFields: z.array(z.string().max(64)).max(100).optional(),
  reasons: z.array(rejectionReasonSchema).optional(),
  secondKeying: secondKeyingPolicySchema.optional(),
  settings: petitionSettingsChangeSchema.optional(),
});
export type DraftChoices = z.infer<typeof draftChoicesSchema>;

export const formProblemSchema = z.object({
  path: z.string(),
  code: z.enum(FORM_PROBLEM_CODES),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const boxPx = z.array(z.number());

/** A page read with the draft's form, as the editor draws it. Boxes in px of the picture. */
export const trialReadingSchema = z.object({
  status: z.enum(['registered', 'blank', 'unrecognised', 'unreadable']),
  reason: reasonSchema.nullable(),
  /** px of the picture; 0 when there is none. */
  width: z.number(),
  height: z.number(),
  /** Estimated distance of the form's rules from the paper's, mm; null when the form was not found. */
  residual: z.number().nullable(),
  warnings: z.array(reasonSchema),
  lines: z.array(
    z.object({
      index: z.number(),
      box: boxPx,
      state: z.enum(['empty', 'filled', 'struck']),
      signed: z.boolean(),
      cells: z.array(
        z.object({ field: z.string(), box: boxPx, value: z.string(), confidence: z.number(), prefill: z.boolean() }),
      ),
    }),
  ),
  header: z.array(z.object({ field: z.string(), value: z.string(), confidence: z.number() })),
  /** State of the form it was read with. */
  revision: z.number(),
});
export type TrialReading = z.infer<typeof trialReadingSchema>;

export const draftSheetSchema = z.object({
  id: idSchema,
  kind: draftSheetKindSchema,
  file: z.string(),
  page: z.number(),
  pageCount: z.number(),
  state: z.enum(['waiting', 'done', 'failed']),
  reason: reasonSchema.nullable(),
  imageUrl: z.string().nullable(),
  /** Of a trial that is done. */
  trial: trialReadingSchema.nullable(),
});
export type DraftSheetWire = z.infer<typeof draftSheetSchema>;

export const draftSchema = z.object({
  id: idSchema,
  /** The running petition that gets a new form version. */
  petitionId: idSchema.nullable(),
  choices: draftChoicesSchema,
  form: formDefinitionSchema.nullable(),
  revision: z.number(),
  /** What keeps the form from being used as it is. */
  problems: z.array(formProblemSchema),
  /** What a petition of this form begins with unless somebody chooses otherwise. */
  defaults: z.object({ countableFields: z.array(z.string()), reasons: z.array(rejectionReasonSchema) }),
  updatedAt: z.iso.datetime(),
  sheets: z.array(draftSheetSchema),
});
export type DraftWire = z.infer<typeof draftSchema>;

export const draftCreationSchema = z.object({ petitionId: idSchema.optional() });
export const draftChangeSchema = z.object({
  choices: draftChoicesSchema.optional(),
  /** Checked field by field, so that a file of any shape is answered with what is wrong in it. */
  form: z.unknown().optional(),
});
export const draftSheetChangeSchema = z.object({ page: z.number().int().min(1) });
export const draftFinishSchema = z.object({
  /** For a new form version: forms before it are no longer looked for on new pages. */
  retireOlder: z.boolean().default(false),
});
export const draftFinishedSchema = z.object({ petitionId: idSchema, formId: idSchema });

export const printRequestSchema = z.object({
  copies: z.number().int().min(1).max(500),
  introduction: z.string().trim().max(2_000).optional(),
});
