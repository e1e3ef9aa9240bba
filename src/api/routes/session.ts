/** Signing in and out, and one's own password and language. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InputError } from '../../domain/errors.ts';
import { readOwnKeys } from '../../domain/own-keys.ts';
import {
  ownSettingsSchema,
  passwordChangeSchema,
  type SessionWire,
  sessionSchema,
  signInSchema,
} from '../../domain/wire-people.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import { changePerson, findPersonByEmail, type Person, setPassword } from '../../store/person.ts';
import { createSession, endSession, SESSION_LIFE } from '../../store/session.ts';
import { AccessError, cookieName, hashToken, newToken, sessionOf, TooManyError } from '../auth/access.ts';
import { createFailureLimit } from '../auth/failure-limit.ts';
import { fitsPassword, hashPassword } from '../auth/passwords.ts';
import type { AppDependencies } from '../dependencies.ts';
import { toPersonWire } from './person-wire.ts';

const wrongSignIn = () =>
  new AccessError(401, 'sign_in_refused', 'E-mail address or password are wrong, or the account is disabled.');

const toSession = (person: Person, csrfToken: string): SessionWire => ({
  user: toPersonWire(person),
  csrfToken,
  keys: readOwnKeys(person.keys),
});

/** Colleagues behind one address who mistype within the same minute. */
const ACCOUNTS_PER_ADDRESS = 10;

async function authenticate({ database }: AppDependencies, email: string, password: string): Promise<Person> {
  const person = await findPersonByEmail(database, email);
  const isOpen = person !== null && person.disabledAt === null;
  if (await fitsPassword(isOpen ? person.passwordHash : null, password)) return person as Person;
  // The account when it exists; never what was typed, which may be a password in the wrong box.
  await recordAudit(database, {
    personId: null,
    kind: 'sign_in_refused',
    ...(person === null ? {} : { subjectType: 'person', subjectId: person.id }),
  });
  throw wrongSignIn();
}

export const sessionRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, deps) => {
  const { config, database } = deps;
  const name = cookieName(config.isSecure);
  const byAccount = createFailureLimit(config.signInAttempts);
  const byAddress = createFailureLimit(config.signInAttempts * ACCOUNTS_PER_ADDRESS);

  /** Runs a check of a password unless this address has failed too often, with this account or with many. */
  async function limited<T>(address: string, email: string, check: () => Promise<T>): Promise<T> {
    const settle = [byAddress.take(address), byAccount.take(`${address} ${email}`)];
    if (settle.includes(null)) throw new TooManyError();
    const checked = await check();
    for (const succeeded of settle) succeeded?.();
    return checked;
  }

  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: config.isSecure } as const;

  app.post(
    '/api/session',
    {
      config: { roles: 'public' },
      schema: { body: signInSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const person = await limited(request.ip, email, () => authenticate(deps, email, password));
      const token = newToken();
      const session = { tokenHash: hashToken(token), csrfToken: newToken(), personId: person.id };
      await withTransaction(database, async (transaction) => {
        await createSession(transaction, session);
        await recordAudit(transaction, { personId: person.id, kind: 'session_opened' });
      });
      reply.setCookie(name, token, { ...cookie, maxAge: SESSION_LIFE / 1000 });
      return toSession(person, session.csrfToken);
    },
  );

  app.get(
    '/api/session',
    { config: { roles: 'signed-in', beforePasswordChange: true }, schema: { response: { 200: sessionSchema } } },
    async (request) => {
      const { person, csrfToken } = sessionOf(request);
      return toSession(person, csrfToken);
    },
  );

  app.delete(
    '/api/session',
    { config: { roles: 'signed-in', beforePasswordChange: true }, schema: { response: { 204: z.null() } } },
    async (request, reply) => {
      const { person, tokenHash } = sessionOf(request);
      await withTransaction(database, async (transaction) => {
        await endSession(transaction, tokenHash);
        await recordAudit(transaction, { personId: person.id, kind: 'session_closed' });
      });
      return reply.clearCookie(name, cookie).code(204).send(null);
    },
  );

  app.patch(
    '/api/session',
    { config: { roles: 'signed-in' }, schema: { body: ownSettingsSchema, response: { 200: sessionSchema } } },
    async (request) => {
      const { person, csrfToken } = sessionOf(request);
      const changed = await withTransaction(database, (transaction) =>
        changePerson(transaction, person.id, request.body),
      );
      return toSession(changed, csrfToken);
    },
  );

  app.post(
    '/api/session/password',
    {
      config: {
        roles: 'signed-in',
        beforePasswordChange: true,
      },
      schema: { body: passwordChangeSchema, response: { 200: sessionSchema } },
    },
    async (request) => {
      const { person, csrfToken, tokenHash } = sessionOf(request);
      const { current, next } = request.body;
      await limited(request.ip, person.email, async () => {
        if (await fitsPassword(person.passwordHash, current)) return;
        throw new InputError('password_wrong', 'The current password is not this one.');
      });
      if (next === current) throw new InputError('password_unchanged', 'The new password is the old one.');
      const hash = await hashPassword(next);
      await withTransaction(database, async (transaction) => {
        await setPassword(transaction, { personId: person.id, hash, mustChange: false, keepTokenHash: tokenHash });
        await recordAudit(transaction, { personId: person.id, kind: 'password_changed' });
      });
      return toSession({ ...person, mustChangePassword: false }, csrfToken);
    },
  );
};
