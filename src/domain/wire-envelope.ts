/** The account of an envelope as it travels. */
import { z } from 'zod';
import { LATENESS } from './envelope.ts';
import { dateSchema, idSchema, textSchema, timeSchema } from './wire.ts';
import { batchCreationSchema } from './wire-batch.ts';

const foundSchema = z.object({
  inWork: z.number(),
  openPages: z.number(),
  sheets: z.number(),
  signatures: z.number(),
  toReview: z.number(),
  stored: z.number(),
});

/** Null empties a value; what is left out stays. The paper's place may change after closing, nothing else. */
export const batchChangeSchema = batchCreationSchema.partial();
export const batchClosingSchema = z.object({
  /** In a supervisor's words, why the batch is closed although it does not balance. */
  reason: textSchema(1000).optional(),
});
export const batchReopeningSchema = z.object({ reason: textSchema(1000) });

export const envelopeAccountSchema = z.object({
  batchId: idSchema,
  state: z.enum(['open', 'closed']),
  declaredSheets: z.number().nullable(),
  declaredSignatures: z.number().nullable(),
  found: foundSchema,
  balanced: z.boolean(),
  differences: z.array(
    z.object({
      kind: z.enum(['in_work', 'open_pages', 'sheets', 'signatures']),
      declared: z.number().nullable(),
      found: z.number(),
    }),
  ),
  /** By the petition's rule; null when it has none. */
  lateness: z.enum(LATENESS).nullable(),
  opensOn: dateSchema.nullable(),
  closesOn: dateSchema.nullable(),
  /** Closings and reopenings, newest first, each with what was found at that moment. */
  events: z.array(
    z.object({
      kind: z.enum(['closed', 'reopened']),
      at: timeSchema,
      person: z.string().nullable(),
      reason: z.string().nullable(),
      found: foundSchema,
    }),
  ),
});
export type EnvelopeAccountWire = z.infer<typeof envelopeAccountSchema>;

export const printQuerySchema = z.object({ language: z.enum(['fr', 'en']).optional() });
