/** One worker: takes jobs one at a time, sweeps now and then, and says that it lives. Composed here, run by main.ts. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { ParapheError } from '../src/domain/errors.ts';
import { createRecycledProcess } from '../src/intake/recycled-process.ts';
import { createConsumer, type JobHandlers } from '../src/jobs/consumer.ts';
import type { QueueSettings } from '../src/jobs/connection.ts';
import type { JobName, JobPayloads } from '../src/jobs/definitions.ts';
import { createQueues } from '../src/jobs/queues.ts';
import { createDatabase } from '../src/store/database.ts';
import { endHeartbeat, recordHeartbeat } from '../src/store/heartbeat.ts';
import { createImageStore } from '../src/store/images.ts';
import { recordPageFailure } from '../src/store/page.ts';
import { refuseSplit } from '../src/store/scan.ts';
import type { Doing, WorkerContext } from './context.ts';
import { createPreprocessPage } from './preprocess-page.ts';
import { createReadPage } from './read-page.ts';
import { createSplitScan } from './split-scan.ts';
import type { Stages } from './stages.ts';
import { removeLeftovers, removeStaleCells, wakeWaiting } from './sweep.ts';

export interface WorkerOptions extends QueueSettings {
  dataFolder: string;
  log: Logger;
  /** Module that does the work on pixels. */
  stages: URL;
  /** Handed to that module. */
  stageSettings?: Record<string, unknown>;
  intervals?: Partial<typeof INTERVALS>;
  /** How long a job stays reserved for a worker that died, ms. */
  lockMs?: number;
}

export interface RunningWorker {
  /** Finishes the job in hand and stops; what takes longer than `graceMs` is left for another worker. */
  close(graceMs?: number): Promise<void>;
}

/** ms. */
const INTERVALS = { heartbeat: 5_000, sweep: 20_000, sweepGrace: 20_000, leftovers: 60 * 60 * 1000 };

/** Connections to Postgres: a worker does one thing at a time. */
const POOL = 3;
/** Calls (two a page) after which the process that touches pixels is replaced. */
const STAGE_CALLS = 200;
/** Its resident size after a call above which it is replaced: a tesseract.js worker beside a 50 MB PDF stays below. */
const STAGE_BYTES = 900e6;
/** A job in hand may need this long at shutdown, ms: reading a full page. */
const CLOSE_GRACE_MS = 20_000;

/** A connection that the other side dropped may never say that it ended: nobody waits longer for it, ms. */
const DISCONNECT_MS = 3_000;

const failureOf = (error: Error) => (error instanceof ParapheError ? error.code : 'step_failed');

function createGiveUp({ database }: Pick<WorkerContext, 'database'>) {
  return async <Name extends JobName>(_name: Name, payload: JobPayloads[Name], error: Error): Promise<void> => {
    if ('scanId' in payload) await refuseSplit(database, payload.scanId, failureOf(error));
    else await recordPageFailure(database, payload, { code: failureOf(error) });
  };
}

/** Ids and codes only: messages of foreign errors may quote what they choked on. */
function describeError(error: Error): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  return {
    message: error.message,
    errorName: error.name,
    ...(code === undefined ? {} : { code }),
    at: error.stack?.split('\n').slice(1, 6),
  };
}

function tracked(handlers: JobHandlers, setDoing: (doing: Doing) => void): JobHandlers {
  const track =
    <Name extends JobName>(name: Name) =>
    async (payload: JobPayloads[Name]) => {
      setDoing({ job: name, id: 'scanId' in payload ? payload.scanId : payload.pageId });
      try {
        await handlers[name](payload);
      } finally {
        setDoing(null);
      }
    };
  return {
    'split-scan': track('split-scan'),
    'preprocess-page': track('preprocess-page'),
    'read-page': track('read-page'),
  };
}

/** Runs `work` now and then, never twice at once, until stopped; `stop` waits for the run in hand. */
function repeat(work: () => Promise<unknown>, everyMs: number): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<unknown> = Promise.resolve();
  const round = () => {
    current = work().finally(() => {
      if (!stopped) timer = setTimeout(round, everyMs).unref();
    });
  };
  round();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log, dataFolder, databaseUrl, redisUrl, namespace, lockMs } = options;
  const intervals = { ...INTERVALS, ...options.intervals };
  const queueSettings = { databaseUrl, redisUrl, ...(namespace === undefined ? {} : { namespace }) };
  const onError = (error: Error) => log.warn(describeError(error), 'The queue reports an error');
  const database = createDatabase(databaseUrl, { poolSize: POOL });
  const images = await createImageStore({ folder: dataFolder });
  const queues = createQueues({ ...queueSettings, onError });
  const stages = createRecycledProcess<Stages>({
    entry: options.stages,
    settings: { dataFolder, ...options.stageSettings },
    maxCalls: STAGE_CALLS,
    maxBytes: STAGE_BYTES,
  });
  const context: WorkerContext = { database, images, queues, stages, log };
  let doing: Doing = null;
  const handlers: JobHandlers = {
    'split-scan': createSplitScan(context),
    'preprocess-page': createPreprocessPage(context),
    'read-page': createReadPage(context),
  };
  const consumer = createConsumer({
    ...queueSettings,
    handlers: tracked(handlers, (next) => {
      doing = next;
    }),
    onGivenUp: createGiveUp(context),
    onError: (error, job) => log.warn({ ...describeError(error), job }, 'A job failed'),
    ...(lockMs === undefined ? {} : { lockMs }),
  });

  const id = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const guarded = (what: string, work: () => Promise<unknown>) => () =>
    work().catch((error: Error) => log.warn(describeError(error), what));
  const rounds = [
    repeat(
      guarded('No heartbeat', () => recordHeartbeat(database, { id, doing })),
      intervals.heartbeat,
    ),
    repeat(
      guarded('The sweep failed', async () => {
        const woken = await wakeWaiting(context, { graceMs: intervals.sweepGrace });
        await removeStaleCells(context);
        if (woken > 0) log.info({ woken }, 'Lost jobs were asked for again');
      }),
      intervals.sweep,
    ),
    repeat(
      guarded('Clearing up failed', () => removeLeftovers(context)),
      intervals.leftovers,
    ),
  ];

  return {
    async close(graceMs = CLOSE_GRACE_MS) {
      await within(Promise.all(rounds.map((round) => round.stop())), DISCONNECT_MS);
      // Only a job in hand is worth waiting for.
      const isClosed = await within(consumer.close(), doing === null ? DISCONNECT_MS : graceMs);
      if (!isClosed) await within(consumer.close({ force: true }), DISCONNECT_MS);
      await stages.close();
      await within(
        endHeartbeat(database, id).catch(() => {}),
        DISCONNECT_MS,
      );
      await within(Promise.all([queues.close(), database.$disconnect()]), DISCONNECT_MS);
    },
  };
}

/** Whether `work` ended in time; what is late goes on unobserved and ends with the process. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
