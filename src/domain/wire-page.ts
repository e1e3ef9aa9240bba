/** Pages and their printed lines over HTTP. */
import { z } from 'zod';
import { LINE_STATES } from './ledger.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { idSchema, reasonSchema } from './wire.ts';
import { handedBackSchema } from './wire-questions.ts';

export const PAGE_STATES = [
  'queued',
  'preprocessed',
  'read',
  'blank',
  'unrecognised',
  'unreadable',
  'failed',
  'withdrawn',
] as const;
export const batchPageSchema = z.object({
  id: idSchema,
  scanId: idSchema,
  file: z.string(),
  page: z.number(),
  state: z.enum(PAGE_STATES),
  reason: reasonSchema.nullable(),
  /** Printed lines known on this page, superseded ones left out. */
  lines: z.number(),
  petitionId: idSchema.nullable(),
  /** Given back to the mailroom to be scanned again. */
  handedBack: handedBackSchema,
  /** What a person should know about how it was scanned; there while the page still waits to be read. */
  warnings: z.array(reasonSchema),
  /** Whether the scan itself was looked at. */
  assessed: z.boolean(),
  /** The page whose paper this one shows again, or whose place it takes. */
  twin: z
    .object({
      pageId: idSchema,
      likeness: z.number().nullable(),
      verdict: z.enum(['held', 'different', 'replaces', 'dropped']),
    })
    .nullable(),
  replacedBy: idSchema.nullable(),
  insertKind: z.enum(['letter', 'cheque', 'other']).nullable(),
  separatorId: idSchema.nullable(),
  /** A person looked at what the machine settled by itself. */
  glanced: z.boolean(),
});
export const lineWireSchema = z.object({
  id: idSchema,
  index: z.number(),
  state: z.enum(LINE_STATES),
  reason: rejectionReasonSchema.nullable(),
  version: z.number(),
  box: z.array(z.number()),
  found: z.string().nullable(),
  foundSigned: z.boolean().nullable(),
  restricted: z.boolean(),
  erased: z.boolean(),
  stripUrl: z.string(),
});
/** A line with its place, for lists by state or reason. */
export const placedLineSchema = lineWireSchema.extend({
  pageId: idSchema,
  sheet: z.string(),
  duplicateOfId: idSchema.nullable(),
});
export const lineFilterSchema = z.object({
  state: z.enum(LINE_STATES).optional(),
  reason: rejectionReasonSchema.optional(),
  pageId: idSchema.optional(),
  /** `next` of the page before. */
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const pageSchema = batchPageSchema.extend({
  batchId: idSchema,
  petitionTitle: z.string().nullable(),
  formDefinitionId: idSchema.nullable(),
  orientation: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  dpi: z.number().nullable(),
  /** For an unrecognised page: the nearest forms, best first. */
  nearest: z.array(z.object({ formDefinitionId: idSchema, petitionTitle: z.string(), score: z.number() })),
  imageUrl: z.string(),
  /** Where the paper lies. */
  paper: z.object({ batchName: z.string(), box: z.string().nullable(), folder: z.string().nullable() }),
  /** A counted line names its signer. */
  items: z.array(lineWireSchema.extend({ signerId: idSchema.nullable() })),
});
export type PageWire = z.infer<typeof pageSchema>;
export const formChoiceSchema = z.object({ formDefinitionId: idSchema });
export const turnSchema = z.object({ degrees: z.union([z.literal(90), z.literal(180), z.literal(270)]) });
