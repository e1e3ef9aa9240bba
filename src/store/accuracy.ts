/** A random sample of counted lines: drawn once, keyed again by people who have not seen the line, never changed. */
import { ConflictError } from '../domain/errors.ts';
import type { RejectionReason } from '../domain/reasons.ts';
import type { Queryable, Transaction } from './database.ts';
import { Prisma } from './generated/client.ts';
import { LEASE_LIFE } from './line.ts';

export interface NewSample {
  petitionId: string;
  personId: string;
  size: number;
  seed: string;
}

/**
 * Lines in the order of sha256("SEED:LINE ID"), hex, the first `size` of them: every set of lines is equally likely to
 * whoever does not choose the seed by its outcome, and anybody can draw it again.
 * @throws ConflictError sample_exists, nothing_counted
 */
export async function drawSample(
  transaction: Transaction,
  sample: NewSample,
): Promise<{ population: number; size: number }> {
  const { petitionId, seed } = sample;
  await transaction.$queryRaw`SELECT 1 FROM petition WHERE id = ${petitionId}::uuid FOR UPDATE`;
  if ((await transaction.accuracySample.findUnique({ where: { petitionId } })) !== null) {
    throw new ConflictError('sample_exists', 'The sample of this petition is drawn already.');
  }
  const counted = Prisma.sql`FROM signer JOIN line ON line.id = signer.line_id
    WHERE signer.petition_id = ${petitionId}::uuid AND signer.removed_at IS NULL AND signer.fields IS NOT NULL
      AND line.state = 'counted' AND line.restricted_at IS NULL AND line.erased_at IS NULL`;
  const [row] = await transaction.$queryRaw<{ population: number }[]>`SELECT count(*)::int AS population ${counted}`;
  const population = row?.population ?? 0;
  if (population === 0) throw new ConflictError('nothing_counted', 'No line of this petition counts yet.');
  const { id } = await transaction.accuracySample.create({
    data: { petitionId, seed, population, drawnById: sample.personId },
    select: { id: true },
  });
  const size = await transaction.$executeRaw`
    INSERT INTO accuracy_line (line_id, sample_id, decision_id)
    SELECT line.id, ${id}::uuid, signer.decision_id ${counted}
    ORDER BY sha256(convert_to(${seed} || ':' || line.id::text, 'UTF8')) LIMIT ${sample.size}`;
  return { population, size };
}

/** Somebody keyed it blind and did not say what is stored. */
const differs = Prisma.sql`(blind.outcome <> 'accepted' OR cardinality(blind.wrong) > 0)`;

/** Drawn lines with what was keyed; `judged`: the third person's word. */
const drawn = (petitionId: string) => Prisma.sql`accuracy_line AS drawn
  JOIN accuracy_sample AS sample ON sample.id = drawn.sample_id AND sample.petition_id = ${petitionId}::uuid
  JOIN line ON line.id = drawn.line_id
  LEFT JOIN accuracy_keying AS blind ON blind.line_id = line.id AND blind.kind = 'blind'
  LEFT JOIN accuracy_keying AS judged ON judged.line_id = line.id AND judged.kind = 'adjudication'`;

/** Nobody keys a line of which they have decided, checked, keyed, said or been told anything before. */
const mayKey = (personId: string) => Prisma.sql`
  line.state IN ('counted', 'rejected') AND line.restricted_at IS NULL AND line.erased_at IS NULL
  AND judged.id IS NULL AND (blind.id IS NULL OR ${differs})
  AND blind.person_id IS DISTINCT FROM ${personId}::uuid
  AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.line_id = line.id AND decision.person_id = ${personId}::uuid)
  AND NOT EXISTS (SELECT 1 FROM line_note AS told WHERE told.line_id = line.id AND told.person_id = ${personId}::uuid)
  AND NOT EXISTS (SELECT 1 FROM column_check AS seen WHERE seen.line_id = line.id AND seen.person_id = ${personId}::uuid)
  AND (drawn.lease_expires_at IS NULL OR drawn.lease_expires_at <= now() OR drawn.lease_holder_id = ${personId}::uuid)`;

