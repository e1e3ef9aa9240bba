/** Content whose time is over: proposed to those who answer for it, destroyed at the data protection officer's word. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema, listOf } from '../../domain/wire.ts';
import { destructionOrderSchema, type RetentionWire, retentionSchema } from '../../domain/wire-retention.ts';
import { listRetentions, orderDestruction, type Retention, readRetention } from '../../store/retention.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { loggable } from '../error-handler.ts';
import { destroyOrdered } from '../privacy/destroy-content.ts';
import { scrubWhenDue } from '../privacy/scrub-when-due.ts';

const params = z.object({ id: idSchema });
const readers = { roles: ['supervisor', 'dpo', 'auditor', 'administrator'] } as const;

/** ms between two looks whether an order was interrupted, or waited for pages of other petitions. */
const LOOK_EVERY = 10 * 60_000;

const today = () => new Date().toISOString().slice(0, 10);

const toWire = ({ orderedAt, destroyedAt, ...rest }: Retention): RetentionWire => ({
  ...rest,
  orderedAt: orderedAt?.toISOString() ?? null,
  destroyedAt: destroyedAt?.toISOString() ?? null,
});

export const retentionRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, images }) => {
  let isStopping = false;
  let working: Promise<unknown> = Promise.resolve();
  const work = () => {
    working = working
      .then(() => destroyOrdered({ database, images, isStopping: () => isStopping }))
      .then(() => (isStopping ? false : scrubWhenDue(database)))
      .catch((error) => app.log.error({ failure: loggable(error) }, 'destruction failed'));
  };
  const timer = setInterval(work, LOOK_EVERY).unref();
  app.addHook('onReady', async () => work());
  app.addHook('onClose', async () => {
    isStopping = true;
    clearInterval(timer);
    await working;
  });

  app.get('/api/retention', { config: readers, schema: { response: { 200: listOf(retentionSchema) } } }, async () => ({
    items: (await listRetentions(database, today())).map(toWire),
  }));

  app.get(
    '/api/petitions/:id/retention',
    { config: readers, schema: { params, response: { 200: retentionSchema } } },
    async (request) => toWire(await readRetention(database, request.params.id, today())),
  );

  app.post(
    '/api/petitions/:id/destruction',
    {
      config: { roles: ['dpo'] },
      schema: { params, body: destructionOrderSchema, response: { 202: retentionSchema } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const order = { petitionId: id, personId: personOf(request).id, today: today() };
      await orderDestruction(database, { ...order, signers: request.body.signers });
      work();
      return reply.code(202).send(toWire(await readRetention(database, id, today())));
    },
  );
};
