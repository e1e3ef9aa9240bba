/** Filled-in sheets of set-ups, as requests about a person need them, over HTTP. */
import { z } from 'zod';
import { idSchema, timeSchema } from './wire.ts';

/** In the body: names do not belong in URLs. */
export const trialSearchSchema = z.object({ text: z.string().trim().min(1).max(200) });
export const trialTraceSchema = z.object({
  id: idSchema,
  title: z.string(),
  file: z.string(),
  page: z.number(),
  createdAt: timeSchema,
  /** Printed lines on which every word was read. */
  lines: z.array(z.number()),
  /** Nothing was read on it: only its picture says who is there. */
  isUnread: z.boolean(),
});
export type TrialTraceWire = z.infer<typeof trialTraceSchema>;