/** Leases drawn lines to one person, sheet by sheet. */
export async function claimDrawn(
  transaction: Transaction,
  { petitionId, personId, limit }: { petitionId: string; personId: string; limit: number },
): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT line.id FROM ${drawn(petitionId)} WHERE ${mayKey(personId)}
    ORDER BY line.created_at, line.page_id, line.index LIMIT ${limit} FOR UPDATE OF drawn SKIP LOCKED`;
  const lineIds = rows.map((row) => row.id);
  await extendDrawn(transaction, { personId, lineIds, isTaking: true });
  return lineIds;
}

/** Prolongs leases still held; answers the lines held now. */
export async function extendDrawn(
  database: Queryable,
  lease: { personId: string; lineIds: string[]; isTaking?: boolean },
): Promise<{ id: string; leaseExpiresAt: Date }[]> {
  return await database.$queryRaw<{ id: string; leaseExpiresAt: Date }[]>`
    UPDATE accuracy_line SET lease_holder_id = ${lease.personId}::uuid,
      lease_expires_at = now() + ${LEASE_LIFE} * interval '1 millisecond'
    WHERE line_id = ANY(${lease.lineIds}::uuid[])
      AND (${lease.isTaking ?? false} OR (lease_holder_id = ${lease.personId}::uuid AND lease_expires_at > now()))
    RETURNING line_id AS id, lease_expires_at AS "leaseExpiresAt"`;
}

export async function releaseDrawn(database: Queryable, personId: string, lineIds: string[]): Promise<void> {
  await database.accuracyLine.updateMany({
    where: { lineId: { in: lineIds }, leaseHolderId: personId },
    data: { leaseHolderId: null, leaseExpiresAt: null },
  });
}

/** Drawn lines with the stored decision and what was keyed. */
export async function readDrawn(database: Queryable, lineIds: string[]) {
  const rows = await database.accuracyLine.findMany({
    where: { lineId: { in: lineIds } },
    include: { decision: true, line: { select: { accuracyKeyings: { orderBy: { createdAt: 'asc' } } } } },
  });
  return new Map(rows.map(({ line, ...row }) => [row.lineId, { ...row, keyings: line.accuracyKeyings }]));
}
export type DrawnLine = NonNullable<ReturnType<Awaited<ReturnType<typeof readDrawn>>['get']>>;

export async function lockDrawn(transaction: Transaction, lineId: string): Promise<DrawnLine | null> {
  await transaction.$queryRaw`SELECT 1 FROM accuracy_line WHERE line_id = ${lineId}::uuid FOR UPDATE`;
  return (await readDrawn(transaction, [lineId])).get(lineId) ?? null;
}

export interface NewAccuracyKeying {
  lineId: string;
  kind: 'blind' | 'adjudication';
  personId: string;
  outcome: 'accepted' | 'rejected';
  reason: RejectionReason | null;
  /** Fields in which what is stored differs. */
  wrong: string[];
  fields: Record<string, string>;
}

export async function addAccuracyKeying(transaction: Transaction, keying: NewAccuracyKeying): Promise<string> {
  const { id } = await transaction.accuracyKeying.create({
    data: { ...keying, fields: keying.fields as Prisma.InputJsonObject },
    select: { id: true },
  });
  await releaseDrawn(transaction, keying.personId, [keying.lineId]);
  return id;
}

export async function findSample(database: Queryable, petitionId: string) {
  return await database.accuracySample.findUnique({
    where: { petitionId },
    include: { drawnBy: { select: { displayName: true } }, _count: { select: { lines: true } } },
  });
}

export interface DrawnOutcome {
  signerId: string | null;
  state: 'open' | 'differing' | 'settled' | 'lost';
  /** Once settled: the fields stored wrongly; null when the line should not count. */
  wrong: string[] | null;
}

/** What has come of every drawn line. Gone before it was settled: erased, or its page was replaced. */
export async function listOutcomes(database: Queryable, petitionId: string): Promise<DrawnOutcome[]> {
  return await database.$queryRaw<DrawnOutcome[]>`
    SELECT signer.id AS "signerId",
      CASE WHEN judged.id IS NOT NULL OR (blind.id IS NOT NULL AND NOT ${differs}) THEN 'settled'
        WHEN line.erased_at IS NOT NULL OR line.state = 'superseded' THEN 'lost'
        WHEN blind.id IS NULL THEN 'open' ELSE 'differing' END AS state,
      CASE WHEN judged.outcome = 'rejected' THEN NULL ELSE COALESCE(judged.wrong, '{}') END AS wrong
    FROM ${drawn(petitionId)} LEFT JOIN signer ON signer.line_id = line.id ORDER BY line.id`;
}

export async function countDrawnFor(database: Queryable, petitionId: string, personId: string): Promise<number> {
  const [row] = await database.$queryRaw<{ lines: number }[]>`
    SELECT count(*)::int AS lines FROM ${drawn(petitionId)} WHERE ${mayKey(personId)}`;
  return row?.lines ?? 0;
}
