/** Live events: says that something changed, with ids and nothing else; pages then ask for what they show. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ROLES, type Role } from '../../domain/roles.ts';
import type { Change } from '../../store/changes.ts';
import type { Database } from '../../store/database.ts';
import { sessionOf } from '../auth/access.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

/** ms. Shorter than the patience of proxies with a silent connection. */
const HEARTBEAT = 20_000;
/** Arrivals concern those who may see batches. */
const SEES_BATCHES: readonly Role[] = ['mailroom', 'supervisor', 'dpo', 'auditor', 'administrator'];

const mayHear = (change: Change, roles: readonly Role[]) =>
  change.kind !== 'batch' || roles.some((role) => SEES_BATCHES.includes(role));

/** `message` for "look at everything anew"; else the kind of thing that changed and its id. */
function toEvent(change: Change): string {
  if (change.kind === 'reconnected') return 'data: {}\n\n';
  return `event: ${change.kind}\ndata: ${JSON.stringify({ id: change.id })}\n\n`;
}

/** Without counting as a sign of life: an open page must not keep a session going. */
async function isStillSignedIn(database: Database, tokenHash: string): Promise<boolean> {
  const session = await database.session.findUnique({
    where: { tokenHash },
    select: { expiresAt: true, person: { select: { disabledAt: true } } },
  });
  return session !== null && session.person.disabledAt === null && session.expiresAt.getTime() > Date.now();
}

export const eventRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { changes, database }) => {
  app.get('/api/events', { config: { roles: ROLES }, schema: { hide: true } }, async (request, reply) => {
    const { tokenHash, person } = sessionOf(request);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Reverse proxies would gather events before passing them on.
      'x-accel-buffering': 'no',
    });
    raw.write(': listening\n\n');
    const unsubscribe = changes.subscribe((change) => {
      if (mayHear(change, person.roles)) raw.write(toEvent(change));
    });
    const timer = setInterval(async () => {
      // The database may be away for a moment: then the next beat asks again.
      const mayStay = await isStillSignedIn(database, tokenHash).catch(() => true);
      if (raw.writableEnded || raw.destroyed) return;
      if (mayStay) raw.write(': still here\n\n');
      else raw.end();
    }, HEARTBEAT);
    raw.on('close', () => {
      clearInterval(timer);
      unsubscribe();
    });
  });
};
