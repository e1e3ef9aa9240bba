/** What an erasure could not scrub at once, because somebody was reading, is scrubbed soon after. */
import { recordAudit } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { SCRUB_AT_ONCE, scrubTraces } from '../../store/scrub.ts';

/** True when content was erased after the last time the tables were rewritten. */
async function isScrubDue(database: Database): Promise<boolean> {
  const [row] = await database.$queryRaw<{ due: boolean }[]>`
    SELECT COALESCE(max(id) FILTER (WHERE kind IN ('line_erased', 'content_destroyed', 'trial_sheet_erased')), 0)
      > COALESCE(max(id) FILTER (WHERE kind = 'traces_scrubbed' AND details ->> 'rewritten' = 'true'), 0) AS due
    FROM audit_event WHERE kind IN ('line_erased', 'content_destroyed', 'trial_sheet_erased', 'traces_scrubbed')`;
  return row?.due ?? false;
}

/** Answers whether anything was rewritten. Large databases wait for `paraphe scrub`. */
export async function scrubWhenDue(database: Database): Promise<boolean> {
  if (!(await isScrubDue(database))) return false;
  const outcome = await scrubTraces(database, { most: SCRUB_AT_ONCE });
  if (outcome.rewritten) {
    await recordAudit(database, { personId: null, kind: 'traces_scrubbed', details: { ...outcome } });
  }
  return outcome.rewritten;
}
