/** Sheets given back to the mailroom to be scanned again: their undecided lines wait until the sheet is back. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { HandBackReason } from '../domain/hand-back.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import type { PageFindings } from './page.ts';

async function lockPage(transaction: Transaction, pageId: string) {
  await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${pageId}::uuid FOR UPDATE`;
  const page = await transaction.page.findUnique({ where: { id: pageId } });
  if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
  return page;
}

/** Whoever holds lines of the page loses them. Answers since when it is back; again, with another reason, changes the reason. @throws ConflictError page_not_read */
export async function handBackPage(
  database: Database,
  { pageId, personId, reason }: { pageId: string; personId: string; reason: HandBackReason },
): Promise<Date> {
  return await withTransaction(database, async (transaction) => {
    const page = await lockPage(transaction, pageId);
    if (page.state !== 'read') {
      throw new ConflictError('page_not_read', 'This page has no lines under review.', {
        remedy: 'See to it in triage.',
      });
    }
    const at = page.handedBackAt ?? new Date();
    await transaction.page.update({ where: { id: pageId }, data: { handedBackAt: at, handedBackReason: reason } });
    await transaction.line.updateMany({
      where: { pageId, state: { in: ['awaiting_review', 'in_second_keying'] } },
      data: { leaseHolderId: null, leaseExpiresAt: null },
    });
    const details = { reason };
    await recordAudit(transaction, {
      personId,
      kind: 'page_handed_back',
      subjectType: 'page',
      subjectId: pageId,
      details,
    });
    return at;
  });
}

/** The paper shows no more than its scan: the lines go back to the reviewers. */
export async function returnPage(
  database: Database,
  { pageId, personId }: { pageId: string; personId: string },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const page = await lockPage(transaction, pageId);
    if (page.handedBackAt === null) return;
    await transaction.page.update({ where: { id: pageId }, data: { handedBackAt: null, handedBackReason: null } });
    await recordAudit(transaction, { personId, kind: 'page_returned', subjectType: 'page', subjectId: pageId });
  });
}

export interface RescanSlip {
  batch: string;
  sender: string | null;
  receivedOn: Date;
  /** Name of the file; '' once it was erased. */
  file: string;
  page: number;
  pageCount: number;
  /** Codes of hand-back reasons or of the page's own. */
  codes: string[];
  handedBackAt: Date | null;
  openLines: number;
  pageId: string;
}

/** What the slip says; null for a page that is fine and was not handed back. */
export async function readSlip(database: Queryable, pageId: string): Promise<RescanSlip | null> {
  const page = await database.page.findUnique({
    where: { id: pageId },
    include: {
      scan: { include: { batch: true } },
      _count: { select: { lines: { where: { state: { in: ['awaiting_review', 'in_second_keying'] } } } } },
    },
  });
  if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
  const warnings = ((page.findings ?? {}) as PageFindings).warnings ?? [];
  const own = page.state === 'blank' ? [] : [page.reasonCode, ...warnings.map(({ code }) => code)];
  const codes = [page.handedBackReason, ...own].filter((code) => code !== null);
  if (codes.length === 0) return null;
  const { scan } = page;
  return {
    batch: scan.batch.name,
    sender: scan.batch.sender,
    receivedOn: scan.batch.receivedOn,
    file: scan.fileName ?? '',
    page: page.number,
    pageCount: scan.pageCount,
    codes,
    handedBackAt: page.handedBackAt,
    openLines: page._count.lines,
    pageId,
  };
}
