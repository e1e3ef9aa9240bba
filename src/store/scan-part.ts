/**
 * Parts of a file: pages that belong to another batch, or are read once more. A part is a scan of its own with the same
 * bytes and name, so that accounts, lists and withdrawals treat it like any other.
 */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import type { PageKey } from './page.ts';
import { checkBatchOpen } from './scan.ts';
import { supersedeLines } from './withdrawal.ts';

/** Of the file behind `scanId`, in its batch or another one. Answers the part's id. */
export async function createPart(
  transaction: Transaction,
  { scanId, batchId }: { scanId: string; batchId?: string },
): Promise<string> {
  const { id, partOfId, attempt: _, ...scan } = await transaction.scan.findUniqueOrThrow({ where: { id: scanId } });
  const part = await transaction.scan.create({
    data: { ...scan, batchId: batchId ?? scan.batchId, state: 'split', partOfId: partOfId ?? id },
    select: { id: true },
  });
  return part.id;
}

/**
 * Pages of a scan from `fromNumber` on go to another batch. Answers the pages that begin anew there: their form is one
 * of the new batch's petition too, and a page belongs to the petition its batch expects.
 */
export async function partPages(
  transaction: Transaction,
  { scanId, fromNumber, batchId }: { scanId: string; fromNumber: number; batchId: string },
): Promise<PageKey[]> {
  const pages = await transaction.page.findMany({
    where: { scanId, number: { gte: fromNumber } },
    include: { form: { select: { sha256: true, petitionId: true } } },
    orderBy: { number: 'asc' },
  });
  if (pages.length === 0) return [];
  const partId = await createPart(transaction, { scanId, batchId });
  await transaction.page.updateMany({ where: { id: { in: pages.map(({ id }) => id) } }, data: { scanId: partId } });
  const { petitionId } = await transaction.batch.findUniqueOrThrow({ where: { id: batchId } });
  const offered = await transaction.formDefinition.findMany({
    where: { petitionId, retiredAt: null },
    select: { sha256: true },
  });
  const own = new Set(offered.map((form) => form.sha256));
  const again: PageKey[] = [];
  for (const page of pages) {
    const isMisplaced = page.form !== null && page.form.petitionId !== petitionId && own.has(page.form.sha256);
    if (isMisplaced && ['preprocessed', 'read'].includes(page.state))
      again.push(...(await beginAnew(transaction, page.id)));
  }
  return again;
}

async function beginAnew(transaction: Transaction, pageId: string): Promise<PageKey[]> {
  const reviewed = await transaction.decision.count({ where: { kind: { not: 'machine' }, line: { pageId } } });
  if (reviewed > 0) return [];
  await supersedeLines(transaction, { pageId });
  const { generation, attempt } = await transaction.page.update({
    where: { id: pageId },
    data: { state: 'queued', generation: { increment: 1 }, attempt: 1, petitionId: null, formDefinitionId: null },
  });
  return [{ pageId, generation, attempt }];
}

/** A person parts a stack where a separator sheet was missing or missed: this page and those behind it go. */
export async function splitBefore(
  database: Database,
  { pageId, batchId, personId }: { pageId: string; batchId: string; personId: string },
): Promise<PageKey[]> {
  return await withTransaction(database, async (transaction) => {
    const page = await transaction.page.findUnique({ where: { id: pageId }, include: { scan: true } });
    if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
    await checkSameHouse(transaction, page.scan.batchId, batchId);
    const { scanId, number } = page;
    const again = await partPages(transaction, { scanId, fromNumber: number, batchId });
    const details = { from: page.scan.batchId, to: batchId };
    await recordAudit(transaction, { personId, kind: 'stack_parted', subjectType: 'page', subjectId: pageId, details });
    return again;
  });
}

/** Puts a part back behind the pages of the same file that stand before it. @throws ConflictError `nothing_before` */
export async function mergeWithPrevious(
  database: Database,
  { pageId, personId }: { pageId: string; personId: string },
): Promise<PageKey[]> {
  return await withTransaction(database, async (transaction) => {
    const page = await transaction.page.findUnique({ where: { id: pageId }, include: { scan: true } });
    if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
    const { scan } = page;
    const before = await transaction.page.findFirst({
      where: { number: { lt: page.number }, scanId: { not: scan.id }, scan: { sha256: scan.sha256, state: 'split' } },
      orderBy: { number: 'desc' },
      include: { scan: true },
    });
    if (before === null || before.scan.batchId === scan.batchId) {
      throw new ConflictError('nothing_before', 'No other batch holds the pages of this file before this one.');
    }
    await checkSameHouse(transaction, scan.batchId, before.scan.batchId);
    const again = await partPages(transaction, {
      scanId: scan.id,
      fromNumber: page.number,
      batchId: before.scan.batchId,
    });
    const details = { from: scan.batchId, to: before.scan.batchId };
    await recordAudit(transaction, { personId, kind: 'stack_joined', subjectType: 'page', subjectId: pageId, details });
    return again;
  });
}

/** Both batches open, and both practice or both real. */
export async function checkSameHouse(transaction: Transaction, fromId: string, toId: string): Promise<void> {
  await checkBatchOpen(transaction, fromId);
  await checkBatchOpen(transaction, toId);
  const batches = await transaction.batch.findMany({
    where: { id: { in: [fromId, toId] } },
    select: { petition: { select: { isPractice: true } } },
  });
  if (new Set(batches.map(({ petition }) => petition.isPractice)).size < 2) return;
  throw new ConflictError('practice_stays_apart', 'Practice scans and real ones stay apart.', {
    remedy: 'Choose a batch of the same kind.',
  });
}
