/** A page that shows the paper of another one: held, decided by a person, and if need be put in the other's place. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import type { Prisma } from './generated/client.ts';
import { removePrints } from './page-print.ts';
import type { PageStart } from './scan.ts';
import { supersedeLines } from './withdrawal.ts';

export type TwinDecision = 'different' | 'replaces' | 'dropped';

/** Its lines are expected and nobody's to review until a person has decided. */
export async function holdPage(
  transaction: Transaction,
  { pageId, twin }: { pageId: string; twin: { pageId: string; likeness: number } },
): Promise<void> {
  const reasonCode = (await countErased(transaction, twin.pageId)) > 0 ? 'same_paper_erased' : 'same_paper';
  await transaction.page.update({
    where: { id: pageId },
    data: { twinOfId: twin.pageId, twinLikeness: twin.likeness, twinVerdict: 'held', reasonCode },
  });
}

/** Pages held because of pages that are not there any more go on; the sweep asks for their reading. */
export async function releaseHeld(transaction: Transaction, twinOfIds: string[]): Promise<void> {
  await transaction.page.updateMany({
    where: { twinVerdict: 'held', twinOfId: { in: twinOfIds } },
    data: { twinOfId: null, twinLikeness: null, twinVerdict: null, reasonCode: null },
  });
}

/**
 * Answers the page that goes on to be read; null when it is out of the count.
 * @throws ConflictError twin_not_held, twin_erased (an erased line must not come back with a new picture of it)
 */
export async function decideTwin(
  database: Database,
  { pageId, personId, decision }: { pageId: string; personId: string; decision: TwinDecision },
): Promise<PageStart | null> {
  return await withTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${pageId}::uuid FOR UPDATE`;
    const page = await transaction.page.findUnique({ where: { id: pageId } });
    if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
    if (page.twinVerdict !== 'held') {
      throw new ConflictError('twin_not_held', 'Somebody has already decided about this page.');
    }
    if (decision === 'replaces' && page.twinOfId !== null) await refuseErased(transaction, page.twinOfId);
    const isOut = decision === 'dropped';
    if (isOut) {
      await supersedeLines(transaction, { pageId });
      await removePrints(transaction, [pageId]);
    }
    await transaction.page.update({
      where: { id: pageId },
      data: { twinVerdict: decision, ...(isOut ? { state: 'withdrawn' as const } : { reasonCode: null }) },
    });
    await recordAudit(transaction, {
      personId,
      kind: 'twin_decided',
      subjectType: 'page',
      subjectId: pageId,
      details: { decision, twinOf: page.twinOfId },
    });
    return isOut ? null : { pageId, generation: page.generation, attempt: page.attempt };
  });
}

const countErased = (transaction: Transaction, pageId: string) =>
  transaction.line.count({ where: { pageId, state: { not: 'superseded' }, erasedAt: { not: null } } });

export async function refuseErased(transaction: Transaction, pageId: string): Promise<void> {
  const erased = await countErased(transaction, pageId);
  if (erased === 0) return;
  throw new ConflictError('twin_erased', `${erased} lines of the earlier page were erased at their signers' wish.`, {
    remedy: 'Keep the earlier page, and withdraw the new scan: it shows what was erased.',
    params: { lines: erased },
  });
}

/** Fields of a page that goes through from the start: what a person decided about its paper stays decided. */
export const forgetHold = (page: { twinVerdict: string | null }): Prisma.PageUncheckedUpdateInput =>
  page.twinVerdict === 'held' || page.twinVerdict === 'dropped'
    ? { twinOfId: null, twinLikeness: null, twinVerdict: null }
    : {};
