/** Rights of the signers: restriction and erasure, by the data protection officer. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { LineState } from '../../domain/ledger.ts';
import { erasureRequestSchema, erasureSchema, restrictionSchema } from '../../domain/wire-signer.ts';
import { idSchema } from '../../domain/wire.ts';
import { setRestriction } from '../../store/erasure.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { loggable } from '../error-handler.ts';
import { eraseLine } from '../privacy/erase-line.ts';
import { scrubWhenDue } from '../privacy/scrub-when-due.ts';

const config = { roles: ['dpo'] } as const;
const params = z.object({ id: idSchema });

/** ms between two looks whether an erasure still has traces on the disk. */
const SCRUB_EVERY = 10 * 60_000;

export const privacyRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, images }) => {
  let scrubbing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    scrubbing = scrubWhenDue(database).catch((error) => app.log.error({ failure: loggable(error) }, 'scrub failed'));
  }, SCRUB_EVERY).unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await scrubbing;
  });

  app.post(
    '/api/lines/:id/erasure',
    { config, schema: { params, body: erasureRequestSchema, response: { 200: erasureSchema } } },
    async (request) => {
      const erased = await eraseLine(
        { database, images },
        {
          lineId: request.params.id,
          personId: personOf(request).id,
          keepsCount: request.body.count === 'keep',
        },
      );
      return { ...erased, state: erased.state as LineState };
    },
  );

  for (const isRestricted of [true, false]) {
    app.route({
      method: isRestricted ? 'POST' : 'DELETE',
      url: '/api/lines/:id/restriction',
      config,
      schema: { params, response: { 200: restrictionSchema } },
      handler: async (request) => {
        const { id } = request.params as z.infer<typeof params>;
        await setRestriction(database, { lineId: id, personId: personOf(request).id, isRestricted });
        return { lineId: id, restricted: isRestricted };
      },
    });
  }
};
