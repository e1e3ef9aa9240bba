/**
 * Takes traces of erased content off the disk: Postgres keeps old versions of rows in its tables, in its indexes and in
 * its log until they are rewritten.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { type Database, sqlState, withConnection } from './database.ts';

/** Tables that hold what signers wrote. */
const TABLES = [
  ...['reading', 'decision', 'line_note', 'column_check', 'accuracy_keying', 'signer', 'scan', 'page'],
  ...['page_print', 'draft_sheet'],
] as const;

/** Bytes. Rewriting locks each table; at some 100 MB a second this takes a few seconds. Larger ones wait for the night. */
export const SCRUB_AT_ONCE = 256 * 1024 * 1024;

/** ms to wait for a table. While one waits for it, everybody else waits behind: an export in progress goes first. */
const LOCK_PATIENCE = 2_000;

export interface ScrubOutcome {
  /** Tables were rewritten: nothing of erased content is left in them. False when they are too large or in use. */
  rewritten: boolean;
  /** The log was closed and its old segments removed; needs the rights of the built-in server's user. */
  logRemoved: boolean;
}

/** Rewrites the tables with personal content unless they are larger than `most` bytes together. */
export async function scrubTraces(database: Database, { most = Number.POSITIVE_INFINITY } = {}): Promise<ScrubOutcome> {
  const [size] = await database.$queryRaw<{ bytes: bigint }[]>`
    SELECT sum(pg_total_relation_size(name::regclass))::bigint AS bytes FROM unnest(${[...TABLES]}::text[]) AS name`;
  if (Number(size?.bytes ?? 0) > most) return { rewritten: false, logRemoved: false };
  return await withConnection(database, async (client) => {
    if (!(await haveOlderEnded(client))) return { rewritten: false, logRemoved: false };
    await client.query(`SET lock_timeout = ${LOCK_PATIENCE}`);
    try {
      for (const table of TABLES) await client.query(`VACUUM FULL ${table}`);
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      return { rewritten: false, logRemoved: false };
    }
    return { rewritten: true, logRemoved: await removeLog(client) };
  });
}

/** ms between two looks at the others' transactions; those of reviewers last some ten. */
const LOOK_AGAIN = 50;

/**
 * Danger: rewriting a table keeps old versions of rows that somebody could still want to see, or that were deleted later
 * than the oldest transaction under way began. Waits until nobody's number or view is older than now: by numbers, since
 * a transaction that begins later still looks back to one that was under way.
 */
async function haveOlderEnded(client: PoolClient): Promise<boolean> {
  const now = await client.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text AS next');
  const until = Date.now() + LOCK_PATIENCE;
  for (;;) {
    const older = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND GREATEST(age(backend_xid), age(backend_xmin)) > age($1::xid) LIMIT 1`,
      [now.rows[0]?.next],
    );
    if (older.rowCount === 0) return true;
    if (Date.now() > until) return false;
    await wait(LOOK_AGAIN);
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const INSUFFICIENT_PRIVILEGE = '42501';

async function removeLog(client: PoolClient): Promise<boolean> {
  try {
    await client.query('SELECT pg_switch_wal()');
    // Twice: files of the tables as they were are unlinked by the checkpoint after the one that let go of them.
    await client.query('CHECKPOINT');
    await client.query('CHECKPOINT');
    return true;
  } catch (error) {
    // A database of somebody else's: its log is theirs to keep and to remove.
    if (sqlState(error) === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}
