/** Claims and decisions over HTTP. */
import { z } from 'zod';
import { LATENESS } from './envelope.ts';
import { fieldTypeSchema } from './form.ts';
import { LINE_STATES } from './ledger.ts';
import { LONGEST_NOTE } from './limits.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { fieldValueSchema, idSchema, timeSchema } from './wire.ts';
import { claimNoteSchema } from './wire-questions.ts';

export const claimRequestSchema = z.object({
  petitionId: idSchema,
  limit: z.number().int().min(1).max(200).default(1),
  /** Give back first what this person already holds: after a reload of the page. */
  resume: z.boolean().default(false),
  /** Also what was put off until later. */
  postponed: z.boolean().default(false),
});
/** Leases to prolong or to give back, by the lines' ids. */
export const leasesSchema = z.object({ ids: z.array(idSchema).min(1).max(200) });
export const leaseSchema = z.object({ id: idSchema, leaseExpiresAt: timeSchema });
export const alternativeSchema = z.object({ value: z.string(), probability: z.number() });
export const claimSchema = z.object({
  /** The line's id. */
  id: idSchema,
  version: z.number(),
  leaseExpiresAt: timeSchema,
  pageId: idSchema,
  index: z.number(),
  /** review: first sight. second_keying: blind. adjudication: two values, unattributed. */
  mode: z.enum(['review', 'second_keying', 'adjudication']),
  /** Field name to the value that would be stored; '' where nothing was read. In second keying all are ''. */
  fields: z.record(z.string(), z.string()),
  prefill: z.record(z.string(), z.boolean()),
  confidence: z.record(z.string(), z.number()),
  ditto: z.record(z.string(), z.boolean()),
  alternatives: z.record(z.string(), z.array(alternativeSchema)),
  imageUrl: z.string(),
  /** px of the strip image served at imageUrl. */
  strip: z.object({
    width: z.number(),
    height: z.number(),
    /** The line inside the strip: neighbours show around it. */ line: z.array(z.number()),
  }),
  /** In the order of the form; box in px of the strip image. */
  formFields: z.array(
    z.object({
      name: z.string(),
      type: fieldTypeSchema,
      label: z.string(),
      box: z.array(z.number()),
      required: z.boolean(),
      /** For `choice`. */
      options: z.array(z.string()).optional(),
    }),
  ),
  found: z.object({ state: z.string().nullable(), signed: z.boolean().nullable() }),
  /** Fields that somebody confirmed among many of their kind; none in second keying. */
  confirmed: z.array(z.string()),
  /** In adjudication: the reasons that the two gave, unattributed. */
  reasons: z.array(rejectionReasonSchema),
  /** While something is asked about the line: who is to answer; asker: the answer is there. */
  waitsFor: z.enum(['colleague', 'supervisor', 'asker']).nullable(),
  /** What was said about the line in this keying, oldest first; never anything of an earlier keying. */
  notes: z.array(claimNoteSchema),
  /** Where this is, for the status line. */
  place: z.object({
    batchName: z.string(),
    file: z.string(),
    page: z.number(),
    linesOnPage: z.number(),
    reviewedOnPage: z.number(),
    remaining: z.number(),
    /** Of the envelope, by the petition's rule; the reason `late` is suggested, never given by itself. */
    lateness: z.enum(LATENESS).nullable(),
  }),
  /** Values confirmed on the line above, for dittos; null when there are none. */
  above: z.record(z.string(), z.string()).nullable(),
});
export type ClaimWire = z.infer<typeof claimSchema>;

export const decisionRequestSchema = z
  .object({
    version: z.number().int().positive(),
    outcome: z.enum(['accepted', 'rejected']),
    fields: z.record(z.string().max(64), fieldValueSchema).optional(),
    reason: rejectionReasonSchema.optional(),
    contactConsent: z.boolean().nullish(),
    /** With reason `duplicate`: the line that is kept. */
    duplicateOf: idSchema.optional(),
    note: z.string().max(LONGEST_NOTE).optional(),
    elapsedMs: z.number().int().min(0).max(86_400_000).optional(),
    keys: z.number().int().min(0).max(100_000).optional(),
  })
  .refine((decision) => decision.outcome === 'accepted' || decision.reason !== undefined, {
    path: ['reason'],
    message: 'a rejected line needs a reason',
  });
export const decisionSchema = z.object({
  id: idSchema,
  lineId: idSchema,
  /** The line's version after the decision. */
  version: z.number(),
  state: z.enum(LINE_STATES),
  signerId: idSchema.nullable(),
});
export const reopenSchema = z.object({ version: z.number().int().positive() });
/** After reopening the line is leased to whoever reopened it, who goes on at once. */
export const reopenedSchema = decisionSchema.extend({ claim: claimSchema.nullable() });
export const postponementSchema = z.object({
  /** Minutes; a day at most, so that nothing is put off for ever. */
  minutes: z.number().int().min(1).max(1440).default(60),
});
export const townSchema = z.object({ postcode: z.string(), city: z.string() });
