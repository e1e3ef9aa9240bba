/** Printed lines: their strips, and lists of places for the ledger. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import { idSchema, lineFilterSchema, listOf, placedLineSchema } from '../../domain/wire.ts';
import { recordAudit } from '../../store/audit.ts';
import { listLines, sheetName } from '../../store/line.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { stripOf, stripUrl } from '../review/claim-wire.ts';
import { createStripImages } from '../review/strip-images.ts';

const params = z.object({ id: idSchema });
/** s. A strip asked for again while it is on the screen; longer would outlive an erasure. */
const STRIP_CACHE = 'private, max-age=60';

export const lineRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, images }) => {
  const strips = createStripImages(images);

  app.get(
    '/api/lines/:id/strip',
    { config: { roles: ['reviewer', 'supervisor', 'dpo'] }, schema: { params } },
    async (request, reply) => {
      const line = await database.line.findUnique({
        where: { id: request.params.id },
        select: {
          box: true,
          generation: true,
          restrictedAt: true,
          page: {
            select: {
              width: true,
              height: true,
              rectifiedImage: true,
              lines: { select: { box: true, generation: true } },
            },
          },
        },
      });
      if (line?.page.rectifiedImage == null) throw new NotFoundError('strip_gone', 'There is no picture of this line.');
      if (line.restrictedAt !== null && !personOf(request).roles.includes('dpo')) {
        throw new ConflictError('line_restricted', 'This line may not be looked at at present.');
      }
      const { page } = line;
      const siblings = page.lines
        .filter((sibling) => sibling.generation === line.generation)
        .map((sibling) => stripOf({ box: sibling.box, page }).crop);
      const seen = { kind: 'strip_viewed', subjectType: 'line', subjectId: request.params.id };
      const [strip] = await Promise.all([
        strips.read({ image: page.rectifiedImage!, crop: stripOf({ box: line.box, page }).crop, siblings }),
        recordAudit(database, { personId: personOf(request).id, ...seen }),
      ]);
      return reply.header('cache-control', STRIP_CACHE).type('image/webp').send(strip);
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
      }));
      return { items, next: items.length < limit ? null : items.at(-1)!.id };
    },
  );
};
