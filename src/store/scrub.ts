/**
 * Takes traces of erased content off the disk: Postgres keeps old versions of rows in its tables, in its indexes and in
 * its log until they are rewritten.
 */
import type { Database } from './database.ts';

/** Tables that hold what signers wrote. */
const TABLES = ['reading', 'decision', 'signer', 'scan', 'page'] as const;

/** Bytes. Rewriting locks each table; at some 100 MB a second this takes a few seconds. Larger ones wait for the night. */
export const SCRUB_AT_ONCE = 256 * 1024 * 1024;

export interface ScrubOutcome {
  /** Tables were rewritten: nothing of erased content is left in them. */
  rewritten: boolean;
  /** The log was closed and its old segments removed; needs the rights of the built-in server's user. */
  logRemoved: boolean;
}

/** Rewrites the tables with personal content unless they are larger than `most` bytes together. */
export async function scrubTraces(database: Database, { most = Number.POSITIVE_INFINITY } = {}): Promise<ScrubOutcome> {
  const [size] = await database.$queryRaw<{ bytes: bigint }[]>`
    SELECT sum(pg_total_relation_size(name::regclass))::bigint AS bytes FROM unnest(${[...TABLES]}::text[]) AS name`;
  if (Number(size?.bytes ?? 0) > most) return { rewritten: false, logRemoved: false };
  for (const table of TABLES) await database.$executeRawUnsafe(`VACUUM FULL ${table}`);
  return { rewritten: true, logRemoved: await removeLog(database) };
}

async function removeLog(database: Database): Promise<boolean> {
  try {
    // Through dead rows of the catalogue's statistics, should any have been gathered before they were forbidden.
    await database.$executeRawUnsafe('SELECT pg_switch_wal()');
    await database.$executeRawUnsafe('CHECKPOINT');
    // Files of the tables as they were are unlinked by the checkpoint after the one that let go of them.
    await database.$executeRawUnsafe('CHECKPOINT');
    return true;
  } catch {
    // A database of somebody else's: its log is theirs to keep and to remove.
    return false;
  }
}
