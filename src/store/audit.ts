/**
 * The audit trail: append-only and chained by the database (see the migrations). Ids, codes and sums only; never what
 * a signer wrote. Write it as the last statement of a transaction: appending takes a lock until the transaction ends.
 */
import type { Queryable } from './database.ts';
import type { Prisma } from './generated/client.ts';

export interface AuditEntry {
  personId: string | null;
  /** Verb in the past: session_opened, line_decided, strip_viewed … */
  kind: string;
  subjectType?: string;
  subjectId?: string;
  details?: Record<string, string | number | boolean | null | string[]>;
}

export async function recordAudit(database: Queryable, ...entries: AuditEntry[]): Promise<void> {
  for (const { details, ...entry } of entries) {
    // The two hashes are filled in by the trigger.
    await database.auditEvent.create({
      data: { ...entry, details: (details ?? {}) as Prisma.InputJsonValue, previousHash: '', hash: '' },
      select: { id: true },
    });
  }
}

export interface AuditFilter {
  kind?: string | undefined;
  personId?: string | undefined;
  subjectId?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** Id of the last event of the page before. */
  before?: bigint | undefined;
  limit: number;
}

/** Newest first. */
export async function listAuditEvents(database: Queryable, filter: AuditFilter) {
  const events = await database.auditEvent.findMany({
    where: {
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
      ...(filter.personId === undefined ? {} : { personId: filter.personId }),
      ...(filter.subjectId === undefined ? {} : { subjectId: filter.subjectId }),
      ...(filter.before === undefined ? {} : { id: { lt: filter.before } }),
      at: { ...(filter.since && { gte: filter.since }), ...(filter.until && { lt: filter.until }) },
    },
    orderBy: { id: 'desc' },
    take: filter.limit,
  });
  const people = await database.person.findMany({
    where: { id: { in: [...new Set(events.flatMap((event) => event.personId ?? []))] } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return events.map((event) => ({ ...event, person: event.personId === null ? null : names.get(event.personId) }));
}

export type AuditVerdict =
  | { intact: true; events: number; head: string }
  /** `brokenAt` is the first event whose number, predecessor or hash is wrong. */
  | { intact: false; events: number; brokenAt: string };

/**
 * Recomputes the whole chain. Events cut off at its end leave no trace inside: compare `head` and `events` with what an
 * earlier verification wrote down.
 */
export async function verifyAudit(database: Queryable): Promise<AuditVerdict> {
  const [row] = await database.$queryRaw<{ events: number; broken: bigint | null; head: string | null }[]>`
    SELECT count(*)::int AS events,
      min(id) FILTER (WHERE hash <> expected OR previous_hash <> before OR id <> place) AS broken,
      max(hash) FILTER (WHERE id = last) AS head
    FROM (
      SELECT id, hash, previous_hash, audit_event_hash(event) AS expected,
        COALESCE(lag(hash) OVER (ORDER BY id), '') AS before,
        row_number() OVER (ORDER BY id) AS place, max(id) OVER () AS last
      FROM audit_event AS event) AS chain`;
  const events = row?.events ?? 0;
  if (row?.broken != null) return { intact: false, events, brokenAt: row.broken.toString() };
  return { intact: true, events, head: row?.head ?? '' };
}
