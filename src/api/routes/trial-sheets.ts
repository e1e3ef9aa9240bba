/** Requests about a person reach the filled-in sheets of set-ups too: found by what was read on them, and erased whole. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema, listOf } from '../../domain/wire.ts';
import { trialSearchSchema, trialTraceSchema } from '../../domain/wire-trial.ts';
import { recordAudit } from '../../store/audit.ts';
import { removeContents } from '../../store/draft.ts';
import { eraseTrialSheet, findTrialTraces } from '../../store/trial-trace.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { scrubWhenDue } from '../privacy/scrub-when-due.ts';

const config = { roles: ['dpo'] } as const;

export const trialSheetRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, images }) => {
  app.post(
    '/api/trial-sheets/search',
    { config, schema: { body: trialSearchSchema, response: { 200: listOf(trialTraceSchema) } } },
    async (request) => {
      const found = await findTrialTraces(database, request.body.text);
      await recordAudit(database, {
        personId: personOf(request).id,
        kind: 'trial_sheets_searched',
        // Which sheets were seen, never what was looked for.
        details: { sheets: found.map(({ id }) => id) },
      });
      return { items: found.map((trace) => ({ ...trace, createdAt: trace.createdAt.toISOString() })) };
    },
  );

  app.delete(
    '/api/trial-sheets/:id',
    { config, schema: { params: z.object({ id: idSchema }), response: { 204: z.void() } } },
    async (request, reply) => {
      const gone = await eraseTrialSheet(database, { id: request.params.id, personId: personOf(request).id });
      await removeContents(database, images, gone);
      await scrubWhenDue(database);
      return reply.code(204).send();
    },
  );
};
