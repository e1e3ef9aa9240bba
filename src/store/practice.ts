/** The practice petition: there in an empty house, and gone whole, since nothing of it was ever part of a count. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import type { ImageStore } from './images.ts';
import { removeUnusedContent } from './withdrawal.ts';

/** Any fixed number: two servers starting on one empty database make one practice petition. */
const EMPTY_HOUSE_LOCK = 7_270_405;

/** Does the work in one transaction when the database knows no petition yet; answers whether it did. */
export async function inEmptyHouse(
  database: Database,
  work: (transaction: Transaction) => Promise<void>,
): Promise<boolean> {
  return await withTransaction(database, async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${EMPTY_HOUSE_LOCK}::bigint)`;
    if ((await transaction.petition.findFirst({ select: { id: true } })) !== null) return false;
    // Somebody did away with it: it does not come back by itself.
    if ((await transaction.auditEvent.findFirst({ where: { kind: 'practice_removed' } })) !== null) return false;
    await work(transaction);
    return true;
  });
}

/** ms. A practice petition of some thousand lines takes a second. */
const TIMEOUT = 120_000;

/**
 * Removes a practice petition with its batches, pages, lines and pictures. The contents go after the commit; what a
 * crash leaves is unknown to every row and taken by the sweep.
 * @throws ConflictError petition_real, practice_mixed
 */
export async function removePracticePetition(
  database: Database,
  images: ImageStore,
  { petitionId, personId }: { petitionId: string; personId: string },
): Promise<void> {
  const gone = await withTransaction(
    database,
    async (transaction) => {
      const [petition] = await transaction.$queryRaw<{ is_practice: boolean }[]>`
        SELECT is_practice FROM petition WHERE id = ${petitionId}::uuid FOR UPDATE`;
      if (petition === undefined) throw new NotFoundError('petition_unknown', 'There is no such petition.');
      if (!petition.is_practice) {
        throw new ConflictError('petition_real', 'Only a practice petition can be removed.', {
          remedy: 'Close it instead.',
        });
      }
      await refuseMixed(transaction, petitionId);
      const contents = await listContents(transaction, petitionId);
      await removeRows(transaction, petitionId);
      await recordAudit(transaction, {
        personId,
        kind: 'practice_removed',
        subjectType: 'petition',
        subjectId: petitionId,
      });
      return contents;
    },
    { timeout: TIMEOUT },
  );
  for (const pageId of gone.pageIds) await images.removeCells(pageId);
  for (const name of gone.names) await removeUnusedContent(database, images, name);
}

/** Real sheets in a practice batch, or the other way round: somebody has to move them first. */
async function refuseMixed(transaction: Transaction, petitionId: string): Promise<void> {
  const [mixed] = await transaction.$queryRaw<{ pages: number }[]>`
    SELECT count(*)::int AS pages FROM page
      JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
    WHERE (batch.petition_id = ${petitionId}::uuid) <> (COALESCE(page.petition_id, batch.petition_id) = ${petitionId}::uuid)`;
  if (mixed === undefined || mixed.pages === 0) return;
  throw new ConflictError('practice_mixed', 'Sheets of another petition lie among these.', {
    remedy: 'Move or withdraw them first.',
    params: { pages: mixed.pages },
  });
}

async function listContents(
  transaction: Transaction,
  petitionId: string,
): Promise<{ pageIds: string[]; names: Set<string> }> {
  const scans = await transaction.scan.findMany({
    where: { batch: { petitionId } },
    select: { sha256: true, pages: { select: { id: true, sourceImage: true, rectifiedImage: true } } },
  });
  const lines = await transaction.line.findMany({
    where: { petitionId, contactEvidence: { not: null } },
    select: { contactEvidence: true },
  });
  const pages = scans.flatMap((scan) => scan.pages);
  const names = [
    ...scans.map((scan) => scan.sha256),
    ...pages.flatMap((page) => [page.sourceImage, page.rectifiedImage]),
    ...lines.map((line) => line.contactEvidence),
  ];
  return { pageIds: pages.map((page) => page.id), names: new Set(names.filter((name) => name !== null)) };
}

async function removeRows(transaction: Transaction, petitionId: string): Promise<void> {
  const line = { petitionId };
  const page = { scan: { batch: { petitionId } } };
  await transaction.signer.deleteMany({ where: { petitionId } });
  await transaction.accuracyKeying.deleteMany({ where: { line } });
  await transaction.accuracyLine.deleteMany({ where: { line } });
  await transaction.accuracySample.deleteMany({ where: { petitionId } });
  await transaction.decision.deleteMany({ where: { line } });
  await transaction.lineNote.deleteMany({ where: { line } });
  await transaction.columnCheck.deleteMany({ where: { line } });
  await transaction.reading.deleteMany({ where: { line } });
  await transaction.lineEvent.deleteMany({ where: { line } });
  await transaction.line.deleteMany({ where: line });
  await transaction.readingRun.deleteMany({ where: { page } });
  await transaction.page.deleteMany({ where: page });
  await transaction.scan.deleteMany({ where: { batch: { petitionId } } });
  await transaction.batchEvent.deleteMany({ where: { batch: { petitionId } } });
  await transaction.separator.deleteMany({ where: { petitionId } });
  await transaction.batch.deleteMany({ where: { petitionId } });
  await transaction.formDefinition.deleteMany({ where: { petitionId } });
  await transaction.noticeVersion.deleteMany({ where: { petitionId } });
  await transaction.petition.delete({ where: { id: petitionId } });
}
