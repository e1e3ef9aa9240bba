/** Batches and received files over HTTP. */
import { z } from 'zod';
import { LINE_STATES } from './ledger.ts';
import { dateSchema, idSchema, reasonSchema, textSchema, timeSchema } from './wire.ts';
import { batchPageSchema, PAGE_STATES } from './wire-page.ts';

/** How a delivery came. */
export const batchChannelSchema = z.enum(['post', 'courier', 'hand', 'email', 'other']);
export const batchCreationSchema = z.object({
  name: textSchema(200),
  declaredSheets: z.number().int().min(0).max(1_000_000).nullish(),
  declaredSignatures: z.number().int().min(0).max(10_000_000).nullish(),
  sender: textSchema(300).nullish(),
  receivedOn: dateSchema.nullish(),
  postmarkedOn: dateSchema.nullish(),
  channel: batchChannelSchema.nullish(),
  box: textSchema(100).nullish(),
  folder: textSchema(100).nullish(),
});
/** A received file whose pages are not split yet, or never will be. */
export const batchScanSchema = z.object({
  id: idSchema,
  file: z.string(),
  state: z.enum(['received', 'split', 'refused', 'withdrawn']),
  reason: reasonSchema.nullable(),
  /** Other pages of the same file are in another batch, or were read before. */
  isPart: z.boolean(),
  pageCount: z.number(),
  bytes: z.number(),
  receivedAt: timeSchema,
});
export const batchSummarySchema = z.object({
  id: idSchema,
  petitionId: idSchema,
  name: z.string(),
  sender: z.string().nullable(),
  receivedOn: dateSchema,
  postmarkedOn: dateSchema.nullable(),
  declaredSheets: z.number().nullable(),
  declaredSignatures: z.number().nullable(),
  channel: batchChannelSchema.nullable(),
  box: z.string().nullable(),
  folder: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  isPractice: z.boolean(),
  createdAt: timeSchema,
  /** Counts for the progress strip. */
  progress: z.object({
    scans: z.number(),
    pages: z.number(),
    pagesByState: z.partialRecord(z.enum(PAGE_STATES), z.number()),
    lines: z.number(),
    linesByState: z.partialRecord(z.enum(LINE_STATES), z.number()),
    /** Pages held because their paper seems to be there already. */
    held: z.number(),
  }),
});
export const batchSchema = batchSummarySchema.extend({
  pages: z.array(batchPageSchema),
  scans: z.array(batchScanSchema),
});
export type BatchWire = z.infer<typeof batchSchema>;

export const scanOutcomeSchema = z.object({
  file: z.string(),
  outcome: z.enum(['accepted', 'duplicate', 'refused']),
  code: z.string().optional(),
  message: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  scanId: idSchema.optional(),
  /** For a duplicate: where the same bytes already are. */
  batchId: idSchema.optional(),
  batchName: z.string().optional(),
});
export const scanMoveSchema = z.object({ batchId: idSchema });
