/** Whether the house stands: database, queue and at least one worker answer. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { HandwritingState } from '../../domain/candidate.ts';
import { healthSchema } from '../../domain/wire-machines.ts';
import { isReachable } from '../../store/database.ts';
import { listLivingWorkers, type WorkerActivity } from '../../store/heartbeat.ts';
import type { AppDependencies } from '../dependencies.ts';

/** ms. Whoever asks wants an answer, also from a hanging server. */
const PATIENCE = 3_000;

async function within<T>(check: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE);
  });
  try {
    return await Promise.race([check.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One worker without its model reads every page it gets badly: it must be seen. */
function worstOf(workers: readonly WorkerActivity[]): HandwritingState | null {
  const states = new Set(workers.map(({ handwriting }) => handwriting));
  return (['refused', 'off', 'ready'] as const).find((state) => states.has(state)) ?? null;
}

export const healthRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, queues }) => {
  app.get(
    '/health',
    { config: { roles: 'public' }, schema: { response: { 200: healthSchema, 503: healthSchema } } },
    async (_request, reply) => {
      const [isDatabaseUp, isQueueUp, workers] = await Promise.all([
        within(isReachable(database), false),
        within(queues.isReachable(), false),
        within(listLivingWorkers(database), []),
      ]);
      const isWorkerUp = workers.length > 0;
      const isFine = isDatabaseUp && isQueueUp && isWorkerUp;
      const status = isFine ? ('ok' as const) : ('failing' as const);
      return reply.code(isFine ? 200 : 503).send({
        status,
        database: isDatabaseUp,
        queue: isQueueUp,
        worker: isWorkerUp,
        handwriting: worstOf(workers),
      });
    },
  );
};
