/** The worker's side: takes the jobs of one lane, one at a time, and hands them to their handler. */
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { ParapheError } from '../domain/errors.ts';
import { connectQueue, type QueueSettings } from './connection.ts';
import { JOB_NAMES, type JobName, type JobPayloads, JOBS, type Lane } from './definitions.ts';
import { QUEUE_NAMES } from './queues.ts';

export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name]) => Promise<void> };

export interface ConsumerOptions extends QueueSettings {
  lane: Lane;
  handlers: JobHandlers;
  /** Called once a job will not be tried again: its row must not stay in a waiting state. */
  onGivenUp<Name extends JobName>(name: Name, payload: JobPayloads[Name], error: Error): Promise<void>;
  /** Every failed try, and lost connections. */
  onError(error: Error, job: { name: string; id: string } | null): void;
  /** Jobs at the same time. */
  concurrency?: number;
  /** How long a job stays reserved for a worker that gives no sign of life, ms. */
  lockMs?: number;
}

export interface Consumer {
  /** Finishes the jobs in hand, then stops. With `force`, jobs in hand are left for another worker. */
  close(options?: { force?: boolean }): Promise<void>;
}

/** The stages run in processes of their own, so a worker always finds the time to renew its lock: 30 s is ample. */
const LOCK_MS = 30_000;
/** How often the process that held a job may die before the job counts as the reason for it. */
const STALLS = 5;

const isJobName = (name: string): name is JobName => (JOB_NAMES as readonly string[]).includes(name);

function parsePayload<Name extends JobName>(name: Name, data: unknown): JobPayloads[Name] {
  return JOBS[name].payload.parse(data) as JobPayloads[Name];
}

const isHopeless = (error: unknown) => error instanceof ParapheError && !error.retryable;

export function createConsumer(options: ConsumerOptions): Consumer {
  const { lane, handlers, onGivenUp, onError, concurrency = 1, lockMs = LOCK_MS, ...settings } = options;
  const connection = connectQueue(settings);

  async function handle<Name extends JobName>(name: Name, job: Job): Promise<void> {
    const payload = parsePayload(name, job.data);
    try {
      await handlers[name](payload);
    } catch (error) {
      const thrown = error instanceof Error ? error : new Error(String(error));
      const isLast = isHopeless(error) || job.attemptsMade + 1 >= JOBS[name].attempts;
      if (!isLast) throw thrown;
      // First the row, then the queue: a crash in between makes the job run once more and find its row settled.
      await onGivenUp(name, payload, thrown);
      onError(thrown, { name, id: job.id ?? '' });
      throw new UnrecoverableError(thrown.name);
    }
  }

  const worker = new Worker(
    QUEUE_NAMES[lane],
    async (job: Job) => {
      if (!isJobName(job.name)) throw new UnrecoverableError(`No job is called ${job.name}`);
      await handle(job.name, job);
    },
    {
      ...connection.options,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLS,
    },
    connection.backend as never,
  );
  worker.on('error', (error) => onError(error, null));
  worker.on('failed', (job, error) => {
    if (error instanceof UnrecoverableError && error.message !== 'job stalled more than allowable limit') return;
    onError(error, job === undefined ? null : { name: job.name, id: job.id ?? '' });
  });

  return {
    async close({ force = false } = {}) {
      await worker.close(force);
      await connection.close();
    },
  };
}
