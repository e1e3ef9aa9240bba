/** Signers who may have signed more than once, over HTTP. */
import { z } from 'zod';
import { DUPLICATE_SCOPES } from './policies.ts';
import { idSchema } from './wire.ts';
import { signerSchema } from './wire-signer.ts';

export const duplicatesSchema = z.object({
  /** The petition's rule: among which lines one person may count once only. */
  scope: z.enum(DUPLICATE_SCOPES),
  /** Of all pairs, not only of those listed. */
  total: z.number(),
  items: z.array(z.object({ first: signerSchema, second: signerSchema })),
});
export type DuplicatesWire = z.infer<typeof duplicatesSchema>;
export const apartSchema = z.object({ ids: z.tuple([idSchema, idSchema]).refine(([a, b]) => a !== b) });
