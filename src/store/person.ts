/** People who work here. Their e-mail is kept in lower case; a person is never deleted, only disabled. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { OwnKeys } from '../domain/keys.ts';
import type { Role } from '../domain/roles.ts';
import type { Queryable, Transaction } from './database.ts';
import type { Person } from './generated/client.ts';

export type { Person } from './generated/client.ts';

export interface NewPerson {
  email: string;
  displayName: string;
  passwordHash: string;
  roles: Role[];
  language: 'fr' | 'en';
  mustChangePassword: boolean;
}

export async function findPersonByEmail(database: Queryable, email: string): Promise<Person | null> {
  return await database.person.findUnique({ where: { email: email.toLowerCase() } });
}

export async function listPeople(database: Queryable): Promise<Person[]> {
  return await database.person.findMany({ orderBy: [{ displayName: 'asc' }, { id: 'asc' }] });
}

export async function getPerson(database: Queryable, id: string): Promise<Person> {
  const person = await database.person.findUnique({ where: { id } });
  if (person === null) throw new NotFoundError('person_unknown', 'There is no such account.');
  return person;
}

export async function hasPeople(database: Queryable): Promise<boolean> {
  return (await database.person.findFirst({ select: { id: true } })) !== null;
}

export async function createPerson(database: Queryable, person: NewPerson): Promise<Person> {
  if ((await findPersonByEmail(database, person.email)) !== null) {
    throw new ConflictError('email_taken', 'Somebody already has an account with this e-mail address.', {
      remedy: 'Give the existing account another role, or reset its password.',
    });
  }
  return await database.person.create({ data: { ...person, email: person.email.toLowerCase() } });
}

export interface PersonChange {
  displayName?: string | undefined;
  roles?: Role[] | undefined;
  language?: 'fr' | 'en' | undefined;
  disabled?: boolean | undefined;
  keys?: OwnKeys | undefined;
}

/** Any fixed number: two administrators removing each other at the same moment must do it one after the other. */
const ADMINISTRATORS_LOCK = 7_270_403;

/** Refuses to leave the house without an administrator. Sessions of a disabled person end here and now. */
export async function changePerson(transaction: Transaction, id: string, change: PersonChange): Promise<Person> {
  // Somebody's own language or keys take nobody's role away.
  const mayLoseOne = change.roles !== undefined || change.disabled !== undefined;
  if (mayLoseOne) await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATORS_LOCK}::bigint)`;
  const before = await getPerson(transaction, id);
  const after = await transaction.person.update({
    where: { id },
    data: {
      ...(change.displayName === undefined ? {} : { displayName: change.displayName }),
      ...(change.roles === undefined ? {} : { roles: [...new Set(change.roles)] }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.keys === undefined ? {} : { keys: change.keys }),
      ...(change.disabled === undefined
        ? {}
        : { disabledAt: change.disabled ? (before.disabledAt ?? new Date()) : null }),
    },
  });
  const administrators = mayLoseOne
    ? await transaction.person.count({ where: { roles: { has: 'administrator' }, disabledAt: null } })
    : null;
  if (administrators === 0) {
    throw new ConflictError('last_administrator', 'This is the last administrator.', {
      remedy: 'Give somebody else the administrator role first.',
    });
  }
  if (change.disabled === true) await transaction.session.deleteMany({ where: { personId: id } });
  return after;
}

/** Ends every session of the person but `keepTokenHash`. */
export async function setPassword(
  transaction: Transaction,
  password: { personId: string; hash: string; mustChange: boolean; keepTokenHash?: string },
): Promise<void> {
  await transaction.person.update({
    where: { id: password.personId },
    data: { passwordHash: password.hash, mustChangePassword: password.mustChange },
  });
  await transaction.session.deleteMany({
    where: {
      personId: password.personId,
      ...(password.keepTokenHash === undefined ? {} : { tokenHash: { not: password.keepTokenHash } }),
    },
  });
}
