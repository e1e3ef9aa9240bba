/**
 * The destruction that was ordered, page by page. Lines, states, decisions and sums stand; what people wrote, every
 * picture and every file goes.
 */
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import { rejectUnseen } from './decision.ts';
import { emptyLines } from './empty-lines.ts';
import { Prisma } from './generated/client.ts';
import { removePrints } from './page-print.ts';
import { countKept, filesOf, hasContent, type Kept, pagesOf } from './retention.ts';
import { releaseHeld } from './twin.ts';

export async function listOrdered(database: Queryable): Promise<{ petitionId: string; personId: string }[]> {
  const rows = await database.petition.findMany({
    where: { destructionOrderedAt: { not: null } },
    select: { id: true, destructionOrderedById: true },
  });
  return rows.map((row) => ({ petitionId: row.id, personId: row.destructionOrderedById! }));
}

export interface Destroyed {
  lines: number;
  pageIds: string[];
  /** Contents that nothing of this petition needs any more. */
  released: string[];
}

/** Pages emptied in one transaction: reviewers of other petitions do not feel it. */
const PAGES_AT_ONCE = 20;

/** The next pages, emptied; no pages when none is left. */
export async function destroyPages(
  database: Database,
  { petitionId, personId }: { petitionId: string; personId: string },
): Promise<Destroyed> {
  const id = Prisma.sql`${petitionId}::uuid`;
  return await withTransaction(
    database,
    async (transaction) => {
      const pages = await transaction.$queryRaw<{ id: string; rectified: string | null; source: string | null }[]>`
        SELECT page.id, page.rectified_image AS rectified, page.source_image AS source
        FROM page JOIN (${pagesOf(id)}) AS own ON own.id = page.id WHERE ${hasContent}
        ORDER BY page.id LIMIT ${PAGES_AT_ONCE} FOR UPDATE OF page`;
      const pageIds = pages.map((page) => page.id);
      const { lines, evidence } = await emptyPages(transaction, pageIds, personId);
      const released = pages.flatMap((page) => [page.rectified, page.source].filter((name) => name !== null));
      return { lines, pageIds, released: [...released, ...evidence] };
    },
    { timeout: 60_000 },
  );
}

async function emptyPages(
  transaction: Transaction,
  pageIds: string[],
  personId: string,
): Promise<{ lines: number; evidence: string[] }> {
  const lines = await transaction.line.findMany({
    where: { pageId: { in: pageIds }, state: { not: 'superseded' }, erasedAt: null },
  });
  const open = lines.filter(({ state }) => ['expected', 'awaiting_review', 'in_second_keying'].includes(state));
  for (const line of open) await rejectUnseen(transaction, { line, personId, reason: 'unlisted' });
  const lineIds = lines.map((line) => line.id);
  const evidence = lines.flatMap((line) => line.contactEvidence ?? []);
  await transaction.line.updateMany({
    where: { id: { in: lineIds } },
    data: { erasedAt: new Date(), contactEvidence: null, version: { increment: 1 } },
  });
  await emptyLines(transaction, lineIds);
  await removePrints(transaction, pageIds);
  await releaseHeld(transaction, pageIds);
  await transaction.page.updateMany({
    where: { id: { in: pageIds } },
    data: { rectifiedImage: null, sourceImage: null, findings: Prisma.DbNull, insertNote: null },
  });
  // Nobody can say any more what is on them.
  await transaction.page.updateMany({
    where: {
      id: { in: pageIds },
      state: { in: ['queued', 'preprocessed', 'unrecognised', 'unreadable', 'failed'] },
    },
    data: { state: 'withdrawn' },
  });
  return { lines: lineIds.length, evidence };
}

/** Gives up the files, except those that a page of another petition still waits to be read from. */
export async function destroyFiles(database: Database, petitionId: string): Promise<{ released: string[] }> {
  const id = Prisma.sql`${petitionId}::uuid`;
  return await withTransaction(database, async (transaction) => {
    const files = await transaction.$queryRaw<{ sha256: string }[]>`
      SELECT DISTINCT sha256 FROM (${filesOf(id)}) AS files WHERE NOT EXISTS (
        SELECT 1 FROM scan JOIN page ON page.scan_id = scan.id WHERE scan.sha256 = files.sha256
          AND scan.state <> 'withdrawn' AND page.state NOT IN ('read', 'blank', 'withdrawn'))`;
    const released = files.map((file) => file.sha256);
    await transaction.scan.updateMany({
      where: { sha256: { in: released }, state: { not: 'withdrawn' } },
      data: { fileName: null, contentRemovedAt: new Date() },
    });
    return { released };
  });
}

/** Ends the order when nothing is left; answers what still is. */
export async function finishDestruction(
  database: Database,
  { petitionId, ...done }: { petitionId: string; lines: number; pages: number; files: number },
): Promise<Kept> {
  return await withTransaction(database, async (transaction) => {
    const kept = await countKept(transaction, petitionId);
    const isOver = kept.signers + kept.pages + kept.files === 0;
    if (isOver) {
      await transaction.petition.update({
        where: { id: petitionId },
        data: { destructionOrderedAt: null, destructionOrderedById: null, destroyedAt: new Date() },
      });
    }
    if (isOver || done.pages + done.files > 0) {
      await recordAudit(transaction, {
        personId: null,
        kind: 'content_destroyed',
        subjectType: 'petition',
        subjectId: petitionId,
        details: { ...done, left: kept.pages + kept.files },
      });
    }
    return kept;
  });
}
