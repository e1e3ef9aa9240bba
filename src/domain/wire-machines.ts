/** What machines use and what is shown of them: access tokens, the watched folder, hashes asked for before sending. */
import { z } from 'zod';
import { HANDWRITING_STATES } from './candidate.ts';
import { idSchema, textSchema, timeSchema } from './wire.ts';

export const tokenCreationSchema = z.object({ name: textSchema(120) });
export const accessTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdBy: z.string().nullable(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
export type AccessTokenWire = z.infer<typeof accessTokenSchema>;
/** The token itself is shown once, to whoever created it. */
export const tokenCreatedSchema = accessTokenSchema.extend({ token: z.string() });

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
export const knownQuestionSchema = z.object({ sha256: z.array(sha256Schema).min(1).max(500) });
/** Where the same bytes already are; hashes that nobody knows are left out. */
export const knownScanSchema = z.object({
  sha256: sha256Schema,
  scanId: idSchema,
  batchId: idSchema,
  batchName: z.string(),
});

export const WATCH_STATES = ['off', 'watching', 'no_petition', 'missing', 'no_access', 'failing', 'elsewhere'] as const;
export const watchSchema = z.object({
  state: z.enum(WATCH_STATES),
  /** Null when no folder is watched. */
  folder: z.string().nullable(),
  /** When it was last looked into. */
  lookedAt: timeSchema.nullable(),
  /** Files that are still being written or have not been taken yet. */
  waiting: z.number(),
  /** Files that may not be opened. */
  locked: z.number(),
  /** Since the start of the server. */
  taken: z.number(),
  refused: z.number(),
  /** What the system says, e.g. EACCES. */
  code: z.string().nullable(),
});
export type WatchWire = z.infer<typeof watchSchema>;

export const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  database: z.boolean(),
  queue: z.boolean(),
  worker: z.boolean(),
  /** `refused`: a worker's model file is missing or not the shipped one, Tesseract reads alone. Null without a worker. */
  handwriting: z.enum(HANDWRITING_STATES).nullable(),
});
