/** Workers say that they live, and what they do: /health and the live view read it. */
import type { Database } from './database.ts';
import type { HandwritingState } from '../domain/candidate.ts';
import type { Prisma } from './generated/client.ts';

/** A worker that was not heard of for this long is taken as gone, ms. */
export const HEARTBEAT_LIFE = 30_000;
/** Rows of workers that ended without a word are kept this long, ms. */
const FORGOTTEN_AFTER = 60 * 60 * 1000;

export interface WorkerActivity {
  id: string;
  seenAt: Date;
  doing: { job: string; id: string } | null;
  handwriting: HandwritingState;
}

export async function recordHeartbeat(
  database: Database,
  { id, doing, handwriting }: Omit<WorkerActivity, 'seenAt'>,
): Promise<void> {
  const seenAt = new Date();
  const state = { seenAt, doing: (doing ?? {}) as Prisma.InputJsonValue, handwriting };
  await database.workerHeartbeat.upsert({ where: { id }, create: { id, ...state }, update: state });
  await database.workerHeartbeat.deleteMany({ where: { seenAt: { lt: new Date(Date.now() - FORGOTTEN_AFTER) } } });
}

export async function endHeartbeat(database: Database, id: string): Promise<void> {
  await database.workerHeartbeat.deleteMany({ where: { id } });
}

export async function listLivingWorkers(database: Database): Promise<WorkerActivity[]> {
  const rows = await database.workerHeartbeat.findMany({
    where: { seenAt: { gte: new Date(Date.now() - HEARTBEAT_LIFE) } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, seenAt, doing, handwriting }) => {
    const { job, id: subject } = doing as { job?: string; id?: string };
    const task = job === undefined || subject === undefined ? null : { job, id: subject };
    return { id, seenAt, doing: task, handwriting: handwriting as HandwritingState };
  });
}
