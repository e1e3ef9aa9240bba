/** The producer's side: asks for jobs. Asking twice for the same step of the same row is harmless. */
import { Queue } from 'bullmq';
import { SurroundingsError } from '../domain/errors.ts';
import { connectQueue, type QueueSettings } from './connection.ts';
import { type JobName, type JobPayloads, JOBS, jobIdOf, type Lane, LANES } from './definitions.ts';

/** One queue a lane: priorities order the work of its steps. */
export const QUEUE_NAMES: { [Name in Lane]: string } = { entrance: 'entrance', steady: 'sheets' };

/** How long finished jobs are remembered, so that a late repetition is recognised; the database would refuse it too. */
const KEEP_FINISHED = { age: 24 * 60 * 60, count: 20_000 };

export type JobState = 'missing' | 'live' | 'finished' | 'failed';

export interface Queues {
  /** @throws SurroundingsError `queue_unreachable`; the sweep asks again for what was lost so. */
  add<Name extends JobName>(name: Name, payloads: JobPayloads[Name][], options?: { isUrgent?: boolean }): Promise<void>;
  /** What has become of a job. */
  stateOf<Name extends JobName>(name: Name, payload: JobPayloads[Name]): Promise<JobState>;
  /** Ids of all jobs that will run or are running. A job that is just changing its state may be missing. */
  liveIds(): Promise<Set<string>>;
  /** Jobs by what they are doing, for the live view. */
  counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }>;
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

export interface QueuesOptions extends QueueSettings {
  /** Told of lost connections; the queue reconnects by itself. */
  onError(error: Error): void;
}

/** Before everything that is not urgent. */
const URGENT = 1;
/** Jobs added in one command: bounds the command's size. */
const BULK = 500;
/**
 * A queue that needs longer to answer is taken as unreachable: nobody at a browser waits for its return, and a sweep
 * that asked over a connection that was lost would otherwise never end.
 */
const ANSWER_MS = 5_000;

async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SurroundingsError('queue_unreachable', 'The queue does not answer.', { retryable: true }));
    }, ANSWER_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createQueues({ onError, ...settings }: QueuesOptions): Queues {
  const connection = connectQueue(settings);
  const open = (lane: Lane) => {
    const queue = new Queue(QUEUE_NAMES[lane], connection.options, connection.backend as never);
    queue.on('error', onError);
    return queue;
  };
  const queues: { [Name in Lane]: Queue } = { entrance: open('entrance'), steady: open('steady') };
  const ofAll = <T>(ask: (queue: Queue) => Promise<T>) => Promise.all(LANES.map((lane) => answered(ask(queues[lane]))));

  return {
    async add(name, payloads, { isUrgent = false } = {}) {
      const { attempts, backoffMs, lane, takesTurns } = JOBS[name];
      const priority = isUrgent ? URGENT : JOBS[name].priority;
      for (let at = 0; at < payloads.length; at += BULK) {
        const jobs = payloads.slice(at, at + BULK).map((payload, i) => ({
          name,
          data: payload,
          opts: {
            jobId: jobIdOf(name, payload),
            priority: takesTurns ? priority + at + i : priority,
            attempts,
            backoff: { type: 'exponential', delay: backoffMs },
            removeOnComplete: KEEP_FINISHED,
            removeOnFail: KEEP_FINISHED,
          },
        }));
        await answered(queues[lane].addBulk(jobs));
      }
    },
    async stateOf(name, payload) {
      const job = await answered(queues[JOBS[name].lane].getJob(jobIdOf(name, payload)));
      if (job === undefined) return 'missing';
      const state = await answered(job.getState());
      if (state === 'completed') return 'finished';
      if (state === 'failed') return 'failed';
      return state === 'unknown' ? 'missing' : 'live';
    },
    async liveIds() {
      const ids = await ofAll((queue) => queue.getRanges(['active', 'waiting', 'prioritized', 'delayed'], 0, -1));
      return new Set(ids.flat().map(String));
    },
    async counts() {
      const found = await ofAll((queue) => queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'));
      const sum = (state: string) => found.reduce((total, counts) => total + (counts[state] ?? 0), 0);
      return {
        waiting: sum('waiting') + sum('prioritized'),
        active: sum('active'),
        delayed: sum('delayed'),
        failed: sum('failed'),
      };
    },
    isReachable: () =>
      ofAll((queue) => queue.getJobCounts('active')).then(
        () => true,
        () => false,
      ),
    async close() {
      await Promise.all(LANES.map((lane) => queues[lane].close()));
      await connection.close();
    },
  };
}
