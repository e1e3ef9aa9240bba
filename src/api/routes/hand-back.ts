/** Sheets given back to the mailroom to be scanned again, and the slip that goes with the paper. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NotFoundError } from '../../domain/errors.ts';
import { slipWords } from '../../domain/hand-back.ts';
import { idSchema } from '../../domain/wire.ts';
import { handBackRequestSchema, handedBackSchema, slipQuerySchema } from '../../domain/wire-questions.ts';
import { printRescanSlip } from '../../forms/print-slip.ts';
import { handBackPage, readSlip, returnPage } from '../../store/hand-back.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';

const config = { roles: ['mailroom', 'reviewer', 'supervisor'] } as const;
const params = z.object({ id: idSchema });

export const handBackRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  app.post(
    '/api/pages/:id/hand-back',
    {
      config,
      schema: { params, body: handBackRequestSchema, response: { 200: z.object({ handedBack: handedBackSchema }) } },
    },
    async (request) => {
      const pageId = request.params.id;
      const { reason } = request.body;
      const at = await handBackPage(database, { pageId, personId: personOf(request).id, reason });
      return { handedBack: { reason, at: at.toISOString() } };
    },
  );

  app.delete(
    '/api/pages/:id/hand-back',
    { config, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      await returnPage(database, { pageId: request.params.id, personId: personOf(request).id });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/pages/:id/re-scan-slip.pdf',
    { config, schema: { params, querystring: slipQuerySchema } },
    async (request, reply) => {
      const slip = await readSlip(database, request.params.id);
      if (slip === null)
        throw new NotFoundError('page_not_handed_back', 'Nothing says that this page must be scanned again.');
      const { language: own } = personOf(request);
      const language = request.query.language ?? (own === 'en' ? 'en' : 'fr');
      const pdf = await printRescanSlip({ ...slip, why: slipWords(slip.codes, language) }, language);
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="re-scan-slip.pdf"')
        .send(Buffer.from(pdf));
    },
  );
};
