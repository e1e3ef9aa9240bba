/** Somebody's own keys as they travel and are stored. */
import { z } from 'zod';
import { FREE_KEYS, holderOf, KEY_COMMANDS, keysOf, type OwnKeys } from './keys.ts';

export const ownKeysSchema = z
  .partialRecord(z.enum(KEY_COMMANDS), z.string().max(24))
  .refine((own) => Object.values(own).every((key) => FREE_KEYS.includes(key)), {
    message: 'a key that browsers or fields need for themselves',
  })
  .refine(
    (own) => KEY_COMMANDS.every((command) => keysOf(command, own).every((key) => holderOf(key, command, own) === null)),
    {
      message: 'two commands on one key',
    },
  );

/** As stored; keys that a newer version does not know (any more) are the usual ones again. */
export function readOwnKeys(stored: unknown): OwnKeys {
  const parsed = ownKeysSchema.safeParse(stored);
  return parsed.success ? parsed.data : {};
}
