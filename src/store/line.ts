/** Printed lines: the reviewers' queue with its leases, and what a claim shows. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { LineState } from '../domain/ledger.ts';
import { claimable, isFree, takeable } from './claimable.ts';
import type { Queryable, Transaction } from './database.ts';
import { type Line, Prisma } from './generated/client.ts';
import { recordReading } from './line-note.ts';

export type { Line } from './generated/client.ts';

/** ms. Long enough for a hard line and a lost network, short enough that a closed laptop holds nobody up. */
export const LEASE_LIFE = 5 * 60_000;

/** Sheets this person is working on: leases held, and the line decided last. */
const ownSheets = (personId: string) => Prisma.sql`
  SELECT page_id FROM line WHERE lease_holder_id = ${personId}::uuid AND lease_expires_at > now()
  UNION SELECT line.page_id FROM line JOIN (
    SELECT line_id FROM decision WHERE person_id = ${personId}::uuid AND created_at > now() - interval '30 minutes'
    ORDER BY created_at DESC LIMIT 1) AS last ON last.line_id = line.id`;

const notSomebodyElses = (personId: string) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM line AS neighbour WHERE neighbour.page_id = line.page_id
    AND neighbour.lease_holder_id <> ${personId}::uuid AND neighbour.lease_expires_at > now())`;

async function pick(
  transaction: Transaction,
  where: { claimable: Prisma.Sql; also: Prisma.Sql; limit: number; taken: string[] },
): Promise<string[]> {
  if (where.limit <= 0) return [];
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT line.id FROM line
    WHERE ${where.claimable} AND ${where.also} AND line.id <> ALL(${where.taken}::uuid[])
    ORDER BY line.created_at, line.page_id, line.index
    LIMIT ${where.limit} FOR UPDATE OF line SKIP LOCKED`;
  return rows.map((row) => row.id);
}

export interface ClaimWish {
  personId: string;
  petitionId: string;
  limit: number;
  /** Give back first what this person already holds: after a reload of the page. */
  resume: boolean;
  /** Also what was put off until later. */
  postponed?: boolean;
}

/**
 * Leases the next lines to one person: what a colleague asks, then the sheet being worked on, then a sheet nobody is at,
 * then whatever is left; each from top to bottom. Two people never get the same line; a lease that ran out frees itself.
 */
export async function claimLines(transaction: Transaction, wish: ClaimWish): Promise<string[]> {
  const base = claimable(wish.personId, wish.petitionId, wish.postponed);
  const held = Prisma.sql`line.lease_holder_id = ${wish.personId}::uuid AND line.lease_expires_at > now()`;
  const tiers = [
    ...(wish.resume ? [held] : []),
    Prisma.sql`${isFree} AND line.waits_for IS NOT NULL`,
    Prisma.sql`${isFree} AND line.page_id IN (${ownSheets(wish.personId)})`,
    Prisma.sql`${isFree} AND ${notSomebodyElses(wish.personId)}`,
    isFree,
  ];
  const taken: string[] = [];
  for (const also of tiers) {
    taken.push(...(await pick(transaction, { claimable: base, also, limit: wish.limit - taken.length, taken })));
  }
  await extendLeases(transaction, { personId: wish.personId, lineIds: taken, isTaking: true });
  await recordReading(transaction, wish.personId, taken);
  return taken;
}

/** Prolongs leases still held (or takes free lines when `isTaking`); answers the lines that are held now. */
export async function extendLeases(
  database: Queryable,
  lease: { personId: string; lineIds: string[]; isTaking?: boolean },
): Promise<{ id: string; leaseExpiresAt: Date }[]> {
  if (lease.lineIds.length === 0) return [];
  return await database.$queryRaw<{ id: string; leaseExpiresAt: Date }[]>`
    UPDATE line SET lease_holder_id = ${lease.personId}::uuid, updated_at = now(),
      lease_expires_at = now() + ${LEASE_LIFE} * interval '1 millisecond'
    WHERE id = ANY(${lease.lineIds}::uuid[])
      AND (${lease.isTaking ?? false} OR (lease_holder_id = ${lease.personId}::uuid AND lease_expires_at > now()))
    RETURNING id, lease_expires_at AS "leaseExpiresAt"`;
}

/** Takes one certain line, when this person may and nobody else holds it: also one put off, or asked about. */
export async function takeLine(transaction: Transaction, personId: string, lineId: string): Promise<void> {
  const line = await lockLine(transaction, lineId);
  const [taken] = await transaction.$queryRaw<{ id: string }[]>`
    SELECT line.id FROM line WHERE line.id = ${lineId}::uuid AND ${takeable(personId)}
      AND (${isFree} OR line.lease_holder_id = ${personId}::uuid)`;
  if (taken === undefined) {
    throw new ConflictError('line_not_free', 'Somebody else has this line, or it is decided already.');
  }
  await extendLeases(transaction, { personId, lineIds: [lineId], isTaking: true });
  await recordReading(transaction, personId, [lineId]);
  const isOwnQuestion = line.waitsFor !== 'asker' && line.askedById === personId;
  await transaction.line.update({
    where: { id: lineId },
    // Who takes back what they asked about needs no answer any more.
    data: { postponedUntil: null, ...(isOwnQuestion ? { waitsFor: null, waitsForId: null, waitsUntil: null } : {}) },
  });
}

