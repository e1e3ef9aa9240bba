/** The live view: what waits, how fast it goes, what each worker does; and how the last days went. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { stopReason } from '../../domain/stops.ts';
import { idSchema } from '../../domain/wire.ts';
import { chartsSchema, liveSchema } from '../../domain/wire-triage.ts';
import { listLivingWorkers } from '../../store/heartbeat.ts';
import {
  countBacklog,
  countLineStates,
  countStages,
  listFailures,
  listWaitingBatches,
  listWorkdays,
  PACE_SECONDS,
  type StageCount,
} from '../../store/live.ts';
import { getPetition } from '../../store/petition.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const readers = { roles: ['mailroom', 'supervisor', 'auditor', 'administrator'] } as const;
/** How a team works is for those who lead it. */
const leaders = { roles: ['supervisor', 'auditor', 'administrator'] } as const;
const chartQuery = z.object({
  timeZone: z.string().max(64).default('UTC'),
  days: z.coerce.number().int().min(1).max(92).default(14),
});
/** Failures shown: the rest is on the triage board. */
const FAILURES = 20;

const secondsFor = (waiting: number, done: number) =>
  waiting === 0 ? 0 : done === 0 ? null : Math.round((waiting * PACE_SECONDS) / done);
const toStage = ({ waiting, done }: StageCount) => ({ waiting, done, secondsLeft: secondsFor(waiting, done) });

export const liveRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database }) => {
  app.get(
    '/api/petitions/:id/live',
    { config: readers, schema: { params, response: { 200: liveSchema } } },
    async (request) => {
      const { id: petitionId } = request.params;
      await getPetition(database, petitionId);
      const [stages, workers, failures, batches] = await Promise.all([
        countStages(database),
        listLivingWorkers(database),
        listFailures(database, { petitionId, limit: FAILURES }),
        listWaitingBatches(database),
      ]);
      let ahead = 0;
      const queue = batches.map(({ id, name, waiting }) => {
        const place = { id, name, waiting, ahead, secondsLeft: secondsFor(ahead + waiting, stages.read.done) };
        ahead += waiting;
        return place;
      });
      return {
        stages: { split: toStage(stages.split), preprocess: toStage(stages.preprocess), read: toStage(stages.read) },
        pagesPerMinute: Math.round((stages.read.done * 600) / PACE_SECONDS) / 10,
        workers: workers.map(({ id, seenAt, doing }) => ({
          id,
          seenAt: seenAt.toISOString(),
          job: doing?.job ?? null,
          pageId: doing !== null && doing.job !== 'split-scan' ? doing.id : null,
          scanId: doing?.job === 'split-scan' ? doing.id : null,
        })),
        failures: failures.map((page) => ({
          pageId: page.id,
          batchId: page.scan.batchId,
          file: page.scan.fileName ?? '',
          page: page.number,
          reason: stopReason(page.reasonCode ?? 'step_failed'),
        })),
        batches: queue,
      };
    },
  );

  app.get(
    '/api/petitions/:id/charts',
    { config: leaders, schema: { params, querystring: chartQuery, response: { 200: chartsSchema } } },
    async (request) => {
      const { id: petitionId } = request.params;
      await getPetition(database, petitionId);
      const [days, backlog, lines] = await Promise.all([
        listWorkdays(database, { petitionId, ...request.query }),
        countBacklog(database, petitionId),
        countLineStates(database, petitionId),
      ]);
      return { days, backlog, lines };
    },
  );
};
