/** Received files. The record of a file stays for ever; its content goes on withdrawal. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, sqlState, type Transaction, withTransaction } from './database.ts';
import type { Scan } from './generated/client.ts';

export type { Scan } from './generated/client.ts';

export interface NewScan {
  batchId: string;
  sha256: string;
  fileName: string;
  mediaType: string;
  bytes: number;
  pageCount: number;
  receivedById: string | null;
  receivedThroughId?: string | null;
}

export interface SameScan {
  scanId: string;
  batchId: string;
  batchName: string;
}

export type StoredScan = { outcome: 'stored'; scan: Scan } | { outcome: 'duplicate'; same: SameScan };

/** The same bytes, received before and still there. */
export async function findSameScan(database: Queryable, sha256: string): Promise<SameScan | null> {
  const scan = await database.scan.findFirst({
    where: { sha256, state: { notIn: ['withdrawn', 'refused'] } },
    select: { id: true, batch: { select: { id: true, name: true } } },
  });
  return scan === null ? null : { scanId: scan.id, batchId: scan.batch.id, batchName: scan.batch.name };
}

/** Of these hashes those whose bytes are here already. */
export async function findKnownScans(
  database: Queryable,
  hashes: string[],
): Promise<(SameScan & { sha256: string })[]> {
  const scans = await database.scan.findMany({
    where: { sha256: { in: hashes }, state: { notIn: ['withdrawn', 'refused'] } },
    select: { id: true, sha256: true, batch: { select: { id: true, name: true } } },
  });
  return scans.map(({ id, sha256, batch }) => ({ sha256, scanId: id, batchId: batch.id, batchName: batch.name }));
}

/** Only open batches take scans. */
export async function checkBatchOpen(database: Queryable, batchId: string): Promise<void> {
  const batch = await database.batch.findUnique({ where: { id: batchId }, select: { state: true } });
  if (batch === null) throw new NotFoundError('batch_unknown', 'There is no such batch.');
  if (batch.state === 'closed') {
    throw new ConflictError('batch_closed', 'This batch is closed.', {
      remedy: 'Open a new batch for what arrived later, or have a supervisor reopen this one.',
    });
  }
}

