/** The first account: without it nobody could create the others. */
import { InputError } from '../../domain/errors.ts';
import { ROLES } from '../../domain/roles.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Database, withTransaction } from '../../store/database.ts';
import { createPerson, hasPeople } from '../../store/person.ts';
import { generatePassword, hashPassword } from './passwords.ts';

export interface AdministratorOptions {
  email: string;
  /** null: a random one is made, to be changed at the first sign-in. */
  password: string | null;
}

export type AdministratorOutcome =
  | { created: false }
  /** `password` is there only when it was made up here: print it once. */
  | { created: true; email: string; password: string | null };

/** Any fixed number: two servers starting on one empty database make one administrator. */
const FIRST_ACCOUNT_LOCK = 7_270_404;

/** Creates the first administrator, holding every role, when the database knows nobody yet. */
export async function ensureAdministrator(
  database: Database,
  { email, password }: AdministratorOptions,
): Promise<AdministratorOutcome> {
  if (await hasPeople(database)) return { created: false };
  if (password !== null && password.length < 8) {
    throw new InputError('password_too_short', 'The first administrator’s password has fewer than 8 characters.');
  }
  const chosen = password ?? generatePassword();
  const passwordHash = await hashPassword(chosen);
  return await withTransaction(database, async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK}::bigint)`;
    if (await hasPeople(transaction)) return { created: false };
    const person = await createPerson(transaction, {
      email,
      displayName: 'Administrator',
      passwordHash,
      roles: [...ROLES],
      language: 'fr',
      mustChangePassword: password === null,
    });
    await recordAudit(transaction, {
      personId: null,
      kind: 'person_created',
      subjectType: 'person',
      subjectId: person.id,
      details: { roles: person.roles },
    });
    return { created: true, email: person.email, password: password === null ? chosen : null };
  });
}
