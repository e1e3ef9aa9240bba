/** What is kept of a petition, until when, and its destruction, over HTTP. */
import { z } from 'zod';
import { dateSchema, idSchema, timeSchema } from './wire.ts';

export const retentionSchema = z.object({
  petitionId: idSchema,
  title: z.string(),
  /** The last day; null: the end or the months after it are not set. */
  destroyBy: dateSchema.nullable(),
  /** The day has come and there is something to destroy. */
  isDue: z.boolean(),
  kept: z.object({
    signers: z.number(),
    /** Lines that nobody has decided; destroyed, they do not count. */
    undecided: z.number(),
    /** Lines under restriction: while there are any, nothing is destroyed. */
    restricted: z.number(),
    pages: z.number(),
    files: z.number(),
  }),
  /** Somebody ordered it, and it is under way. */
  orderedAt: timeSchema.nullable(),
  destroyedAt: timeSchema.nullable(),
});
export type RetentionWire = z.infer<typeof retentionSchema>;

/** `signers`: the number that was shown; when another one is there now, nothing is destroyed. */
export const destructionOrderSchema = z.object({ signers: z.number().int().min(0) });
