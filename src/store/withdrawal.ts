/** Taking a scan back: the record stays, the content goes, its lines are superseded. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import { emptyLines } from './empty-lines.ts';
import { Prisma } from './generated/client.ts';
import type { ImageStore } from './images.ts';
import { removePrints } from './page-print.ts';
import { lockContent } from './scan.ts';
import { releaseHeld } from './twin.ts';

/** A file uploaded by mistake. Withdrawing twice is fine. */
export async function withdrawScan(
  database: Database,
  images: ImageStore,
  { scanId, personId }: { scanId: string; personId: string },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const [scan] = await transaction.$queryRaw<{ state: string; batch_state: string }[]>`
      SELECT scan.state::text, batch.state::text AS batch_state FROM scan JOIN batch ON batch.id = scan.batch_id
      WHERE scan.id = ${scanId}::uuid FOR UPDATE OF scan`;
    if (scan === undefined) throw new NotFoundError('scan_unknown', 'There is no such scan.');
    if (scan.state === 'withdrawn') return;
    if (scan.batch_state === 'closed') {
      throw new ConflictError('batch_closed', 'This batch is closed.', { remedy: 'Reopen it first.' });
    }
    await transaction.scan.update({
      where: { id: scanId },
      // After the erasure of a line the file is gone but the pages' pictures are not: there is content to remove again.
      data: { state: 'withdrawn', withdrawnAt: new Date(), fileName: null, contentRemovedAt: null },
    });
    const pages = await transaction.page.findMany({ where: { scanId }, select: { id: true } });
    const pageIds = pages.map((page) => page.id);
    await supersedeLines(transaction, { page: { scanId } });
    await removePrints(transaction, pageIds);
    await releaseHeld(transaction, pageIds);
    await transaction.page.updateMany({ where: { scanId }, data: { state: 'withdrawn', insertNote: null } });
    await recordAudit(transaction, {
      personId,
      kind: 'scan_withdrawn',
      subjectType: 'scan',
      subjectId: scanId,
      details: { pages: pages.length },
    });
  });
  await removeWithdrawnContent(database, images, scanId);
}

/** Ends lines whose page is replaced or taken back: no longer counted, and what was read and keyed is emptied. */
export async function supersedeLines(transaction: Transaction, where: Prisma.LineWhereInput): Promise<void> {
  const lines = await transaction.line.findMany({
    where: { ...where, state: { not: 'superseded' } },
    select: { id: true },
  });
  const lineId = { in: lines.map((line) => line.id) };
  const now = new Date();
  await transaction.signer.updateMany({ where: { lineId, removedAt: null }, data: { removedAt: now } });
  await transaction.line.updateMany({
    where: { id: lineId },
    data: {
      state: 'superseded',
      reason: null,
      leaseHolderId: null,
      leaseExpiresAt: null,
      waitsFor: null,
      waitsForId: null,
      waitsUntil: null,
      version: { increment: 1 },
    },
  });
  await emptyLines(transaction, lineId.in);
}

/** After the withdrawal is committed; the sweep repeats it for those a crash interrupted. */
export async function removeWithdrawnContent(database: Database, images: ImageStore, scanId: string): Promise<void> {
  const scan = await database.scan.findUnique({
    where: { id: scanId },
    select: {
      sha256: true,
      contentRemovedAt: true,
      pages: { select: { id: true, rectifiedImage: true, sourceImage: true } },
    },
  });
  if (scan === null || scan.contentRemovedAt !== null) return;
  const contents = scan.pages.flatMap((page) => [page.rectifiedImage, page.sourceImage]);
  for (const page of scan.pages) await images.removeCells(page.id);
  await database.page.updateMany({
    where: { scanId },
    data: { rectifiedImage: null, sourceImage: null, findings: Prisma.DbNull },
  });
  const evidence = await takeEvidence(database, scanId);
  for (const name of new Set([scan.sha256, ...contents, ...evidence])) {
    if (name !== null) await removeUnusedContent(database, images, name);
  }
  await database.scan.update({ where: { id: scanId }, data: { contentRemovedAt: new Date() } });
}

/** The crops kept with the lines of a withdrawn scan; afterwards no line points at them. */
async function takeEvidence(database: Database, scanId: string): Promise<string[]> {
  const where = { page: { scanId }, contactEvidence: { not: null } };
  const lines = await database.line.findMany({ where, select: { contactEvidence: true } });
  await database.line.updateMany({ where, data: { contactEvidence: null } });
  return lines.flatMap((line) => line.contactEvidence ?? []);
}

/** Removes a content unless a scan or page still needs it: the same bytes may have been received once more. */
export async function removeUnusedContent(database: Database, images: ImageStore, name: string): Promise<boolean> {
  return await withTransaction(database, async (transaction) => {
    await lockContent(transaction, name);
    const [use] = await transaction.$queryRaw<{ used: boolean }[]>`SELECT
      EXISTS (SELECT 1 FROM scan WHERE sha256 = ${name} AND content_removed_at IS NULL AND state <> 'withdrawn')
      OR EXISTS (SELECT 1 FROM page WHERE source_image = ${name})
      OR EXISTS (SELECT 1 FROM line WHERE contact_evidence = ${name})
      OR EXISTS (SELECT 1 FROM page WHERE rectified_image = ${name})
      OR EXISTS (SELECT 1 FROM draft_sheet WHERE sha256 = ${name} OR image = ${name}) AS used`;
    if (use?.used !== false) return false;
    await images.remove(name);
    return true;
  });
}

export async function listWithdrawnWithContent(database: Database, limit: number): Promise<string[]> {
  const scans = await database.scan.findMany({
    where: { state: 'withdrawn', contentRemovedAt: null },
    take: limit,
    select: { id: true },
  });
  return scans.map((scan) => scan.id);
}
