/** People, their sessions and accounts over HTTP. */
import { z } from 'zod';
import { ownKeysSchema } from './own-keys.ts';
import { roleSchema } from './roles.ts';
import { idSchema, textSchema, timeSchema } from './wire.ts';

export const signInSchema = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().min(1).max(256),
});
export const personSchema = z.object({
  id: idSchema,
  email: z.string(),
  displayName: z.string(),
  roles: z.array(roleSchema),
  language: z.enum(['fr', 'en']),
  mustChangePassword: z.boolean(),
  disabled: z.boolean(),
  createdAt: timeSchema,
});
export type PersonWire = z.infer<typeof personSchema>;
export const sessionSchema = z.object({
  user: personSchema,
  csrfToken: z.string(),
  /** Keys of the review station that differ from the usual ones. */
  keys: ownKeysSchema,
});
export type SessionWire = z.infer<typeof sessionSchema>;
export const passwordChangeSchema = z.object({ current: z.string().max(256), next: z.string().min(12).max(256) });
/** What a person may change about the own account. */
export const ownSettingsSchema = z.object({
  displayName: textSchema(120).optional(),
  language: z.enum(['fr', 'en']).optional(),
  keys: ownKeysSchema.optional(),
});
export const personCreationSchema = z.object({
  email: z.email().toLowerCase().max(254),
  displayName: textSchema(120),
  roles: z.array(roleSchema).min(1),
  language: z.enum(['fr', 'en']).default('fr'),
});
/** The first password is shown once, to whoever created the account. */
export const personCreatedSchema = personSchema.extend({ password: z.string() });
export const personChangeSchema = z.object({
  displayName: textSchema(120).optional(),
  roles: z.array(roleSchema).min(1).optional(),
  language: z.enum(['fr', 'en']).optional(),
  disabled: z.boolean().optional(),
});
export const passwordResetSchema = z.object({ password: z.string() });
