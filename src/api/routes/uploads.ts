/** Resumable uploads: the tus protocol under our own access rules. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NotFoundError } from '../../domain/errors.ts';
import { scanOutcomeSchema } from '../../domain/wire-batch.ts';
import { personOf } from '../auth/access.ts';
import type { IntakeContext } from '../intake/intake-context.ts';
import { UPLOADS_PATH } from '../intake/upload-desk.ts';

const config = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;

export const uploadRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { uploads }) => {
  // The body is read by the upload desk, straight from the socket to the disk.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    reply.raw.setHeader('cache-control', 'no-store');
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    await uploads.handle(request.raw, reply.raw, personOf(request).id);
  };
  const schema = { hide: true };
  app.route({ method: ['POST', 'OPTIONS'], url: UPLOADS_PATH, config, schema, handler: handle });
  app.route({
    method: ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${UPLOADS_PATH}/:id`,
    config,
    schema,
    handler: handle,
  });

  app.get(
    `${UPLOADS_PATH}/:id/outcome`,
    { config, schema: { params: z.object({ id: z.string().max(64) }), response: { 200: scanOutcomeSchema } } },
    async (request) => {
      const outcome = await uploads.outcomeOf(request.params.id, personOf(request).id);
      if (outcome === null) throw new NotFoundError('upload_unfinished', 'This upload is not finished.');
      return outcome;
    },
  );
};
