/** `paraphe user`: accounts from the command line, for whoever can reach the data folder; above all a lost password. */
import { parseArgs } from 'node:util';
import { generatePassword, hashPassword } from '../api/auth/passwords.ts';
import { NotFoundError } from '../domain/errors.ts';
import { ROLES, type Role } from '../domain/roles.ts';
import { recordAudit } from '../store/audit.ts';
import { type Database, type Transaction, withTransaction } from '../store/database.ts';
import { changePerson, createPerson, findPersonByEmail, setPassword } from '../store/person.ts';
import { type Command, UsageError } from './command.ts';
import { say, withDatabase } from './database.ts';

const usage = `Usage: paraphe user COMMAND EMAIL
  create EMAIL [--name NAME] [--roles ROLE,ROLE] [--language fr|en]
                   makes an account; its first password is printed once and must be changed at the first sign-in
  reset EMAIL      gives a new password, printed once, and ends every session of that person
  disable EMAIL    the person can no longer sign in; sessions end now
  enable EMAIL     the person can sign in again
Roles: ${ROLES.join(', ')}; without --roles a new account is a reviewer.`;

interface Options {
  name?: string | undefined;
  roles?: string | undefined;
  language?: string | undefined;
}

const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);

function rolesOf(list: string): Role[] {
  const words = list.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !isRole(word));
  if (unknown !== undefined) throw new UsageError(`There is no role ${unknown}.`);
  return words.filter(isRole);
}

async function audited(transaction: Transaction, kind: string, personId: string): Promise<void> {
  const details = { by: 'command line' };
  await recordAudit(transaction, { personId: null, kind, subjectType: 'person', subjectId: personId, details });
}

async function idOf(transaction: Transaction, email: string): Promise<string> {
  const person = await findPersonByEmail(transaction, email);
  if (person === null) throw new NotFoundError('person_unknown', `Nobody has an account with the address ${email}.`);
  return person.id;
}

/** The password is the command's result: it alone goes to stdout. */
async function create(database: Database, email: string, options: Options): Promise<void> {
  const { language = 'fr' } = options;
  if (language !== 'fr' && language !== 'en') throw new UsageError('The language is fr or en.');
  const roles = rolesOf(options.roles ?? 'reviewer');
  const password = generatePassword();
  const account = { email, displayName: options.name ?? email, roles, language, mustChangePassword: true } as const;
  const passwordHash = await hashPassword(password);
  await withTransaction(database, async (transaction) => {
    const { id } = await createPerson(transaction, { ...account, roles, passwordHash });
    await audited(transaction, 'person_created', id);
  });
  say(`Created the account ${email} (${roles.join(', ')}). First password:`);
  process.stdout.write(`${password}\n`);
}

async function reset(database: Database, email: string): Promise<void> {
  const password = generatePassword();
  const hash = await hashPassword(password);
  await withTransaction(database, async (transaction) => {
    const personId = await idOf(transaction, email);
    await setPassword(transaction, { personId, hash, mustChange: true });
    await audited(transaction, 'password_reset', personId);
  });
  say(`New password of ${email}:`);
  process.stdout.write(`${password}\n`);
}

async function setDisabled(database: Database, email: string, disabled: boolean): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const id = await idOf(transaction, email);
    await changePerson(transaction, id, { disabled });
    await audited(transaction, 'person_changed', id);
  });
  say(`${email} can ${disabled ? 'no longer' : 'now'} sign in.`);
}

const ACTIONS: Record<string, (database: Database, email: string, options: Options) => Promise<void>> = {
  create,
  reset: (database, email) => reset(database, email),
  disable: (database, email) => setDisabled(database, email, true),
  enable: (database, email) => setDisabled(database, email, false),
};

async function run(args: string[]): Promise<0> {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: text, roles: text, language: text },
  });
  const [name = '', email = '', ...more] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(name === '' ? 'A command is missing.' : `Unknown command: ${name}`);
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || more.length > 0) throw new UsageError('One EMAIL is needed.');
  await withDatabase((database) => action(database, email, values));
  return 0;
}

export const command: Command = { usage, run };
