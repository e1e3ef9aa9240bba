/** One image side on its way from scan to lines. Every step commits its result only if the page still waits for it. */
import { ConflictError, NotFoundError, SurroundingsError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { Box } from '../domain/geometry.ts';
import type { Orientation, Reason, Registration } from '../domain/page.ts';
import type { PaperPrint } from '../domain/paper-print.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import { Prisma } from './generated/client.ts';
import { type ComparePrints, findTwin, removePrints, savePrint } from './page-print.ts';
import { readAgain } from './read-again.ts';
import { lockContent, type PageStart } from './scan.ts';
import { recordSeparator } from './separator.ts';
import { forgetHold, holdPage, releaseHeld } from './twin.ts';
import { supersedeLines } from './withdrawal.ts';

export interface PageKey {
  pageId: string;
  generation: number;
  attempt: number;
}

/** What preprocessing found, as stored: images are content addresses. */
export type PreparedPage =
  | {
      status: 'registered';
      formId: string;
      registration: Registration;
      dpi: number;
      width: number;
      height: number;
      image: string;
      lines: { index: number; box: Box }[];
      /** Absent where nothing is known of the ink. */
      print?: PaperPrint;
      warnings: Reason[];
    }
  | { status: 'separator'; orientation: Orientation; image: string; separatorId: string }
  | { status: 'blank'; orientation: Orientation; image: string; warnings: Reason[] }
  | {
      status: 'unrecognised';
      orientation: Orientation;
      image: string;
      reason: Reason;
      nearest: { formId: string; score: number }[];
      warnings: Reason[];
    }
  | { status: 'unreadable'; image: string | null; reason: Reason };

/** What is kept in `page.findings`. */
export interface PageFindings {
  /** Why an unrecognised or unreadable page stopped, with its sentence. */
  reason?: Reason;
  warnings?: Reason[];
  /** The scan itself was looked at, before or while its form was sought. */
  isAssessed?: boolean;
  nearest?: { formId: string; score: number }[];
  /** Fields filled once a sheet, as read. */
  header?: { field: string; value: string; normalised: string; confidence: number }[];
}

const json = (value: unknown) => value as Prisma.InputJsonValue;

/** Everything a worker needs to know about a page; null when there is no such page. */
export async function findPageWork(database: Queryable, pageId: string) {
  return await database.page.findUnique({
    where: { id: pageId },
    include: {
      form: true,
      scan: {
        select: {
          sha256: true,
          batchId: true,
          state: true,
          batch: { select: { petitionId: true, petition: { select: { isPractice: true } } } },
        },
      },
    },
  });
}
export type PageWork = NonNullable<Awaited<ReturnType<typeof findPageWork>>>;

export const isWaiting = (page: PageWork | null, state: 'queued' | 'preprocessed', key: PageKey): page is PageWork =>
  page !== null &&
  page.state === state &&
  page.twinVerdict !== 'held' &&
  page.generation === key.generation &&
  page.attempt === key.attempt;

export interface OfferedForm {
  id: string;
  petitionId: string;
  sha256: string;
  definition: FormDefinition;
}

/**
 * Forms a page may carry, the expected petition's first: all of open petitions that are not retired. Practice pages
 * see practice forms only, real pages real ones. Of petitions with the very same form the first one wins.
 */
export async function listOfferedForms(database: Queryable, page: PageWork): Promise<OfferedForm[]> {
  const { petitionId, petition } = page.scan.batch;
  const forms = await database.formDefinition.findMany({
    where:
      page.chosenFormId === null
        ? {
            retiredAt: null,
            petition: { isPractice: petition.isPractice, OR: [{ state: 'open' }, { id: petitionId }] },
          }
        : { id: page.chosenFormId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, petitionId: true, sha256: true, definition: true },
  });
  const rank = (form: { petitionId: string }) => (form.petitionId === petitionId ? 0 : 1);
  const seen = new Set<string>();
  return forms
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256))
    .map((form) => ({ ...form, definition: form.definition as unknown as FormDefinition }));
}

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

/** Of these pages, those that no longer wait for anything, or are not there any more. */
export async function listSettledPages(database: Queryable, pageIds: string[]): Promise<string[]> {
  if (pageIds.length === 0) return [];
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT asked.id FROM unnest(${pageIds}::text[]) AS asked (id)
    WHERE NOT EXISTS (SELECT 1 FROM page WHERE page.id = asked.id::uuid AND state IN ('queued', 'preprocessed'))`;
  return rows.map((row) => row.id);
}

/** Whether that many lines of the page's petition wait for a reviewer. Stops counting there. */
export async function hasLinesWaiting(
  database: Queryable,
  { pageId, atLeast }: { pageId: string; atLeast: number },
): Promise<boolean> {
  const [found] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM (
      SELECT 1 FROM line WHERE state = 'awaiting_review'
        AND petition_id = (SELECT petition_id FROM page WHERE id = ${pageId}::uuid) LIMIT ${atLeast}) AS waiting`;
  return (found?.count ?? 0) >= atLeast;
}

/** A step that will not be tried again by itself: the page says why and offers a retry. */
export async function recordPageFailure(
  database: Queryable,
  key: PageKey,
  reason: { code: string; params?: Record<string, string | number> },
): Promise<void> {
  await database.page.updateMany({
    where: {
      id: key.pageId,
      state: { in: ['queued', 'preprocessed'] },
      generation: key.generation,
      attempt: key.attempt,
    },
    data: { state: 'failed', reasonCode: reason.code, reasonParams: json(reason.params ?? {}) },
  });
}

/** Pages that wait for a step and have not changed since `before`, oldest first. */
export async function listWaitingPages(
  database: Queryable,
  state: 'queued' | 'preprocessed',
  { before, limit }: { before: Date; limit: number },
): Promise<PageStart[]> {
  const pages = await database.page.findMany({
    where: { state, updatedAt: { lt: before }, OR: [{ twinVerdict: null }, { twinVerdict: { not: 'held' } }] },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true, generation: true, attempt: true },
  });
  return pages.map(({ id, generation, attempt }) => ({ pageId: id, generation, attempt }));
}

/** Gives a waiting page's step a new job id; null when the page moved on. */
export async function nextPageAttempt(database: Queryable, key: PageKey): Promise<PageKey | null> {
  const { count } = await database.page.updateMany({
    where: {
      id: key.pageId,
      state: { in: ['queued', 'preprocessed'] },
      generation: key.generation,
      attempt: key.attempt,
    },
    data: { attempt: { increment: 1 } },
  });
  return count === 0 ? null : { ...key, attempt: key.attempt + 1 };
}

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
