/** The published error rate over HTTP: a sample drawn once, keyed again blind, and what came of it. */
import { z } from 'zod';
import { rejectionReasonSchema } from './reasons.ts';

const idSchema = z.uuid();

export const sampleRequestSchema = z.object({
  size: z.number().int().min(1).max(10_000),
  /** Whoever knows it can draw the same sample from the same lines; made up when absent. */
  seed: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});
const rateSchema = z.object({
  errors: z.number(),
  trials: z.number(),
  rate: z.number().nullable(),
  /** Clopper and Pearson's exact interval, 95 %. */
  low: z.number(),
  high: z.number(),
});
export const accuracySchema = z.object({
  /** Null until it is drawn. */
  sample: z
    .object({
      seed: z.string(),
      size: z.number(),
      population: z.number(),
      drawnAt: z.iso.datetime(),
      drawnBy: z.string(),
    })
    .nullable(),
  /** Drawn lines: not keyed again yet; keyed, and a third person must look; settled; gone before that. */
  lines: z.object({ open: z.number(), differing: z.number(), settled: z.number(), lost: z.number() }),
  /** What this person may key at present. */
  yours: z.number(),
  rates: z.object({
    fields: z.array(rateSchema.extend({ field: z.string(), label: z.string() })),
    values: rateSchema,
    lines: rateSchema,
    wronglyCounted: z.number(),
  }),
  /** For those who put signers right: where what is stored is wrong. */
  wrong: z.array(z.object({ signerId: idSchema, fields: z.array(z.string()), shouldCount: z.boolean() })),
});
export type AccuracyWire = z.infer<typeof accuracySchema>;
export type RateWire = z.infer<typeof rateSchema>;

export const accuracyKeyingSchema = z
  .object({
    outcome: z.enum(['accepted', 'rejected']),
    fields: z.record(z.string().max(64), z.string().max(500)).optional(),
    reason: rejectionReasonSchema.optional(),
  })
  .refine((keying) => keying.outcome === 'accepted' || keying.reason !== undefined, {
    path: ['reason'],
    message: 'a rejected line needs a reason',
  });
/** Nothing in it says whether the keying agrees with what is stored. */
export const accuracyKeyedSchema = z.object({ id: idSchema, version: z.number() });
