/** Whether the house stands: database, queue and at least one worker answer. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { healthSchema } from '../../domain/wire.ts';
import { isReachable } from '../../store/database.ts';
import { listLivingWorkers } from '../../store/heartbeat.ts';
import type { AppDependencies } from '../dependencies.ts';

/** ms. Whoever asks wants an answer, also from a hanging server. */
const PATIENCE = 3_000;

async function within(check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  try {
    return await Promise.race([check.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

export const healthRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, queues }) => {
  app.get(
    '/health',
    { config: { roles: 'public' }, schema: { response: { 200: healthSchema, 503: healthSchema } } },
    async (_request, reply) => {
      const [isDatabaseUp, isQueueUp, isWorkerUp] = await Promise.all([
        within(isReachable(database)),
        within(queues.isReachable()),
        within(listLivingWorkers(database).then((workers) => workers.length > 0)),
      ]);
      const isFine = isDatabaseUp && isQueueUp && isWorkerUp;
      const status = isFine ? ('ok' as const) : ('failing' as const);
      return reply
        .code(isFine ? 200 : 503)
        .send({ status, database: isDatabaseUp, queue: isQueueUp, worker: isWorkerUp });
    },
  );
};
