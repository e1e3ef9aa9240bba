/** What every handler is given. */
import type { Logger } from 'pino';
import type { Queues } from '../src/jobs/queues.ts';
import type { JobName } from '../src/jobs/definitions.ts';
import type { Database } from '../src/store/database.ts';
import type { ImageStore } from '../src/store/images.ts';
import type { RecycledProcess } from '../src/intake/recycled-process.ts';
import type { EntranceStages, Stages } from './stages.ts';

export interface WorkerContext {
  database: Database;
  images: ImageStore;
  queues: Queues;
  stages: RecycledProcess<Stages>;
  /** Never busy with reading. */
  entrance: RecycledProcess<EntranceStages>;
  log: Logger;
}

/** What a worker does at the moment, for its heartbeat: ids only. */
export type Doing = { job: JobName; id: string } | null;
