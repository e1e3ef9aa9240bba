/** How the work stands at this moment, and how it went over the last days. Sums and ids only. */
import { LINE_STATES, type LineState } from '../domain/ledger.ts';
import type { Queryable } from './database.ts';

/** The pace is what was done in this time, s: long enough to be steady, short enough to follow a new worker. */
export const PACE_SECONDS = 600;

export interface StageCount {
  waiting: number;
  done: number;
}

/** A page counts as prepared when its lines or its outcome came, as read when its run came. Practice pages included: they take time too. */
export async function countStages(database: Queryable): Promise<Record<'split' | 'preprocess' | 'read', StageCount>> {
  const [row] = await database.$queryRaw<Record<string, number>[]>`
    SELECT
      (SELECT count(*) FROM scan WHERE state = 'received')::int AS "splitWaiting",
      (SELECT count(*) FROM scan WHERE state = 'split' AND received_at > now() - ${PACE_SECONDS} * interval '1 second')::int AS "splitDone",
      (SELECT count(*) FROM page WHERE state = 'queued')::int AS "preprocessWaiting",
      (SELECT count(*) FROM page WHERE state NOT IN ('queued', 'withdrawn')
        AND updated_at > now() - ${PACE_SECONDS} * interval '1 second')::int AS "preprocessDone",
      (SELECT count(*) FROM page WHERE state = 'preprocessed' AND twin_verdict IS DISTINCT FROM 'held')::int AS "readWaiting",
      (SELECT count(*) FROM reading_run WHERE created_at > now() - ${PACE_SECONDS} * interval '1 second')::int AS "readDone"`;
  const of = (name: string): StageCount => ({ waiting: row?.[`${name}Waiting`] ?? 0, done: row?.[`${name}Done`] ?? 0 });
  return { split: of('split'), preprocess: of('preprocess'), read: of('read') };
}

export interface WaitingBatch {
  id: string;
  name: string;
  /** Pages that the machine still has to work on. */
  waiting: number;
  since: Date;
}

/** First to come first. */
export async function listWaitingBatches(database: Queryable): Promise<WaitingBatch[]> {
  return await database.$queryRaw<WaitingBatch[]>`
    SELECT batch.id, batch.name, count(*)::int AS waiting, min(page.created_at) AS since
    FROM page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
    WHERE page.state = 'queued' OR (page.state = 'preprocessed' AND page.twin_verdict IS DISTINCT FROM 'held')
    GROUP BY batch.id ORDER BY since, batch.id`;
}

/** Pages that failed for reasons of the machine, newest first. */
export async function listFailures(database: Queryable, { petitionId, limit }: { petitionId: string; limit: number }) {
  return await database.page.findMany({
    where: { state: 'failed', OR: [{ petitionId }, { petitionId: null, scan: { batch: { petitionId } } }] },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: {
      id: true,
      number: true,
      reasonCode: true,
      reasonParams: true,
      scan: { select: { fileName: true, batchId: true } },
    },
  });
}

export interface Day {
  /** YYYY-MM-DD */
  day: string;
  /** Pages that came. */
  pages: number;
  /** Lines that people decided. */
  decided: number;
  /** Median; null where the petition keeps no record of work. */
  secondsPerLine: number | null;
}

/** Oldest first, days without anything included. Carried decisions are nobody's new work. */
export async function listWorkdays(
  database: Queryable,
  { petitionId, timeZone, days }: { petitionId: string; timeZone: string; days: number },
): Promise<Day[]> {
  return await database.$queryRaw<Day[]>`
    WITH day AS (
      SELECT generate_series((now() AT TIME ZONE ${timeZone})::date - ${days - 1}::int, (now() AT TIME ZONE ${timeZone})::date, '1 day')::date AS day
    ), came AS (
      SELECT (page.created_at AT TIME ZONE ${timeZone})::date AS day, count(*)::int AS pages
      FROM page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
      WHERE COALESCE(page.petition_id, batch.petition_id) = ${petitionId}::uuid
        AND page.created_at > now() - ${days + 1} * interval '1 day'
      GROUP BY 1
    ), done AS (
      SELECT (decision.created_at AT TIME ZONE ${timeZone})::date AS day, count(*)::int AS decided,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY decision.elapsed_ms) / 1000 AS seconds
      FROM decision JOIN line ON line.id = decision.line_id
      WHERE line.petition_id = ${petitionId}::uuid AND decision.kind IN ('review', 'second_keying', 'adjudication')
        AND decision.carried_from_id IS NULL AND decision.created_at > now() - ${days + 1} * interval '1 day'
      GROUP BY 1
    )
    SELECT to_char(day.day, 'YYYY-MM-DD') AS day, COALESCE(came.pages, 0) AS pages, COALESCE(done.decided, 0) AS decided,
      done.seconds::float8 AS "secondsPerLine"
    FROM day LEFT JOIN came ON came.day = day.day LEFT JOIN done ON done.day = day.day ORDER BY day.day`;
}

/** Ends of the classes of waiting time, days; the last one is open. */
const AGES = [1, 3, 7, 14] as const;

export async function countBacklog(
  database: Queryable,
  petitionId: string,
): Promise<{ upToDays: number | null; lines: number }[]> {
  const rows = await database.$queryRaw<{ class: number; lines: number }[]>`
    SELECT width_bucket(extract(epoch FROM now() - created_at)::float8 / 86400, ${[...AGES]}::float8[])::int AS class,
      count(*)::int AS lines
    FROM line WHERE petition_id = ${petitionId}::uuid AND state IN ('awaiting_review', 'in_second_keying') GROUP BY 1`;
  const found = new Map(rows.map((row) => [row.class, row.lines]));
  return [...AGES, null].map((upToDays, at) => ({ upToDays, lines: found.get(at) ?? 0 }));
}

export async function countLineStates(database: Queryable, petitionId: string): Promise<Record<LineState, number>> {
  const rows = await database.line.groupBy({ by: ['state'], where: { petitionId }, _count: true });
  const counts = Object.fromEntries(LINE_STATES.map((state) => [state, 0])) as Record<LineState, number>;
  for (const row of rows) counts[row.state] = row._count;
  return counts;
}
