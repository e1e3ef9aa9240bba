/** The count: sums of the lines' states, and of the pages whose lines are not known yet. */
import { type Ledger, LINE_STATES, type LineState, OPEN_PAGE_STATES } from '../domain/ledger.ts';
import type { Queryable } from './database.ts';

/** One statement, so that no change falls between two sums. */
export async function readLedger(database: Queryable, petitionId: string): Promise<Ledger> {
  const rows = await database.$queryRaw<
    { what: 'line' | 'page'; state: string; reason: string | null; count: number }[]
  >`
    SELECT 'line' AS what, state::text, reason, count(*)::int AS count FROM line
      WHERE petition_id = ${petitionId}::uuid GROUP BY state, reason
    UNION ALL
    SELECT 'page', 'open', NULL, count(*)::int FROM page
      JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
      WHERE page.state = ANY(${[...OPEN_PAGE_STATES]}::page_state[])
        AND COALESCE(page.petition_id, batch.petition_id) = ${petitionId}::uuid
    UNION ALL
    SELECT 'page', 'unsplit', NULL, COALESCE(sum(GREATEST(scan.page_count - known.pages, 0)), 0)::int FROM scan
      JOIN batch ON batch.id = scan.batch_id
      CROSS JOIN LATERAL (SELECT count(*) AS pages FROM page WHERE page.scan_id = scan.id) AS known
      WHERE scan.state = 'received' AND batch.petition_id = ${petitionId}::uuid`;
  const states = Object.fromEntries(LINE_STATES.map((state) => [state, 0])) as Record<LineState, number>;
  const reasons: Record<string, number> = {};
  let openPages = 0;
  for (const { what, state, reason, count } of rows) {
    if (what === 'page') openPages += count;
    else states[state as LineState] += count;
    if (what === 'line' && reason !== null) reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  const printedLines = Object.values(states).reduce((sum, count) => sum + count, 0);
  return { printedLines, openPages, states, reasons };
}

export interface DayCount {
  /** YYYY-MM-DD, in the time zone given. */
  day: string;
  /** Lines that became known. */
  arrived: number;
  counted: number;
  rejected: number;
  /** Lines taken back to review. */
  reopened: number;
  /** Lines whose page was replaced. */
  superseded: number;
}

/** Newest first; days without any change are left out. */
export async function listDays(
  database: Queryable,
  { petitionId, timeZone, days }: { petitionId: string; timeZone: string; days: number },
): Promise<DayCount[]> {
  return await database.$queryRaw<DayCount[]>`
    SELECT to_char(event.at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day,
      (count(*) FILTER (WHERE from_state IS NULL))::int AS arrived,
      (count(*) FILTER (WHERE to_state = 'counted'))::int AS counted,
      (count(*) FILTER (WHERE to_state = 'rejected'))::int AS rejected,
      (count(*) FILTER (WHERE to_state = 'awaiting_review' AND from_state IN ('counted', 'rejected')))::int AS reopened,
      (count(*) FILTER (WHERE to_state = 'superseded'))::int AS superseded
    FROM line_event AS event JOIN line ON line.id = event.line_id
    WHERE line.petition_id = ${petitionId}::uuid
    GROUP BY 1 ORDER BY 1 DESC LIMIT ${days}`;
}

/** Of all real petitions together, for monitoring. */
export async function countStates(
  database: Queryable,
): Promise<{ lines: Record<string, number>; pages: Record<string, number> }> {
  const rows = await database.$queryRaw<{ what: 'lines' | 'pages'; state: string; count: number }[]>`
    SELECT 'lines' AS what, line.state::text, count(*)::int AS count FROM line
      JOIN petition ON petition.id = line.petition_id WHERE NOT petition.is_practice GROUP BY line.state
    UNION ALL
    SELECT 'pages', page.state::text, count(*)::int FROM page
      JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
      JOIN petition ON petition.id = COALESCE(page.petition_id, batch.petition_id)
      WHERE NOT petition.is_practice GROUP BY page.state`;
  const counts = { lines: {} as Record<string, number>, pages: {} as Record<string, number> };
  for (const { what, state, count } of rows) counts[what][state] = count;
  return counts;
}
