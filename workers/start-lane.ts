/** One lane of a worker: takes that lane's jobs one at a time and knows which one it has in hand. */
import type { Logger } from 'pino';
import { ParapheError } from '../src/domain/errors.ts';
import { type Consumer, createConsumer, type JobHandlers } from '../src/jobs/consumer.ts';
import type { QueueSettings } from '../src/jobs/connection.ts';
import { type JobName, type JobPayloads, type Lane, rowOf } from '../src/jobs/definitions.ts';
import { recordDraftSheetFailure } from '../src/store/draft-sheet.ts';
import { recordPageFailure } from '../src/store/waiting-page.ts';
import { refuseSplit } from '../src/store/scan.ts';
import type { Doing, WorkerContext } from './context.ts';
import { within } from './within.ts';

export interface LaneOptions extends QueueSettings {
  lane: Lane;
  handlers: JobHandlers;
  database: WorkerContext['database'];
  log: Logger;
  lockMs?: number;
}

export interface RunningLane {
  doing(): Doing;
  /** Waits for a job in hand, `graceMs` at most; for a connection that the other side dropped, `disconnectMs`. */
  close(patience: { graceMs: number; disconnectMs: number }): Promise<void>;
}

const failureOf = (error: Error) => (error instanceof ParapheError ? error.code : 'step_failed');

function createGiveUp(database: WorkerContext['database']) {
  return async <Name extends JobName>(name: Name, payload: JobPayloads[Name], error: Error): Promise<void> => {
    // Only a foretaste of preprocessing, which says what is wrong with the page.
    if (name === 'assess-page') return;
    if ('scanId' in payload) await refuseSplit(database, payload.scanId, failureOf(error));
    else if ('draftSheetId' in payload) await recordDraftSheetFailure(database, payload, { code: failureOf(error) });
    else await recordPageFailure(database, payload, { code: failureOf(error) });
  };
}

/** Ids and codes only: messages of foreign errors may quote what they choked on. */
export function describeError(error: Error): Record<string, unknown> {
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
      setDoing({ job: name, id: rowOf(payload) });
      try {
        await handlers[name](payload);
      } finally {
        setDoing(null);
      }
    };
  return {
    'split-scan': track('split-scan'),
    'assess-page': track('assess-page'),
    'preprocess-page': track('preprocess-page'),
    'read-page': track('read-page'),
    'detect-form': track('detect-form'),
    'try-form': track('try-form'),
  };
}

export function startLane({ handlers, database, log, lockMs, ...settings }: LaneOptions): RunningLane {
  let doing: Doing = null;
  const consumer: Consumer = createConsumer({
    ...settings,
    handlers: tracked(handlers, (next) => {
      doing = next;
    }),
    onGivenUp: createGiveUp(database),
    onError: (error, job) => log.warn({ ...describeError(error), job }, 'A job failed'),
    ...(lockMs === undefined ? {} : { lockMs }),
  });
  return {
    doing: () => doing,
    async close({ graceMs, disconnectMs }) {
      // Only a job in hand is worth waiting for.
      const isClosed = await within(consumer.close(), doing === null ? disconnectMs : graceMs);
      if (!isClosed) await within(consumer.close({ force: true }), disconnectMs);
    },
  };
}
