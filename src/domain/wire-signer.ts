/** Signers and their rights over HTTP. */
import { z } from 'zod';
import { fieldTypeSchema } from './form.ts';
import { LINE_STATES } from './ledger.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { fieldValueSchema, idSchema, timeSchema } from './wire.ts';

/** A search travels in the body: names do not belong in URLs, which end up in logs. */
export const signerSearchSchema = z.object({
  petitionId: idSchema,
  text: z.string().trim().max(200).default(''),
  pageId: idSchema.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const signerSchema = z.object({
  id: idSchema,
  lineId: idSchema,
  lineVersion: z.number(),
  lineState: z.enum(LINE_STATES),
  reason: rejectionReasonSchema.nullable(),
  petitionId: idSchema,
  pageId: idSchema,
  sheet: z.string(),
  line: z.number(),
  fields: z.record(z.string(), z.string()).nullable(),
  storedAt: timeSchema,
  restricted: z.boolean(),
  erased: z.boolean(),
  contactConsent: z.boolean().nullable(),
  stripUrl: z.string(),
});
export type SignerWire = z.infer<typeof signerSchema>;
export const signerHistorySchema = signerSchema.extend({
  formFields: z.array(z.object({ name: z.string(), type: fieldTypeSchema, label: z.string() })),
  batch: z.object({ id: idSchema, name: z.string(), box: z.string().nullable(), folder: z.string().nullable() }),
  noticeVersion: z.number(),
  /** The tick box as it stood when contact was decided; null when there is none, or not for this person. */
  contactEvidenceUrl: z.string().nullable(),
  history: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['machine', 'review', 'second_keying', 'adjudication', 'correction', 'reopening']),
      outcome: z.string(),
      reason: rejectionReasonSchema.nullable(),
      fields: z.record(z.string(), z.string()).nullable(),
      person: z.string().nullable(),
      at: timeSchema,
    }),
  ),
});
export const correctionSchema = z.object({
  version: z.number().int().positive(),
  fields: z.record(z.string().max(64), fieldValueSchema),
});

/** `keep`: the signature goes on counting without content; `remove`: it does not count any more. */
export const erasureRequestSchema = z.object({ count: z.enum(['keep', 'remove']).default('keep') });
export const erasureSchema = z.object({
  lineId: idSchema,
  state: z.enum(LINE_STATES),
  /** Where the paper is that has to be blacked out as well. */
  paper: z.object({ batch: z.string(), sheet: z.string(), line: z.number() }),
  /** False: old versions of the rows are still on the disk until the nightly scrub. */
  scrubbed: z.boolean(),
});
export const restrictionSchema = z.object({ lineId: idSchema, restricted: z.boolean() });
