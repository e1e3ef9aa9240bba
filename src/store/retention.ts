/**
 * Content of petitions whose time is over: what there still is, and its destruction, page by page, at somebody's word.
 * Lines, states, decisions and sums stand; what people wrote, every picture and every file goes.
 */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { destructionDay } from '../domain/retention.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import { addDecision, moveLine, removeSigner } from './decision.ts';
import { emptyLines } from './empty-lines.ts';
import { Prisma } from './generated/client.ts';
import { removePrints } from './page-print.ts';
import { getPetition } from './petition.ts';
import { releaseHeld } from './twin.ts';

export interface Kept {
  /** Signers whose values are there. */
  signers: number;
  /** Lines with content that nobody has decided: they will not count. */
  undecided: number;
  /** Lines that may not be touched at present. */
  restricted: number;
  /** Pages with a picture or something that was read on them. */
  pages: number;
  /** Files as received. */
  files: number;
}

export interface Retention {
  petitionId: string;
  title: string;
  /** YYYY-MM-DD. */
  destroyBy: string | null;
  isDue: boolean;
  kept: Kept;
  orderedAt: Date | null;
  destroyedAt: Date | null;
}

/** Pages of the petition's form, and those of its own batches that carry no form. */
const pagesOf = (petitionId: Prisma.Sql) => Prisma.sql`
  SELECT page.id, page.scan_id FROM page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
  WHERE page.petition_id = ${petitionId} OR (page.petition_id IS NULL AND batch.petition_id = ${petitionId})`;

const hasContent = Prisma.sql`(page.rectified_image IS NOT NULL OR page.source_image IS NOT NULL
  OR page.findings IS NOT NULL OR page.insert_note IS NOT NULL OR EXISTS (
    SELECT 1 FROM line WHERE line.page_id = page.id AND line.state <> 'superseded' AND line.erased_at IS NULL))`;

/** Files that hold a page of the petition, or came in one of its batches. */
const filesOf = (petitionId: Prisma.Sql) => Prisma.sql`
  SELECT scan.id, scan.sha256 FROM scan JOIN batch ON batch.id = scan.batch_id
  WHERE scan.state <> 'withdrawn' AND (scan.content_removed_at IS NULL OR scan.file_name IS NOT NULL)
    AND (batch.petition_id = ${petitionId}
      OR EXISTS (SELECT 1 FROM page WHERE page.scan_id = scan.id AND page.petition_id = ${petitionId}))`;

/** Petitions with a rule or an order, the practice petition left out; `today` as YYYY-MM-DD. */
export async function listRetentions(database: Queryable, today: string): Promise<Retention[]> {
  const petitions = await database.petition.findMany({ where: { isPractice: false }, orderBy: { createdAt: 'asc' } });
  const found: Retention[] = [];
  for (const { id } of petitions) found.push(await readRetention(database, id, today));
  return found.filter((one) => one.destroyBy !== null || one.orderedAt !== null || one.destroyedAt !== null);
}

export async function readRetention(database: Queryable, petitionId: string, today: string): Promise<Retention> {
  const { title, closesOn, settings } = await getPetition(database, petitionId);
  const row = await database.petition.findUniqueOrThrow({ where: { id: petitionId } });
  const destroyBy = destructionDay(closesOn, settings.retentionMonths);
  const kept = await countKept(database, petitionId);
  return {
    petitionId,
    title,
    destroyBy,
    isDue: destroyBy !== null && destroyBy <= today && kept.pages + kept.files + kept.signers > 0,
    kept,
    orderedAt: row.destructionOrderedAt,
    destroyedAt: row.destroyedAt,
  };
}

async function countKept(database: Queryable, petitionId: string): Promise<Kept> {
  const id = Prisma.sql`${petitionId}::uuid`;
  const [kept] = await database.$queryRaw<Kept[]>`
    SELECT (SELECT count(*) FROM signer WHERE petition_id = ${id} AND fields IS NOT NULL)::int AS signers,
      (SELECT count(*) FROM line WHERE petition_id = ${id} AND erased_at IS NULL
        AND state IN ('expected', 'awaiting_review', 'in_second_keying'))::int AS undecided,
      (SELECT count(*) FROM line WHERE petition_id = ${id} AND restricted_at IS NOT NULL AND erased_at IS NULL
        AND state <> 'superseded')::int AS restricted,
      (SELECT count(*) FROM (${pagesOf(id)}) AS own JOIN page ON page.id = own.id WHERE ${hasContent})::int AS pages,
      (SELECT count(DISTINCT sha256) FROM (${filesOf(id)}) AS files)::int AS files`;
  return kept!;
}

/**
 * Closes the petition and lets its content go. `signers` is the number that the person was shown: nobody orders the
 * destruction of more than they saw.
 * @throws ConflictError retention_not_due, retention_restricted, retention_changed
 */
export async function orderDestruction(
  database: Database,
  { petitionId, personId, signers, today }: { petitionId: string; personId: string; signers: number; today: string },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM petition WHERE id = ${petitionId}::uuid FOR UPDATE`;
    const { isPractice } = await getPetition(transaction, petitionId);
    if (isPractice) throw new NotFoundError('petition_unknown', 'The practice petition is removed whole.');
    const { isDue, destroyBy, kept } = await readRetention(transaction, petitionId, today);
    if (!isDue) {
      throw new ConflictError('retention_not_due', 'The time of this petition is not over.', {
        remedy: 'Set its end and the months after it, or wait for that day.',
        params: { day: destroyBy ?? '–' },
      });
    }
    if (kept.restricted > 0) {
      throw new ConflictError('retention_restricted', `${kept.restricted} lines are restricted and must be kept.`, {
        remedy: 'Lift their restriction, or erase them, first.',
        params: { lines: kept.restricted },
      });
    }
    if (kept.signers !== signers) {
      throw new ConflictError('retention_changed', 'The number of signers has changed.', { remedy: 'Look again.' });
    }
    await transaction.petition.update({
      where: { id: petitionId },
      data: { state: 'closed', destructionOrderedAt: new Date(), destructionOrderedById: personId },
    });
    await recordAudit(transaction, {
      personId,
      kind: 'destruction_ordered',
      subjectType: 'petition',
      subjectId: petitionId,
      details: { ...kept },
    });
  });
}

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
      const lines = await transaction.line.findMany({
        where: { pageId: { in: pageIds }, state: { not: 'superseded' }, erasedAt: null },
      });
      const open = lines.filter(({ state }) => ['expected', 'awaiting_review', 'in_second_keying'].includes(state));
      for (const line of open) await endUndecided(transaction, line, personId);
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
      const released = pages.flatMap((page) => [page.rectified, page.source].filter((name) => name !== null));
      return { lines: lineIds.length, pageIds, released: [...released, ...evidence] };
    },
    { timeout: 60_000 },
  );
}

async function endUndecided(
  transaction: Transaction,
  line: { id: string; version: number },
  personId: string,
): Promise<void> {
  await addDecision(transaction, {
    lineId: line.id,
    kind: 'correction',
    personId,
    lineVersion: line.version,
    outcome: 'rejected',
    reason: 'unlisted',
    fields: null,
    contactConsent: null,
    shownRunId: null,
    note: null,
    elapsedMs: null,
    keys: null,
  });
  await moveLine(transaction, { lineId: line.id, state: 'rejected', reason: 'unlisted' });
  await removeSigner(transaction, line.id);
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
