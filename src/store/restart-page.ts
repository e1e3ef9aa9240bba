/** A page goes through from the start again. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import { Prisma } from './generated/client.ts';
import type { PageKey } from './page.ts';
import { removePrints } from './page-print.ts';
import { readAgain } from './read-again.ts';
import { forgetHold, releaseHeld } from './twin.ts';
import { supersedeLines } from './withdrawal.ts';

export interface RestartOptions {
  pageId: string;
  personId: string;
  /** What a person decided before the page goes through again. */
  change:
    | { kind: 'retried' }
    | { kind: 'not_blank' }
    | { kind: 'form_chosen'; formDefinitionId: string }
    | { kind: 'turned'; degrees: number };
}

/**
 * Sends a page through from the start as a new generation; its lines so far are superseded. A page on which people have
 * decided stays as it is until a second page made from the same file has been read and takes its place.
 * @throws ConflictError `page_withdrawn`, `replacement_pending`
 */
export async function restartPage(database: Database, { pageId, personId, change }: RestartOptions): Promise<PageKey> {
  return await withTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${pageId}::uuid FOR UPDATE`;
    const page = await transaction.page.findUnique({
      where: { id: pageId },
      include: { scan: { select: { state: true, contentRemovedAt: true } } },
    });
    if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
    if (page.scan.state === 'withdrawn' || page.scan.contentRemovedAt !== null) {
      throw new ConflictError('page_withdrawn', 'The content of this page is no longer there.', {
        remedy: 'Scan the sheet again.',
      });
    }
    if (change.kind === 'form_chosen') await checkFormChoice(transaction, pageId, change.formDefinitionId);
    if ((await countReviewed(transaction, pageId)) > 0) return await readAgain(transaction, { page, personId, change });
    await supersedeLines(transaction, { pageId });
    await removePrints(transaction, [pageId]);
    await releaseHeld(transaction, [pageId]);
    const restarted = await transaction.page.update({
      where: { id: pageId },
      data: {
        state: 'queued',
        reasonCode: null,
        reasonParams: Prisma.DbNull,
        generation: { increment: 1 },
        attempt: 1,
        petitionId: null,
        formDefinitionId: null,
        handedBackAt: null,
        handedBackReason: null,
        insertKind: null,
        insertNote: null,
        separatorId: null,
        glancedAt: null,
        ...forgetHold(page),
        ...(change.kind === 'form_chosen' ? { chosenFormId: change.formDefinitionId } : {}),
        ...(change.kind === 'not_blank' ? { isNotBlank: true } : {}),
        ...(change.kind === 'turned' ? { turnedBy: (page.turnedBy + change.degrees) % 360 } : {}),
      },
    });
    const { kind, ...details } = change;
    await recordAudit(transaction, { personId, kind: `page_${kind}`, subjectType: 'page', subjectId: pageId, details });
    return { pageId, generation: restarted.generation, attempt: restarted.attempt };
  });
}

/** Decisions of people on lines that still stand. */
export async function countReviewed(transaction: Transaction, pageId: string): Promise<number> {
  return await transaction.decision.count({
    where: { kind: { not: 'machine' }, line: { pageId, state: { not: 'superseded' } } },
  });
}

async function checkFormChoice(transaction: Transaction, pageId: string, formDefinitionId: string): Promise<void> {
  const [choice] = await transaction.$queryRaw<{ fits: boolean }[]>`
    SELECT chosen.is_practice = expected.is_practice AS fits
    FROM form_definition JOIN petition AS chosen ON chosen.id = form_definition.petition_id,
      page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
      JOIN petition AS expected ON expected.id = batch.petition_id
    WHERE form_definition.id = ${formDefinitionId}::uuid AND page.id = ${pageId}::uuid`;
  if (choice === undefined) throw new NotFoundError('form_unknown', 'There is no such form.');
  if (choice.fits) return;
  throw new ConflictError('practice_stays_apart', 'Practice pages and real forms stay apart.', {
    remedy: 'Choose a form of the same kind.',
  });
}
