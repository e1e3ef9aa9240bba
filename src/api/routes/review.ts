/** The reviewer's station: claims with leases, decisions, undo. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  claimRequestSchema,
  claimSchema,
  decisionRequestSchema,
  decisionSchema,
  leaseSchema,
  leasesSchema,
  postponementSchema,
  reopenedSchema,
  reopenSchema,
} from '../../domain/wire-review.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import { claimLines, extendLeases, postponeLine, releaseLeases, takeLine } from '../../store/line.ts';
import { createFormShelf, getPetition } from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';
import { readClaims } from '../review/claim-wire.ts';
import { decideLine } from '../review/decide-line.ts';
import { keepEvidence } from '../review/keep-evidence.ts';
import { reopenLine } from '../review/reopen-line.ts';

const config = { roles: ['reviewer', 'supervisor'] } as const;
const params = z.object({ id: idSchema });

export const reviewRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database, images, strips }) => {
  const formOf = createFormShelf();

  /** One line's claim, when it is held by this person. */
  async function readClaim(personId: string, lineId: string) {
    const line = await database.line.findUniqueOrThrow({ where: { id: lineId }, select: { petitionId: true } });
    const [claim] = await readClaims({ database, personId, formOf }, line.petitionId, [lineId]);
    return claim ?? null;
  }

  app.post(
    '/api/review/claims',
    { config, schema: { body: claimRequestSchema, response: { 200: listOf(claimSchema) } } },
    async (request) => {
      const { petitionId, ...wish } = request.body;
      const personId = personOf(request).id;
      await getPetition(database, petitionId);
      const ids = await withTransaction(database, (transaction) =>
        claimLines(transaction, { personId, petitionId, ...wish }),
      );
      return { items: await readClaims({ database, personId, formOf }, petitionId, ids) };
    },
  );

  app.post(
    '/api/review/heartbeats',
    { config, schema: { body: leasesSchema, response: { 200: listOf(leaseSchema) } } },
    async (request) => {
      const held = await extendLeases(database, { personId: personOf(request).id, lineIds: request.body.ids });
      return { items: held.map(({ id, leaseExpiresAt }) => ({ id, leaseExpiresAt: leaseExpiresAt.toISOString() })) };
    },
  );

  app.post(
    '/api/review/releases',
    { config, schema: { body: leasesSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      await releaseLeases(database, personOf(request).id, request.body.ids);
      return reply.code(204).send(null);
    },
  );

  /** Takes one certain line: after an expired lease, or to go back to a postponed one. */
  app.post(
    '/api/rows/:id/lease',
    { config, schema: { params, response: { 200: claimSchema.nullable() } } },
    async (request) => {
      const personId = personOf(request).id;
      await withTransaction(database, (transaction) => takeLine(transaction, personId, request.params.id));
      return await readClaim(personId, request.params.id);
    },
  );

  app.post(
    '/api/rows/:id/postponement',
    { config, schema: { params, body: postponementSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      const personId = personOf(request).id;
      const until = new Date(Date.now() + request.body.minutes * 60_000);
      await withTransaction(database, async (transaction) => {
        await postponeLine(transaction, { personId, lineId: request.params.id, until });
        await recordAudit(transaction, {
          personId,
          kind: 'line_postponed',
          subjectType: 'line',
          subjectId: request.params.id,
        });
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/rows/:id/decisions',
    { config, schema: { params, body: decisionRequestSchema, response: { 200: decisionSchema } } },
    async (request) => {
      const personId = personOf(request).id;
      const { outcome, contactConsent } = request.body;
      const isAnswered = outcome === 'accepted' && contactConsent != null;
      const tools = { database, images, strips, formOf };
      const evidence = isAnswered ? await keepEvidence(tools, request.params.id) : null;
      return await withTransaction(database, (transaction) =>
        decideLine({ transaction, personId, formOf, evidence }, request.params.id, request.body),
      );
    },
  );

  app.post(
    '/api/rows/:id/reopen',
    { config, schema: { params, body: reopenSchema, response: { 200: reopenedSchema } } },
    async (request) => {
      const personId = personOf(request).id;
      const { version } = request.body;
      const reopened = await withTransaction(database, (transaction) =>
        reopenLine(transaction, { lineId: request.params.id, personId, version }),
      );
      return { ...reopened, claim: await readClaim(personId, request.params.id) };
    },
  );
};
