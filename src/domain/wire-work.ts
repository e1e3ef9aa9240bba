/** What reviewers learn from their own lines, and the record of work, as they travel over HTTP. */
import { z } from 'zod';
import { rejectionReasonSchema } from './reasons.ts';

const outcomeSchema = z.object({ outcome: z.string(), reason: rejectionReasonSchema.nullable() });
export const correctedLineSchema = z.object({
  lineId: z.uuid(),
  index: z.number(),
  sheet: z.string(),
  stripUrl: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(['review', 'second_keying', 'adjudication', 'correction']),
  own: outcomeSchema,
  final: outcomeSchema,
  /** In the order of the form; `final` is null when the line does not count. */
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      machine: z.string(),
      own: z.string(),
      final: z.string().nullable(),
    }),
  ),
});
export type CorrectedLineWire = z.infer<typeof correctedLineSchema>;

export const workRecordSchema = z.object({
  recorded: z.boolean(),
  /** People behind a figure at the least. */
  leastPeople: z.number(),
  items: z.array(
    z.object({
      /** Null: the days on which fewer people worked, together. */
      day: z.iso.date().nullable(),
      lines: z.number(),
      /** Null where a figure would be about fewer people. */
      medianMs: z.number().nullable(),
      medianKeys: z.number().nullable(),
    }),
  ),
});
export type WorkRecordWire = z.infer<typeof workRecordSchema>;
