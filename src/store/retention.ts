/** Content of petitions whose time is over: what there still is, and the order to destroy it. See destruction.ts. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { destructionDay } from '../domain/retention.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, withTransaction } from './database.ts';
import { Prisma } from './generated/client.ts';
import { getPetition } from './petition.ts';

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
export const pagesOf = (petitionId: Prisma.Sql) => Prisma.sql`
  SELECT page.id, page.scan_id FROM page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
  WHERE page.petition_id = ${petitionId} OR (page.petition_id IS NULL AND batch.petition_id = ${petitionId})`;

export const hasContent = Prisma.sql`(page.rectified_image IS NOT NULL OR page.source_image IS NOT NULL
  OR page.findings IS NOT NULL OR page.insert_note IS NOT NULL OR EXISTS (
    SELECT 1 FROM line WHERE line.page_id = page.id AND line.state <> 'superseded' AND line.erased_at IS NULL))`;

/** Files that hold a page of the petition, or came in one of its batches. */
export const filesOf = (petitionId: Prisma.Sql) => Prisma.sql`
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

export async function countKept(database: Queryable, petitionId: string): Promise<Kept> {
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
