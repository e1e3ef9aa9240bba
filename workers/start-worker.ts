/** One worker: takes one job of each lane at a time, sweeps now and then, and says that it lives. Run by main.ts. */
import { randomBytes } from 'node:crypto';
import { constants, hostname } from 'node:os';
import type { Logger } from 'pino';
import type { HandwritingState } from '../src/domain/candidate.ts';
import { createRecycledProcess } from '../src/intake/recycled-process.ts';
import type { JobHandlers } from '../src/jobs/consumer.ts';
import type { QueueSettings } from '../src/jobs/connection.ts';
import { LANES } from '../src/jobs/definitions.ts';
import { createQueues } from '../src/jobs/queues.ts';
import { createDatabase } from '../src/store/database.ts';
import { endHeartbeat, recordHeartbeat } from '../src/store/heartbeat.ts';
import { createImageStore } from '../src/store/images.ts';
import { createAssessPage } from './assess-page.ts';
import type { WorkerContext } from './context.ts';
import { createDetectForm, createTryForm } from './examine-draft.ts';
import { createPreprocessPage } from './preprocess-page.ts';
import { createReadPage } from './read-page.ts';
import { createSplitScan } from './split-scan.ts';
import type { EntranceStages, Stages } from './stages.ts';
import { describeError, startLane } from './start-lane.ts';
import { removeLeftovers, removeStaleCells, wakeWaiting } from './sweep.ts';
import { within } from './within.ts';

export interface WorkerOptions extends QueueSettings {
  dataFolder: string;
  log: Logger;
  /** Module that does the work on pixels. */
  stages: URL;
  /** The one for the entrance alone, small and quick to start; `stages` unless given. */
  entrance?: URL;
  /** Handed to that module. */
  stageSettings?: Record<string, unknown>;
  /** What it says of its handwriting model, for /health. */
  handwriting?: HandwritingState;
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

/** Connections to Postgres: a worker does one thing a lane at a time. */
const POOL = 4;
/** Calls (two a page) after which the process that touches pixels is replaced. */
const STAGE_CALLS = 200;
/** Its resident size after a call above which it is replaced: a tesseract.js worker beside a 50 MB PDF stays below. */
const STAGE_BYTES = 900e6;
/** Starting it takes longer than a verdict may: it stays for the day once a file came. ms */
const ENTRANCE_IDLE_MS = 12 * 60 * 60 * 1000;
/** Placing and reading stand back while a verdict is due and people use the station. */
const BEHIND = constants.priority.PRIORITY_BELOW_NORMAL;
/** A job in hand may need this long at shutdown, ms: reading a full page. */
const CLOSE_GRACE_MS = 20_000;

/** A connection that the other side dropped may never say that it ended: nobody waits longer for it, ms. */
const DISCONNECT_MS = 3_000;

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
  const { log, dataFolder, databaseUrl, redisUrl, namespace, lockMs, handwriting = 'ready' } = options;
  const intervals = { ...INTERVALS, ...options.intervals };
  const queueSettings = { databaseUrl, redisUrl, ...(namespace === undefined ? {} : { namespace }) };
  const onError = (error: Error) => log.warn(describeError(error), 'The queue reports an error');
  const database = createDatabase(databaseUrl, { poolSize: POOL });
  const images = await createImageStore({ folder: dataFolder });
  const queues = createQueues({ ...queueSettings, onError });
  // Each lane has a process of its own to touch pixels in: a page being read does not hold up a verdict.
  const common = { settings: { dataFolder, ...options.stageSettings }, maxCalls: STAGE_CALLS, maxBytes: STAGE_BYTES };
  const stages = createRecycledProcess<Stages>({ ...common, entry: options.stages, niceness: BEHIND });
  const entrance = createRecycledProcess<EntranceStages>({
    ...common,
    entry: options.entrance ?? options.stages,
    idleMs: ENTRANCE_IDLE_MS,
  });
  const context: WorkerContext = { database, images, queues, stages, entrance, log };
  const handlers: JobHandlers = {
    'split-scan': createSplitScan(context),
    'assess-page': createAssessPage(context),
    'preprocess-page': createPreprocessPage(context),
    'read-page': createReadPage(context),
    'detect-form': createDetectForm(context),
    'try-form': createTryForm(context),
  };
  const lanes = LANES.map((lane) =>
    startLane({ ...queueSettings, lane, handlers, database, log, ...(lockMs === undefined ? {} : { lockMs }) }),
  );
  const doing = () => lanes.map((lane) => lane.doing()).findLast((job) => job !== null) ?? null;

  const id = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const guarded = (what: string, work: () => Promise<unknown>) => () =>
    work().catch((error: Error) => log.warn(describeError(error), what));
  const rounds = [
    repeat(
      guarded('No heartbeat', () => recordHeartbeat(database, { id, doing: doing(), handwriting })),
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
      await Promise.all(lanes.map((lane) => lane.close({ graceMs, disconnectMs: DISCONNECT_MS })));
      await Promise.all([stages.close(), entrance.close()]);
      await within(
        endHeartbeat(database, id).catch(() => {}),
        DISCONNECT_MS,
      );
      await within(Promise.all([queues.close(), database.$disconnect()]), DISCONNECT_MS);
    },
  };
}
