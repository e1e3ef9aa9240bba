/** Column mode over HTTP: one field of many lines, cells without names beside them. */
import { z } from 'zod';
import { fieldNameSchema, fieldTypeSchema } from './form.ts';

const idSchema = z.uuid();
/** Cells of one carpet: what fits a laptop's screen, so that nothing is confirmed unseen. */
export const CARPET_CELLS = 35;

export const columnSchema = z.object({
  field: z.string(),
  type: fieldTypeSchema,
  label: z.string(),
  /** Cells waiting that this person may check. */
  waiting: z.number(),
  /** offered; too_few: not enough decided lines to say how well it is read; not_precise: decided lines speak against it. */
  verdict: z.enum(['offered', 'too_few', 'not_precise']),
  /** Decided lines that were measured on, and how many bore the reading out. */
  measured: z.object({ lines: z.number(), right: z.number() }),
  /** Share that the petition asks for. */
  bar: z.number(),
});
export type ColumnWire = z.infer<typeof columnSchema>;

export const carpetRequestSchema = z.object({ petitionId: idSchema, field: fieldNameSchema });
export const cellSchema = z.object({
  lineId: idSchema,
  /** As read; `true` and '' for a tick box, `signed` for a signature. */
  value: z.string(),
  imageUrl: z.string(),
  /** px. */
  width: z.number(),
  height: z.number(),
});
export const carpetSchema = z.object({
  field: z.string(),
  type: fieldTypeSchema,
  label: z.string(),
  leaseExpiresAt: z.iso.datetime().nullable(),
  /** Equal readings together. */
  items: z.array(cellSchema),
});
export type CarpetWire = z.infer<typeof carpetSchema>;

const cellsSchema = z.array(idSchema).max(CARPET_CELLS);
export const columnChecksSchema = carpetRequestSchema.extend({ confirmed: cellsSchema, doubted: cellsSchema });
/** `lapsed`: held by nobody or somebody else by now, or decided meanwhile; nothing was noted for these. */
export const columnChecksAnswerSchema = z.object({ confirmed: z.number(), doubted: z.number(), lapsed: z.number() });
/** Put the carpet off for everybody, or give it back at once. */
export const carpetReturnSchema = carpetRequestSchema.extend({ minutes: z.number().int().min(0).max(1440) });
