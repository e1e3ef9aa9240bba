/** The audit trail, for those who look over everybody's shoulder. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { auditEventSchema, auditQuerySchema, auditVerdictSchema } from '../../domain/wire-ledger.ts';
import { listOf } from '../../domain/wire.ts';
import { listAuditEvents, verifyAudit } from '../../store/audit.ts';
import type { AppDependencies } from '../dependencies.ts';

const config = { roles: ['auditor', 'dpo'] } as const;

export const auditRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  app.get(
    '/api/audit',
    { config, schema: { querystring: auditQuerySchema, response: { 200: listOf(auditEventSchema) } } },
    async (request) => {
      const { since, until, before, ...filter } = request.query;
      const events = await listAuditEvents(database, {
        ...filter,
        since: since === undefined ? undefined : new Date(since),
        until: until === undefined ? undefined : new Date(until),
        before: before === undefined ? undefined : BigInt(before),
      });
      const items = events.map((event) => ({
        id: event.id.toString(),
        at: event.at.toISOString(),
        person: event.person ?? null,
        kind: event.kind,
        subjectType: event.subjectType,
        subjectId: event.subjectId,
        details: event.details as Record<string, unknown>,
        hash: event.hash,
      }));
      return { items, next: items.length < filter.limit ? null : items.at(-1)!.id };
    },
  );

  app.get('/api/audit/verification', { config, schema: { response: { 200: auditVerdictSchema } } }, async () => {
    const verdict = await verifyAudit(database);
    return verdict.intact ? { ...verdict, brokenAt: null } : { ...verdict, head: null };
  });
};
