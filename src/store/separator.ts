/** Separator sheets: printed by the house, found in a stack, and what lies behind them goes where they say. */
import { randomBytes } from 'node:crypto';
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import type { PageKey } from './page.ts';
import { checkSameHouse, partPages } from './scan-part.ts';

export interface NewSeparators {
  petitionId: string;
  /** The batch that it begins; null: a new one, made when the sheet is first seen. */
  batchId: string | null;
  copies: number;
  declaredSheets: number | null;
  declaredSignatures: number | null;
  personId: string;
}

/** Four characters that cannot be taken for one another. */
const LABEL = 'ACDEFHJKLMNPRTUVWXY3479';
const newLabel = () => [...randomBytes(4)].map((byte) => LABEL[byte % LABEL.length]).join('');

export interface PrintedSeparator {
  id: string;
  label: string;
  petitionTitle: string;
  batchName: string | null;
  declaredSheets: number | null;
  declaredSignatures: number | null;
}

export async function createSeparators(database: Database, wish: NewSeparators): Promise<PrintedSeparator[]> {
  const { petitionId, batchId, copies, declaredSheets, declaredSignatures, personId } = wish;
  return await withTransaction(database, async (transaction) => {
    const petition = await transaction.petition.findUnique({ where: { id: petitionId }, select: { title: true } });
    if (petition === null) throw new NotFoundError('petition_unknown', 'There is no such petition.');
    const batch = batchId === null ? null : await transaction.batch.findUniqueOrThrow({ where: { id: batchId } });
    const sheets: PrintedSeparator[] = [];
    for (let copy = 0; copy < copies; copy++) {
      const { id, label } = await transaction.separator.create({
        data: { petitionId, batchId, label: newLabel(), declaredSheets, declaredSignatures, printedById: personId },
      });
      const declared = { declaredSheets, declaredSignatures };
      sheets.push({ id, label, petitionTitle: petition.title, batchName: batch?.name ?? null, ...declared });
      await recordAudit(transaction, { personId, kind: 'separator_printed', subjectType: 'separator', subjectId: id });
    }
    return sheets;
  });
}

/** Of a petition, newest first, each with the pages that show it. */
export async function listSeparators(database: Queryable, petitionId: string) {
  return await database.separator.findMany({
    where: { petitionId },
    orderBy: [{ printedAt: 'desc' }, { id: 'asc' }],
    include: {
      batch: { select: { id: true, name: true } },
      pages: { where: { state: { not: 'withdrawn' } }, select: { id: true }, orderBy: { createdAt: 'asc' } },
    },
    // More lie in no drawer; older ones are found through their batch.
    take: 200,
  });
}

/** The page cannot part the stack: a person sees why. */
async function stop(transaction: Transaction, pageId: string, reasonCode: string): Promise<PageKey[]> {
  await transaction.page.update({ where: { id: pageId }, data: { state: 'unrecognised', reasonCode } });
  return [];
}

/**
 * A page shows a separator sheet: the pages behind it go to its batch. A sheet seen twice says so and works all the
 * same. Answers the pages that begin anew.
 */
export async function recordSeparator(
  transaction: Transaction,
  pageId: string,
  separatorId: string,
): Promise<PageKey[]> {
  await transaction.$queryRaw`SELECT 1 FROM separator WHERE id = ${separatorId}::uuid FOR UPDATE`;
  const separator = await transaction.separator.findUnique({
    where: { id: separatorId },
    include: { pages: { where: { state: { not: 'withdrawn' }, id: { not: pageId } }, select: { id: true } } },
  });
  if (separator === null) return await stop(transaction, pageId, 'separator_unknown');
  const page = await transaction.page.findUniqueOrThrow({ where: { id: pageId }, include: { scan: true } });
  const batchId = separator.batchId ?? (await openBatch(transaction, separator, page.scan.receivedById));
  try {
    await checkSameHouse(transaction, page.scan.batchId, batchId);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return await stop(transaction, pageId, error.code === 'batch_closed' ? 'separator_closed' : 'practice_stays_apart');
  }
  const isRepeated = separator.pages.length > 0;
  await transaction.page.update({
    where: { id: pageId },
    data: { separatorId, reasonCode: isRepeated ? 'separator_repeated' : 'separator' },
  });
  if (batchId === page.scan.batchId) return [];
  const { scanId, number } = page;
  const again = await partPages(transaction, { scanId, fromNumber: number + 1, batchId });
  await recordAudit(transaction, {
    personId: null,
    kind: 'stack_parted',
    subjectType: 'page',
    subjectId: pageId,
    details: { from: page.scan.batchId, to: batchId, separatorId },
  });
  return again;
}

type Opening = {
  id: string;
  petitionId: string;
  label: string;
  declaredSheets: number | null;
  declaredSignatures: number | null;
};

async function openBatch(transaction: Transaction, separator: Opening, createdById: string | null): Promise<string> {
  const { petitionId, label, declaredSheets, declaredSignatures } = separator;
  const { language } = await transaction.petition.findUniqueOrThrow({ where: { id: petitionId } });
  const name = `${language === 'fr' ? 'Séparateur' : 'Separator'} ${label}`;
  const { id } = await transaction.batch.create({
    data: { petitionId, name, declaredSheets, declaredSignatures, createdById },
    select: { id: true },
  });
  await transaction.separator.update({ where: { id: separator.id }, data: { batchId: id } });
  await recordAudit(transaction, {
    personId: createdById,
    kind: 'batch_created',
    subjectType: 'batch',
    subjectId: id,
    details: { separatorId: separator.id },
  });
  return id;
}
