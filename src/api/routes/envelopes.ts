/** The account of an envelope: what is declared, what is found, closing it, and its two papers. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { batchSummarySchema } from '../../domain/wire-batch.ts';
import { idSchema } from '../../domain/wire.ts';
import {
  batchChangeSchema,
  batchClosingSchema,
  batchReopeningSchema,
  envelopeAccountSchema,
  printQuerySchema,
} from '../../domain/wire-envelope.ts';
import { printCover } from '../../intake/print-cover.ts';
import { printSlip } from '../../intake/print-slip.ts';
import { getBatch } from '../../store/batch.ts';
import { changeBatch, closeBatch, reopenBatch } from '../../store/envelope.ts';
import { personOf } from '../auth/access.ts';
import { toBatchSummaryWire } from '../intake/batch-wire.ts';
import { readAccount, toPaper } from '../intake/envelope-wire.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const clerks = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
const readers = { roles: ['mailroom', 'supervisor', 'dpo', 'auditor', 'administrator'] } as const;
const account = { 200: envelopeAccountSchema };

export const envelopeRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database }) => {
  app.get(
    '/api/batches/:id/account',
    { config: readers, schema: { params, response: account } },
    async (request) => (await readAccount(database, request.params.id)).wire,
  );

  app.patch(
    '/api/batches/:id',
    { config: clerks, schema: { params, body: batchChangeSchema, response: { 200: batchSummarySchema } } },
    async (request) => {
      const { id } = request.params;
      await changeBatch(database, { batchId: id, personId: personOf(request).id }, request.body);
      return toBatchSummaryWire(await getBatch(database, id));
    },
  );

  app.post(
    '/api/batches/:id/close',
    { config: clerks, schema: { params, body: batchClosingSchema, response: account } },
    async (request) => {
      const { id: batchId } = request.params;
      const person = personOf(request);
      const isSupervisor = person.roles.includes('supervisor');
      const { reason = null } = request.body;
      await closeBatch(database, { batchId, personId: person.id, isSupervisor, reason });
      return (await readAccount(database, batchId)).wire;
    },
  );

  app.post(
    '/api/batches/:id/reopen',
    { config: { roles: ['supervisor'] }, schema: { params, body: batchReopeningSchema, response: account } },
    async (request) => {
      const { id: batchId } = request.params;
      await reopenBatch(database, { batchId, personId: personOf(request).id, reason: request.body.reason });
      return (await readAccount(database, batchId)).wire;
    },
  );

  for (const [name, print] of [
    ['cover', printCover],
    ['slip', printSlip],
  ] as const) {
    app.get(
      `/api/batches/:id/${name}.pdf`,
      { config: readers, schema: { params, querystring: printQuerySchema } },
      async (request, reply) => {
        const paper = toPaper(await readAccount(database, request.params.id), request.query.language);
        reply.header('content-disposition', `inline; filename="${name}.pdf"`).type('application/pdf');
        return reply.send(Buffer.from(await print(paper)));
      },
    );
  }
};
