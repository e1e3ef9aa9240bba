/** What lay in the envelope beside the sheets, and glances at what the machine has settled by itself. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, withTransaction } from './database.ts';
import type { InsertKind } from './generated/client.ts';
import { removePrints } from './page-print.ts';
import { countReviewed } from './restart-page.ts';
import { releaseHeld } from './twin.ts';
import { supersedeLines } from './withdrawal.ts';

export type { InsertKind } from './generated/client.ts';

export interface SettingAside {
  pageId: string;
  personId: string;
  kind: InsertKind;
  /** To whom it went; content of people, emptied with its scan. */
  note: string | null;
}

/**
 * A person says that this is no sheet: a letter, a cheque. Its picture stays; a retry brings it back. Again for a page
 * that is set aside already: changes kind and note.
 * @throws ConflictError page_reviewed
 */
export async function setPageAside(database: Database, { pageId, personId, kind, note }: SettingAside): Promise<void> {
  await withTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${pageId}::uuid FOR UPDATE`;
    const page = await transaction.page.findUnique({ where: { id: pageId } });
    if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
    if (page.state === 'withdrawn' && page.insertKind === null) return;
    const lines = await countReviewed(transaction, pageId);
    if (lines > 0) {
      throw new ConflictError('page_reviewed', `People have already decided ${lines} lines of this page.`, {
        remedy: 'Reopen and reject these lines first, or withdraw the scan.',
        params: { lines },
      });
    }
    await supersedeLines(transaction, { pageId });
    await removePrints(transaction, [pageId]);
    await releaseHeld(transaction, [pageId]);
    await transaction.page.update({
      where: { id: pageId },
      data: {
        state: 'withdrawn',
        reasonCode: `insert_${kind}`,
        insertKind: kind,
        insertNote: note,
        handedBackAt: null,
        handedBackReason: null,
      },
    });
    await recordAudit(transaction, {
      personId,
      kind: 'page_set_aside',
      subjectType: 'page',
      subjectId: pageId,
      details: { kind },
    });
  });
}

/** A person looked: these blank sides are blank, this poor scan is good enough. Answers how many that were. */
export async function recordGlance(
  database: Database,
  { pageIds, personId }: { pageIds: string[]; personId: string },
): Promise<number> {
  return await withTransaction(database, async (transaction) => {
    const { count } = await transaction.page.updateMany({
      where: { id: { in: pageIds }, glancedAt: null, state: { in: ['blank', 'read', 'preprocessed'] } },
      data: { glancedAt: new Date() },
    });
    for (const subjectId of pageIds) {
      await recordAudit(transaction, { personId, kind: 'page_glanced', subjectType: 'page', subjectId });
    }
    return count;
  });
}