/** One content at a time: storing and removing the same bytes must not cross. Held until the transaction ends. */
export async function lockContent(transaction: Transaction, sha256: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`;
}

/**
 * Stores the record of a file whose content is in the image store; `ensureContent` puts it there again should a
 * withdrawal of the same bytes have taken it away in the meantime.
 */
export async function storeScan(
  database: Database,
  scan: NewScan,
  ensureContent: () => Promise<void>,
): Promise<StoredScan> {
  try {
    // Storing a large content again takes longer than an ordinary transaction may.
    return await withTransaction(database, (transaction) => insertScan(transaction, scan, ensureContent), {
      timeout: 600_000,
    });
  } catch (error) {
    if (sqlState(error) !== '23505' && (error as { code?: string }).code !== 'P2002') throw error;
    const same = await findSameScan(database, scan.sha256);
    if (same === null) throw error;
    return { outcome: 'duplicate', same };
  }
}

const throughOf = ({ receivedThroughId }: NewScan): Record<string, string> =>
  receivedThroughId ? { token: receivedThroughId } : {};

async function insertScan(
  transaction: Transaction,
  scan: NewScan,
  ensureContent: () => Promise<void>,
): Promise<StoredScan> {
  await lockContent(transaction, scan.sha256);
  await ensureContent();
  await transaction.$queryRaw`SELECT 1 FROM batch WHERE id = ${scan.batchId}::uuid FOR SHARE`;
  await checkBatchOpen(transaction, scan.batchId);
  const stored = await transaction.scan.create({ data: { ...scan, bytes: BigInt(scan.bytes) } });
  await recordAudit(transaction, {
    personId: scan.receivedById,
    kind: 'scan_received',
    subjectType: 'scan',
    subjectId: stored.id,
    details: { batchId: scan.batchId, bytes: scan.bytes, pages: scan.pageCount, ...throughOf(scan) },
  });
  return { outcome: 'stored', scan: stored };
}

/** A file that was turned away: the clerk still sees it after a reload. Nothing of its content is kept. */
export async function storeRefusedScan(database: Database, scan: NewScan, reasonCode: string): Promise<string> {
  return await withTransaction(database, async (transaction) => {
    const stored = await transaction.scan.create({
      data: { ...scan, bytes: BigInt(scan.bytes), state: 'refused', reasonCode, contentRemovedAt: new Date() },
    });
    await recordAudit(transaction, {
      personId: scan.receivedById,
      kind: 'scan_refused',
      subjectType: 'scan',
      subjectId: stored.id,
      details: { batchId: scan.batchId, code: reasonCode, ...throughOf(scan) },
    });
    return stored.id;
  });
}

export async function getScan(database: Queryable, id: string): Promise<Scan> {
  const scan = await database.scan.findUnique({ where: { id } });
  if (scan === null) throw new NotFoundError('scan_unknown', 'There is no such scan.');
  return scan;
}

export interface PageStart {
  pageId: string;
  generation: number;
  attempt: number;
}

/** Makes the pages of a split scan. Once only: a second call, or one for an earlier attempt, changes nothing. */
export async function recordSplit(
  database: Database,
  { scanId, attempt, pageCount }: { scanId: string; attempt: number; pageCount: number },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const { count } = await transaction.scan.updateMany({
      where: { id: scanId, state: 'received', attempt },
      data: { state: 'split', pageCount },
    });
    if (count === 0) return;
    const numbers = Array.from({ length: pageCount }, (_, index) => index + 1);
    await transaction.page.createMany({ data: numbers.map((number) => ({ scanId, number })) });
  });
}

/** A scan that intake accepted and splitting could not open. Its content stays, so that a person can look into it. */
export async function refuseSplit(database: Database, scanId: string, reasonCode: string): Promise<void> {
  await database.scan.updateMany({ where: { id: scanId, state: 'received' }, data: { state: 'refused', reasonCode } });
}

export async function findScan(database: Queryable, id: string): Promise<Scan | null> {
  return await database.scan.findUnique({ where: { id } });
}

export async function listQueuedPages(database: Queryable, scanId: string): Promise<PageStart[]> {
  const pages = await database.page.findMany({
    where: { scanId, state: 'queued' },
    orderBy: { number: 'asc' },
    select: { id: true, generation: true, attempt: true },
  });
  return pages.map(({ id, ...rest }) => ({ pageId: id, ...rest }));
}

/** Scans that wait for the split job, oldest first. */
export async function listUnsplitScans(database: Queryable, options: { before: Date; limit: number }) {
  return await database.scan.findMany({
    where: { state: 'received', receivedAt: { lt: options.before } },
    orderBy: { receivedAt: 'asc' },
    take: options.limit,
    select: { id: true, attempt: true },
  });
}

/** Gives the split of a waiting scan a new job id; null when it moved on. */
export async function nextSplitAttempt(
  database: Queryable,
  { scanId, attempt }: { scanId: string; attempt: number },
): Promise<{ scanId: string; attempt: number } | null> {
  const { count } = await database.scan.updateMany({
    where: { id: scanId, state: 'received', attempt },
    data: { attempt: { increment: 1 } },
  });
  return count === 0 ? null : { scanId, attempt: attempt + 1 };
}

/** Tries a scan again that could not be split. @throws ConflictError when there is nothing to try */
export async function retryScan(
  database: Database,
  { scanId, personId }: { scanId: string; personId: string },
): Promise<{ scanId: string; attempt: number }> {
  return await withTransaction(database, async (transaction) => {
    const { count } = await transaction.scan.updateMany({
      where: { id: scanId, state: 'refused', contentRemovedAt: null },
      data: { state: 'received', reasonCode: null, attempt: { increment: 1 } },
    });
    const scan = await getScan(transaction, scanId);
    if (count === 0) throw new ConflictError('scan_not_stopped', 'There is nothing to try again for this scan.');
    await recordAudit(transaction, { personId, kind: 'scan_retried', subjectType: 'scan', subjectId: scanId });
    return { scanId, attempt: scan.attempt };
  });
}

/** Into another batch of the same kind. The pages' petition does not change: it is the one of their form. */
export async function moveScan(
  database: Database,
  { scanId, batchId, personId }: { scanId: string; batchId: string; personId: string },
): Promise<Scan> {
  return await withTransaction(database, async (transaction) => {
    const scan = await transaction.scan.findUnique({
      where: { id: scanId },
      include: { batch: { include: { petition: { select: { isPractice: true } } } } },
    });
    if (scan === null) throw new NotFoundError('scan_unknown', 'There is no such scan.');
    await checkBatchOpen(transaction, scan.batchId);
    await checkBatchOpen(transaction, batchId);
    const target = await transaction.batch.findUniqueOrThrow({
      where: { id: batchId },
      include: { petition: { select: { isPractice: true } } },
    });
    if (target.petition.isPractice !== scan.batch.petition.isPractice) {
      throw new ConflictError('practice_stays_apart', 'Practice scans and real ones stay apart.', {
        remedy: 'Choose a batch of the same kind.',
      });
    }
    const moved = await transaction.scan.update({ where: { id: scanId }, data: { batchId } });
    await recordAudit(transaction, {
      personId,
      kind: 'scan_moved',
      subjectType: 'scan',
      subjectId: scanId,
      details: { from: scan.batchId, to: batchId },
    });
    return moved;
  });
}
