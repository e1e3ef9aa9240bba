/** Sessions live in the database, so that ending one takes effect at the very next request. */
import type { Queryable } from './database.ts';
import type { Person, Session } from './generated/client.ts';

/** ms. A working day with a long evening; nobody stays signed in overnight. */
export const SESSION_LIFE = 14 * 3_600_000;
/** ms without any request. Longer than a lunch break. */
export const SESSION_IDLE = 3 * 3_600_000;
/** ms. `last_seen_at` need not be exact: one write a minute is enough. */
const SEEN_EVERY = 60_000;

export type SessionWithPerson = Session & { person: Person };

export async function createSession(
  database: Queryable,
  session: { tokenHash: string; csrfToken: string; personId: string },
): Promise<Session> {
  const now = Date.now();
  await database.session.deleteMany({
    where: { personId: session.personId, OR: [{ expiresAt: { lt: new Date(now) } }, idle(now)] },
  });
  return await database.session.create({ data: { ...session, expiresAt: new Date(now + SESSION_LIFE) } });
}

function idle(now: number) {
  return { lastSeenAt: { lt: new Date(now - SESSION_IDLE) } };
}

/** Null when unknown, expired, idle for too long, or its person is disabled. */
export async function findSession(database: Queryable, tokenHash: string): Promise<SessionWithPerson | null> {
  const session = await database.session.findUnique({ where: { tokenHash }, include: { person: true } });
  if (session === null || session.person.disabledAt !== null) return null;
  const now = Date.now();
  if (session.expiresAt.getTime() <= now || session.lastSeenAt.getTime() <= now - SESSION_IDLE) return null;
  if (session.lastSeenAt.getTime() < now - SEEN_EVERY) {
    await database.session.updateMany({ where: { tokenHash }, data: { lastSeenAt: new Date(now) } });
  }
  return session;
}

export async function endSession(database: Queryable, tokenHash: string): Promise<void> {
  await database.session.deleteMany({ where: { tokenHash } });
}
