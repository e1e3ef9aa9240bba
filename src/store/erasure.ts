/**
 * One line emptied everywhere in the database, while its id, its states and every sum stand. The page's picture is
 * replaced by a burnt one and the file as received is given up: it shows the same line.
 */
import { ConflictError } from '../domain/errors.ts';
import type { LineState } from '../domain/ledger.ts';
import { foldText } from '../domain/search-text.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import { rejectUnseen } from './decision.ts';
import { emptyLines } from './empty-lines.ts';
import { type Line, lockLine, sheetName } from './line.ts';
import { removeLinePrint } from './page-print.ts';

/** What has to be burnt, and what is no longer needed afterwards. */
export interface ErasureTarget {
  line: Line;
  pageId: string;
  rectifiedImage: string | null;
  dpi: number | null;
  paper: { batch: string; sheet: string; line: number };
}

export async function findErasureTarget(database: Queryable, lineId: string): Promise<ErasureTarget | null> {
  const line = await database.line.findUnique({
    where: { id: lineId },
    include: { page: { include: { scan: { include: { batch: { select: { name: true } } } } } } },
  });
  if (line === null) return null;
  const { page, ...rest } = line;
  return {
    line: rest,
    pageId: page.id,
    rectifiedImage: page.rectifiedImage,
    dpi: page.dpi,
    paper: { batch: page.scan.batch.name, sheet: sheetName(page), line: line.index },
  };
}

export interface Erasure {
  lineId: string;
  personId: string;
  /** Whether a counted line goes on counting. */
  keepsCount: boolean;
  /** Contents before and after burning; both null when there is no picture. */
  image: { before: string | null; after: string | null };
}

/**
 * Answers the line's state and the contents that nothing points at any more.
 * @throws ConflictError page_changed (its picture was replaced meanwhile: burn again), scan_in_work, already_erased
 */
export async function recordErasure(
  database: Database,
  erasure: Erasure,
): Promise<{ state: LineState; released: string[]; pageId: string }> {
  return await withTransaction(database, async (transaction) => {
    const line = await lockLine(transaction, erasure.lineId);
    if (line.erasedAt !== null) throw new ConflictError('already_erased', 'This line is erased already.');
    const released = await releasePictures(transaction, line, erasure);
    const state = await endLine(transaction, line, erasure);
    await emptyLine(transaction, line);
    await recordAudit(transaction, {
      personId: erasure.personId,
      kind: 'line_erased',
      subjectType: 'line',
      subjectId: line.id,
      details: { state, keepsCount: erasure.keepsCount },
    });
    return { state, released, pageId: line.pageId };
  });
}

async function releasePictures(transaction: Transaction, line: Line, { image }: Erasure): Promise<string[]> {
  await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${line.pageId}::uuid FOR UPDATE`;
  const page = await transaction.page.findUniqueOrThrow({
    where: { id: line.pageId },
    include: { scan: true },
  });
  if (page.rectifiedImage !== image.before) {
    throw new ConflictError('page_changed', 'The page was changed at the same moment.', { remedy: 'Try again.' });
  }
  const { scan } = page;
  // Parts of one file share its bytes: given up by one, given up by all.
  const ofFile = { sha256: scan.sha256, state: { not: 'withdrawn' as const } };
  const open = await transaction.page.count({
    where: { scan: ofFile, state: { notIn: ['read', 'blank', 'withdrawn'] } },
  });
  if (scan.contentRemovedAt === null && open > 0) {
    throw new ConflictError('scan_in_work', 'Other pages of the same file still need it.', {
      remedy: 'Settle or withdraw the open pages of this file first.',
      params: { pages: open },
    });
  }
  await transaction.page.update({
    where: { id: page.id },
    data: { rectifiedImage: image.after, sourceImage: null },
  });
  await transaction.scan.updateMany({
    where: { ...ofFile, contentRemovedAt: null },
    data: { contentRemovedAt: new Date() },
  });
  if (await isNamedAfter(transaction, line.id, scan.fileName)) {
    await transaction.scan.updateMany({ where: { sha256: scan.sha256 }, data: { fileName: null } });
  }
  const file = scan.contentRemovedAt === null ? scan.sha256 : null;
  return [image.before, page.sourceImage, file, line.contactEvidence].filter(
    (name): name is string => name !== null && name !== image.after,
  );
}

/** Shorter words are in half of all file names by chance. */
const TELLING_LENGTH = 3;

/** People name files after people. */
async function isNamedAfter(transaction: Transaction, lineId: string, fileName: string | null): Promise<boolean> {
  if (fileName === null) return false;
  const [readings, decisions] = await Promise.all([
    transaction.reading.findMany({ where: { lineId }, select: { value: true, normalised: true } }),
    transaction.decision.findMany({ where: { lineId }, select: { fields: true } }),
  ]);
  const values = [
    ...readings.flatMap((reading) => [reading.value ?? '', reading.normalised ?? '']),
    ...decisions.flatMap((decision) => Object.values((decision.fields ?? {}) as Record<string, string>)),
  ];
  const name = foldText(fileName);
  return values
    .flatMap((value) => foldText(value).split(' '))
    .some((word) => word.length >= TELLING_LENGTH && name.includes(word));
}

/** A line that nobody has decided yet never will be: it counts as withdrawn. */
async function endLine(transaction: Transaction, line: Line, { personId, keepsCount }: Erasure): Promise<LineState> {
  const isOpen = ['expected', 'awaiting_review', 'in_second_keying'].includes(line.state);
  if (!isOpen && (keepsCount || line.state !== 'counted')) {
    await transaction.line.update({
      where: { id: line.id },
      data: { erasedAt: new Date(), version: { increment: 1 } },
    });
    return line.state;
  }
  await transaction.line.update({ where: { id: line.id }, data: { restrictedAt: null } });
  await rejectUnseen(transaction, { line, personId, reason: 'withdrawn' });
  await transaction.line.update({ where: { id: line.id }, data: { erasedAt: new Date() } });
  return 'rejected';
}

async function emptyLine(transaction: Transaction, { id: lineId, pageId, index }: Line): Promise<void> {
  await removeLinePrint(transaction, { pageId, index });
  await emptyLines(transaction, [lineId]);
  await transaction.line.update({ where: { id: lineId }, data: { contactEvidence: null } });
}

/** A restricted line is unavailable and unchangeable until the restriction is lifted; its state stays what it was. */
export async function setRestriction(
  database: Database,
  { lineId, personId, isRestricted }: { lineId: string; personId: string; isRestricted: boolean },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const line = await lockLine(transaction, lineId);
    if ((line.restrictedAt !== null) === isRestricted) return;
    await transaction.line.update({
      where: { id: lineId },
      data: {
        restrictedAt: isRestricted ? new Date() : null,
        leaseHolderId: null,
        leaseExpiresAt: null,
        version: { increment: 1 },
      },
    });
    const kind = isRestricted ? 'line_restricted' : 'restriction_lifted';
    await recordAudit(transaction, { personId, kind, subjectType: 'line', subjectId: lineId });
  });
}
