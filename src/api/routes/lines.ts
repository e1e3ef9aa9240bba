/** Printed lines: their strips, and lists of places for the ledger. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { lineFilterSchema, placedLineSchema } from '../../domain/wire-page.ts';
import { recordAudit } from '../../store/audit.ts';
import { listLines, sheetName } from '../../store/line.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';
import { stripUrl } from '../review/claim-wire.ts';
import { findStrip } from '../review/find-strip.ts';

const params = z.object({ id: idSchema });
/** s. A strip asked for again while it is on the screen; longer would outlive an erasure. */
const STRIP_CACHE = 'private, max-age=60';

export const lineRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database, images, strips }) => {
  app.get(
    '/api/lines/:id/strip',
    { config: { roles: ['reviewer', 'supervisor', 'dpo'] }, schema: { params } },
    async (request, reply) => {
      const line = await findStrip(database, request.params.id);
      if (line === null) throw new NotFoundError('strip_gone', 'There is no picture of this line.');
      if (line.isRestricted && !personOf(request).roles.includes('dpo')) {
        throw new ConflictError('line_restricted', 'This line may not be looked at at present.');
      }
      const seen = { kind: 'strip_viewed', subjectType: 'line', subjectId: request.params.id };
      const [strip] = await Promise.all([
        strips.read(line.wish),
        recordAudit(database, { personId: personOf(request).id, ...seen }),
      ]);
      return reply.header('cache-control', STRIP_CACHE).type('image/webp').send(strip);
    },
  );

  // Of counted lines alone: before, it would tell the second person that the first one answered.
  app.get(
    '/api/lines/:id/contact-evidence',
    { config: { roles: ['supervisor', 'dpo'] }, schema: { params } },
    async (request, reply) => {
      const line = await database.line.findUnique({ where: { id: request.params.id } });
      if (line?.state !== 'counted' || line.contactEvidence === null) {
        throw new NotFoundError('evidence_missing', 'No picture of a contact decision is kept for this line.');
      }
      if (line.restrictedAt !== null && !personOf(request).roles.includes('dpo')) {
        throw new ConflictError('line_restricted', 'This line may not be looked at at present.');
      }
      const seen = { kind: 'evidence_viewed', subjectType: 'line', subjectId: line.id };
      await recordAudit(database, { personId: personOf(request).id, ...seen });
      return reply.type('image/webp').send(await images.read(line.contactEvidence));
    },
  );

  app.get(
    '/api/petitions/:id/lines',
    {
      config: { roles: ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor'] },
      schema: { params, querystring: lineFilterSchema, response: { 200: listOf(placedLineSchema) } },
    },
    async (request) => {
      const { limit } = request.query;
      const lines = await listLines(database, { petitionId: request.params.id, ...request.query });
      const items = lines.map((line) => ({
        id: line.id,
        index: line.index,
        state: line.state,
        reason: line.reason as RejectionReason | null,
        version: line.version,
        box: line.box,
        found: line.found,
        foundSigned: line.foundSigned,
        restricted: line.restrictedAt !== null,
        erased: line.erasedAt !== null,
        stripUrl: stripUrl(line.id),
        pageId: line.pageId,
        sheet: sheetName(line.page),
        duplicateOfId: line.duplicateOfId,
      }));
      return { items, next: items.length < limit ? null : items.at(-1)!.id };
    },
  );
};
