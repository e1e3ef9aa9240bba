/** What preprocessing found on a page, committed only if the page still waits for it. */
import { SurroundingsError } from '../domain/errors.ts';
import type { Reason } from '../domain/page.ts';
import { type Database, type Transaction, withTransaction } from './database.ts';
import type { Prisma } from './generated/client.ts';
import type { PageFindings, PageKey, PreparedPage } from './page.ts';
import { type ComparePrints, findTwin, savePrint } from './page-print.ts';
import { lockContent } from './scan.ts';
import { recordSeparator } from './separator.ts';
import { holdPage } from './twin.ts';

const json = (value: unknown) => value as Prisma.InputJsonValue;

function pageChange(outcome: PreparedPage): Prisma.PageUncheckedUpdateManyInput {
  switch (outcome.status) {
    case 'registered':
      return {
        state: 'preprocessed',
        formDefinitionId: outcome.formId,
        rectifiedImage: outcome.image,
        // What the first look kept to show; the upright page takes its place.
        sourceImage: null,
        width: outcome.width,
        height: outcome.height,
        dpi: outcome.dpi,
        orientation: outcome.registration.orientation,
        registration: json(outcome.registration),
        findings: json({ warnings: outcome.warnings } satisfies PageFindings),
      };
    case 'separator':
      return { state: 'blank', sourceImage: outcome.image, orientation: outcome.orientation, reasonCode: 'separator' };
    case 'blank':
      return {
        state: 'blank',
        sourceImage: outcome.image,
        orientation: outcome.orientation,
        findings: json({ warnings: outcome.warnings } satisfies PageFindings),
      };
    case 'unrecognised':
      return {
        state: 'unrecognised',
        sourceImage: outcome.image,
        orientation: outcome.orientation,
        reasonCode: outcome.reason.code,
        reasonParams: json(outcome.reason.params ?? {}),
        findings: json({
          nearest: outcome.nearest,
          reason: outcome.reason,
          warnings: outcome.warnings,
        } satisfies PageFindings),
      };
    case 'unreadable':
      return {
        state: 'unreadable',
        sourceImage: outcome.image,
        reasonCode: outcome.reason.code,
        reasonParams: json(outcome.reason.params ?? {}),
        findings: json({ reason: outcome.reason } satisfies PageFindings),
      };
  }
}

/** The image was stored before this transaction began: a removal of the same content may have crossed it. */
async function keepContent(transaction: Transaction, name: string, has: (name: string) => Promise<boolean>) {
  await lockContent(transaction, name);
  if (await has(name)) return;
  throw new SurroundingsError('content_vanished', 'An image was removed while it was stored.', { retryable: true });
}

export type Recorded = {
  /** Its lines wait for a person's decision: it shows the paper of another page. */
  isHeld: boolean;
  /** Pages that begin anew, since they turned out to lie behind a separator sheet of another petition. */
  again: PageKey[];
};

/**
 * Commits the outcome of preprocessing; the printed lines of a registered page exist from this moment on. Answers
 * null, and changes nothing, when the page no longer waits for it (repeated job, withdrawn, begun anew).
 */
export async function recordPrepared(
  database: Database,
  key: PageKey,
  {
    outcome,
    has,
    compare,
  }: { outcome: PreparedPage; has: (name: string) => Promise<boolean>; compare?: ComparePrints },
): Promise<Recorded | null> {
  return await withTransaction(database, async (transaction) => {
    if (outcome.image !== undefined && outcome.image !== null) await keepContent(transaction, outcome.image, has);
    const form =
      outcome.status === 'registered'
        ? await transaction.formDefinition.findUniqueOrThrow({
            where: { id: outcome.formId },
            select: { petitionId: true },
          })
        : null;
    const { count } = await transaction.page.updateMany({
      where: { id: key.pageId, state: 'queued', generation: key.generation, attempt: key.attempt },
      data: { ...pageChange(outcome), ...(form === null ? {} : { petitionId: form.petitionId }) },
    });
    if (count === 0) return null;
    if (outcome.status === 'separator') {
      return { isHeld: false, again: await recordSeparator(transaction, key.pageId, outcome.separatorId) };
    }
    if (outcome.status !== 'registered' || form === null) return { isHeld: false, again: [] };
    await createLines(transaction, key, { outcome, petitionId: form.petitionId });
    return { isHeld: await lookForTwin(transaction, key.pageId, { outcome, compare }), again: [] };
  });
}

/**
 * Keeps what the first look found on a page that goes on to preprocessing, which may think better of it. Answers false,
 * and changes nothing, when the page no longer waits.
 */
export async function recordRemarks(
  database: Database,
  key: PageKey,
  { warnings, image, has }: { warnings: Reason[]; image: string | null; has: (name: string) => Promise<boolean> },
): Promise<boolean> {
  return await withTransaction(database, async (transaction) => {
    if (image !== null) await keepContent(transaction, image, has);
    const { count } = await transaction.page.updateMany({
      where: { id: key.pageId, state: 'queued', generation: key.generation, attempt: key.attempt },
      data: { sourceImage: image, findings: json({ warnings, isAssessed: true } satisfies PageFindings) },
    });
    return count > 0;
  });
}

type RegisteredPage = Extract<PreparedPage, { status: 'registered' }>;

async function createLines(
  transaction: Transaction,
  key: PageKey,
  { outcome, petitionId }: { outcome: RegisteredPage; petitionId: string },
): Promise<void> {
  await transaction.line.createMany({
    data: outcome.lines.map(({ index, box }) => ({
      pageId: key.pageId,
      generation: key.generation,
      petitionId,
      formDefinitionId: outcome.formId,
      index,
      box: box.map(Math.round),
    })),
  });
}

/** Where a person has decided about the paper already, only its print is kept. */
async function lookForTwin(
  transaction: Transaction,
  pageId: string,
  { outcome, compare }: { outcome: RegisteredPage; compare: ComparePrints | undefined },
): Promise<boolean> {
  if (outcome.print === undefined) return false;
  const paper = { pageId, formId: outcome.formId, print: outcome.print };
  const { twinVerdict } = await transaction.page.findUniqueOrThrow({ where: { id: pageId } });
  const twin = twinVerdict === null && compare !== undefined ? await findTwin(transaction, paper, compare) : null;
  await savePrint(transaction, paper);
  if (twin === null) return false;
  await holdPage(transaction, { pageId, twin });
  return true;
}
