/** What travels for the triage board, the stacks and the live view. */
import { z } from 'zod';
import { LINE_STATES } from './ledger.ts';
import { idSchema, listOf, reasonSchema } from './wire.ts';
import { batchPageSchema } from './wire-page.ts';

export const TRIAGE_KINDS = ['unrecognised', 'unreadable', 'failed', 'same_paper', 'handed_back', 'poor_scan'] as const;
export const triagePageSchema = batchPageSchema.extend({
  batchId: idSchema,
  kind: z.enum(TRIAGE_KINDS),
  /** Since when it waits. */
  since: z.iso.datetime(),
  /** The same file's pages before this one are in another batch. */
  isPart: z.boolean(),
});
export type TriagePage = z.infer<typeof triagePageSchema>;
export const triageSchema = listOf(triagePageSchema);
export const triageFilterSchema = z.object({
  petitionId: idSchema,
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

/** different: another paper, goes on. replaces: this page takes the earlier one's place. dropped: the earlier stays. */
export const twinDecisionSchema = z.object({ decision: z.enum(['different', 'replaces', 'dropped']) });
export const setAsideSchema = z
  .object({
    kind: z.enum(['letter', 'cheque', 'other']).default('other'),
    /** To whom it went. */
    note: z.string().trim().max(500).nullish(),
  })
  .nullish();
export const glanceSchema = z.object({ ids: z.array(idSchema).min(1).max(1_000) });
export const glancedSchema = z.object({ glanced: z.number() });
export const partSchema = z.object({ batchId: idSchema });

export const insertSchema = batchPageSchema.extend({
  batchId: idSchema,
  batchName: z.string(),
  note: z.string().nullable(),
  at: z.iso.datetime(),
});
export type InsertWire = z.infer<typeof insertSchema>;
export const insertsSchema = listOf(insertSchema);

export const separatorRequestSchema = z.object({
  copies: z.number().int().min(1).max(200).default(1),
  declaredSheets: z.number().int().min(0).max(1_000_000).nullish(),
  declaredSignatures: z.number().int().min(0).max(10_000_000).nullish(),
});
export const separatorSchema = z.object({
  id: idSchema,
  label: z.string(),
  batchId: idSchema.nullable(),
  batchName: z.string().nullable(),
  declaredSheets: z.number().nullable(),
  declaredSignatures: z.number().nullable(),
  printedAt: z.iso.datetime(),
  /** Pages that show it: none, it was missed or not used yet; several, it was used twice. */
  pageIds: z.array(idSchema),
});
export type SeparatorWire = z.infer<typeof separatorSchema>;
export const separatorsSchema = listOf(separatorSchema);

const stageSchema = z.object({
  waiting: z.number(),
  /** Done in the last ten minutes. */
  done: z.number(),
  /** Seconds until what waits is done at the pace of these ten minutes; null while nothing has been done. */
  secondsLeft: z.number().nullable(),
});
export const liveSchema = z.object({
  stages: z.object({ split: stageSchema, preprocess: stageSchema, read: stageSchema }),
  pagesPerMinute: z.number(),
  workers: z.array(
    z.object({
      id: z.string(),
      seenAt: z.iso.datetime(),
      job: z.string().nullable(),
      pageId: idSchema.nullable(),
      scanId: idSchema.nullable(),
    }),
  ),
  failures: z.array(
    z.object({ pageId: idSchema, batchId: idSchema, file: z.string(), page: z.number(), reason: reasonSchema }),
  ),
  /** Batches that still wait for the machine, first to come first. */
  batches: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      waiting: z.number(),
      /** Pages of other batches that come before. */
      ahead: z.number(),
      secondsLeft: z.number().nullable(),
    }),
  ),
});
export type LiveWire = z.infer<typeof liveSchema>;

export const chartsSchema = z.object({
  /** One entry a day, oldest first, days without anything included. */
  days: z.array(
    z.object({ day: z.string(), pages: z.number(), decided: z.number(), secondsPerLine: z.number().nullable() }),
  ),
  /** Lines waiting for a person, by how long they have waited. */
  backlog: z.array(z.object({ upToDays: z.number().nullable(), lines: z.number() })),
  lines: z.record(z.enum(LINE_STATES), z.number()),
});
export type ChartsWire = z.infer<typeof chartsSchema>;
