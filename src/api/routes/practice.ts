/** The practice petition: fill it with sample scans, or remove it whole. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema } from '../../domain/wire.ts';
import { scanOutcomeSchema } from '../../domain/wire-batch.ts';
import { removePracticePetition } from '../../store/practice.ts';
import { personOf } from '../auth/access.ts';
import type { IntakeContext } from '../intake/intake-context.ts';
import { loadPracticeScans } from '../intake/practice-petition.ts';

const params = z.object({ id: idSchema });
const loadedSchema = z.object({ batchId: idSchema, items: z.array(scanOutcomeSchema) });

export const practiceRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, context) => {
  app.post(
    '/api/petitions/:id/practice-scans',
    {
      config: { roles: ['mailroom', 'supervisor', 'administrator'] },
      schema: { params, response: { 201: loadedSchema } },
    },
    async (request, reply) => {
      const whose = { petitionId: request.params.id, personId: personOf(request).id };
      return reply.code(201).send(await loadPracticeScans(context, whose));
    },
  );

  app.delete(
    '/api/petitions/:id',
    { config: { roles: ['supervisor', 'administrator'] }, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      const { database, images } = context;
      await removePracticePetition(database, images, {
        petitionId: request.params.id,
        personId: personOf(request).id,
      });
      return reply.code(204).send(null);
    },
  );
};