export async function releaseLeases(database: Queryable, personId: string, lineIds: string[]): Promise<void> {
  await database.line.updateMany({
    where: { id: { in: lineIds }, leaseHolderId: personId },
    data: { leaseHolderId: null, leaseExpiresAt: null },
  });
}

/** Gives the line back to the queue, out of sight until `until`. */
export async function postponeLine(
  transaction: Transaction,
  postponed: { personId: string; lineId: string; until: Date },
): Promise<void> {
  const line = await lockLine(transaction, postponed.lineId);
  if (line.leaseHolderId !== postponed.personId) {
    throw new ConflictError('lease_not_held', 'Somebody else has this line now.');
  }
  await transaction.line.update({
    where: { id: line.id },
    data: { postponedUntil: postponed.until, leaseHolderId: null, leaseExpiresAt: null },
  });
}

/** The line, locked until the transaction ends. */
export async function lockLine(transaction: Transaction, lineId: string): Promise<Line> {
  await transaction.$queryRaw`SELECT 1 FROM line WHERE id = ${lineId}::uuid FOR UPDATE`;
  const line = await transaction.line.findUnique({ where: { id: lineId } });
  if (line === null) throw new NotFoundError('line_unknown', 'There is no such line.');
  return line;
}

/** Everything about lines that a claim shows, in the order of the ids. */
export async function readLines(database: Queryable, lineIds: string[]) {
  const lines = await database.line.findMany({
    where: { id: { in: lineIds } },
    include: {
      page: {
        include: {
          scan: { include: { batch: { select: { id: true, name: true, receivedOn: true, postmarkedOn: true } } } },
        },
      },
      readings: true,
      decisions: { orderBy: { createdAt: 'asc' } },
      notes: { orderBy: { createdAt: 'asc' }, include: { person: { select: { displayName: true } } } },
      columnChecks: true,
    },
  });
  const byId = new Map(lines.map((line) => [line.id, line]));
  return lineIds.flatMap((id) => byId.get(id) ?? []);
}

export type LineToReview = Awaited<ReturnType<typeof readLines>>[number];

export interface Surroundings {
  pageId: string;
  /** Printed lines on the sheet. */
  lines: number;
  /** Of these, what this person may still take. */
  open: number;
}

/** A backlog beyond this is shown as this number: counting it exactly for every claim would cost more than it tells. */
const MOST_COUNTED = 10_000;

/** How far along each sheet and the petition are, as far as this person is concerned. */
export async function countAround(
  database: Queryable,
  { personId, petitionId, pageIds }: { personId: string; petitionId: string; pageIds: string[] },
): Promise<{ pages: Surroundings[]; remaining: number }> {
  const base = claimable(personId, petitionId);
  const pages = await database.$queryRaw<Surroundings[]>`
    SELECT line.page_id AS "pageId", count(*)::int AS lines, (count(*) FILTER (WHERE ${base}))::int AS open
    FROM line WHERE line.page_id = ANY(${pageIds}::uuid[]) AND line.state <> 'superseded' GROUP BY line.page_id`;
  const [left] = await database.$queryRaw<{ remaining: number }[]>`
    SELECT count(*)::int AS remaining FROM (SELECT 1 FROM line WHERE ${base} LIMIT ${MOST_COUNTED}) AS waiting`;
  return { pages, remaining: left?.remaining ?? 0 };
}

export interface LineFilter {
  petitionId: string;
  state?: LineState | undefined;
  reason?: string | undefined;
  pageId?: string | undefined;
  /** Id of the last line of the page before. */
  after?: string | undefined;
  limit: number;
}

/** For the ledger's drill-down: places and states, nothing of the signers. */
export async function listLines(database: Queryable, filter: LineFilter) {
  return await database.line.findMany({
    where: {
      petitionId: filter.petitionId,
      ...(filter.state === undefined ? {} : { state: filter.state }),
      ...(filter.reason === undefined ? {} : { reason: filter.reason }),
      ...(filter.pageId === undefined ? {} : { pageId: filter.pageId }),
    },
    include: { page: { select: { number: true, scan: { select: { id: true, fileName: true, pageCount: true } } } } },
    orderBy: [{ createdAt: 'asc' }, { pageId: 'asc' }, { index: 'asc' }, { id: 'asc' }],
    ...(filter.after === undefined ? {} : { cursor: { id: filter.after }, skip: 1 }),
    take: filter.limit,
  });
}

/**
 * How a sheet is named to people: the file, and the page where it has several. A file whose name had to be erased is
 * named by its id.
 */
export function sheetName(page: {
  number: number;
  scan: { id: string; fileName: string | null; pageCount: number };
}): string {
  const file = page.scan.fileName ?? `scan-${page.scan.id.slice(0, 8)}`;
  return page.scan.pageCount > 1 ? `${file}#${page.number}` : file;
}
