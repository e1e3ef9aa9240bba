/** The account, its exports and the audit trail over HTTP. */
import { z } from 'zod';
import { LINE_STATES } from './ledger.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { dateSchema, idSchema, timeSchema } from './wire.ts';

export const ledgerSchema = z.object({
  printedLines: z.number(),
  openPages: z.number(),
  states: z.record(z.enum(LINE_STATES), z.number()),
  reasons: z.partialRecord(rejectionReasonSchema, z.number()),
  balanced: z.boolean(),
});

export const dayCountSchema = z.object({
  day: dateSchema,
  arrived: z.number(),
  counted: z.number(),
  rejected: z.number(),
  reopened: z.number(),
  superseded: z.number(),
});
/** `separator=;&bom=1` suits French spreadsheets. */
export const exportQuerySchema = z.object({
  separator: z.enum([',', ';', '\t', 'tab']).default(','),
  bom: z.enum(['0', '1', 'true', 'false']).default('0'),
});
export const auditQuerySchema = z.object({
  kind: z.string().max(64).optional(),
  personId: idSchema.optional(),
  subjectId: z.string().max(64).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
  /** `next` of the page before. */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
/** `head` is the hash of the last event: written down elsewhere, it shows later whether the end was cut off. */
export const auditVerdictSchema = z.object({
  intact: z.boolean(),
  events: z.number(),
  head: z.string().nullable(),
  brokenAt: z.string().nullable(),
});
export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  person: z.string().nullable(),
  kind: z.string(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
