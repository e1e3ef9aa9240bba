/** Column mode: the same field of many sheets, confirmed at a glance where its readings have earned it. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import { fieldNameSchema } from '../../domain/form.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import {
  CARPET_CELLS,
  carpetRequestSchema,
  carpetReturnSchema,
  carpetSchema,
  columnChecksAnswerSchema,
  columnChecksSchema,
  columnSchema,
} from '../../domain/wire-columns.ts';
import { recordAudit } from '../../store/audit.ts';
import { recordColumnChecks, returnCarpet, takeCarpet } from '../../store/column.ts';
import { withTransaction } from '../../store/database.ts';
import { createFormShelf } from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';
import { findCell, readCell, toCells } from '../review/column-cells.ts';
import { listColumns, offeredColumn } from '../review/columns.ts';

const config = { roles: ['reviewer', 'supervisor'] } as const;
const params = z.object({ id: idSchema });
const cellParams = z.object({ id: idSchema, field: fieldNameSchema });
/** s. As for strips: longer would outlive an erasure. */
const CELL_CACHE = 'private, max-age=60';

export const columnRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database, strips }) => {
  const formOf = createFormShelf();

  app.get(
    '/api/petitions/:id/columns',
    { config, schema: { params, response: { 200: listOf(columnSchema) } } },
    async (request) => ({ items: await listColumns(database, request.params.id, personOf(request).id) }),
  );

  app.post(
    '/api/columns/carpets',
    { config, schema: { body: carpetRequestSchema, response: { 200: carpetSchema } } },
    async (request) => {
      const personId = personOf(request).id;
      const { ask, label } = await offeredColumn(database, request.body);
      const carpet = await withTransaction(database, async (transaction) => {
        const taken = await takeCarpet(transaction, ask, { personId, cells: CARPET_CELLS });
        const lines = taken.cells.map((cell) => cell.lineId);
        const details = { field: ask.field, lines };
        const seen = { personId, kind: 'cells_viewed', subjectType: 'petition', subjectId: ask.petitionId, details };
        if (lines.length > 0) await recordAudit(transaction, seen);
        return taken;
      });
      return {
        field: ask.field,
        type: ask.type,
        label,
        leaseExpiresAt: carpet.leaseExpiresAt?.toISOString() ?? null,
        items: await toCells({ database, formOf }, ask.field, carpet.cells),
      };
    },
  );

  app.post(
    '/api/columns/checks',
    { config, schema: { body: columnChecksSchema, response: { 200: columnChecksAnswerSchema } } },
    async (request) => {
      const personId = personOf(request).id;
      const { confirmed, doubted } = request.body;
      const { ask } = await offeredColumn(database, request.body);
      return await withTransaction(database, async (transaction) => {
        const counts = await recordColumnChecks(transaction, ask, { personId, confirmed, doubted });
        await recordAudit(transaction, {
          personId,
          kind: 'cells_checked',
          subjectType: 'petition',
          subjectId: ask.petitionId,
          details: { field: ask.field, ...counts },
        });
        return counts;
      });
    },
  );

  app.post(
    '/api/columns/returns',
    { config, schema: { body: carpetReturnSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      await returnCarpet(database, { personId: personOf(request).id, ...request.body });
      return reply.code(204).send(null);
    },
  );

  /** Only to whoever has the cell in a carpet: that it was seen is on record since then. */
  app.get('/api/lines/:id/cells/:field', { config, schema: { params: cellParams } }, async (request, reply) => {
    const { id: lineId, field } = request.params;
    const wish = await findCell({ database, formOf }, { lineId, field, personId: personOf(request).id });
    if (wish === 'gone') throw new NotFoundError('strip_gone', 'There is no picture of this line.');
    if (wish === 'not_held') {
      throw new ConflictError('carpet_not_held', 'This cell is not before you at present.', {
        remedy: 'Ask for the cells again.',
      });
    }
    return reply
      .header('cache-control', CELL_CACHE)
      .type('image/webp')
      .send(await readCell(strips, wish));
  });
};
