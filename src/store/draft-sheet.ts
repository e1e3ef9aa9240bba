/** Sheets that a petition is set up with: they wait for a job, and go with their draft. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { Reason } from '../domain/page.ts';
import type { DraftSheetKind, TrialReading } from '../domain/wire-draft.ts';
import { type Database, type Queryable, withTransaction } from './database.ts';
import { contentsOf, getDraft, lockDraft, removeContents } from './draft.ts';
import { type DraftSheet, Prisma } from './generated/client.ts';
import type { ImageStore } from './images.ts';
import { lockContent } from './scan.ts';

export type { DraftSheet } from './generated/client.ts';

export interface DraftSheetKey {
  draftSheetId: string;
  attempt: number;
}

export interface NewDraftSheet {
  draftId: string;
  kind: DraftSheetKind;
  sha256: string;
  fileName: string;
  pageCount: number;
  /** Pages of the file to look at, from 1. */
  pages: number[];
  /** False for all but one of several filled sheets that are looked at together. */
  isWaiting: boolean;
}

const asJson = (value: unknown) => value as Prisma.InputJsonValue;
const keyOf = ({ id, attempt }: Pick<DraftSheet, 'id' | 'attempt'>): DraftSheetKey => ({ draftSheetId: id, attempt });

/** Sheets of the same kind that it replaces go; answers the keys of those that wait for their job. */
export async function storeDraftSheet(
  database: Database,
  { pages, isWaiting, ...sheet }: NewDraftSheet,
  ensureContent: () => Promise<void>,
): Promise<DraftSheetKey[]> {
  return await withTransaction(
    database,
    async (transaction) => {
      await lockContent(transaction, sheet.sha256);
      await ensureContent();
      await lockDraft(transaction, sheet.draftId);
      await getDraft(transaction, sheet.draftId);
      const keys: DraftSheetKey[] = [];
      for (const page of pages) {
        const state = isWaiting ? 'waiting' : 'done';
        const stored = await transaction.draftSheet.create({ data: { ...sheet, page, state } });
        if (isWaiting) keys.push(keyOf(stored));
      }
      return keys;
    },
    // Storing a large content takes longer than an ordinary transaction may.
    { timeout: 120_000 },
  );
}

/** Sheets of these kinds make room for what comes next. */
export async function removeSheets(
  database: Database,
  images: ImageStore,
  where: { draftId: string; kinds?: DraftSheetKind[]; id?: string },
): Promise<void> {
  const { draftId, kinds, id } = where;
  const filter = { draftId, ...(kinds && { kind: { in: kinds } }), ...(id !== undefined && { id }) };
  const gone = await withTransaction(database, async (transaction) => {
    const sheets = await transaction.draftSheet.findMany({ where: filter });
    if (id !== undefined && sheets.length === 0) throw unknownSheet();
    await transaction.draftSheet.deleteMany({ where: { id: { in: sheets.map((sheet) => sheet.id) } } });
    return contentsOf(sheets);
  });
  await removeContents(database, images, gone);
}

const unknownSheet = () => new NotFoundError('draft_sheet_unknown', 'This sheet is no longer there.');

export async function getDraftSheet(database: Queryable, draftId: string, id: string): Promise<DraftSheet> {
  const sheet = await database.draftSheet.findFirst({ where: { id, draftId } });
  if (sheet === null) throw unknownSheet();
  return sheet;
}

/** Lets a sheet wait for its job once more, perhaps for another page of its file. */
export async function restartDraftSheet(
  database: Database,
  { draftId, id, page }: { draftId: string; id: string; page?: number },
): Promise<DraftSheetKey> {
  const sheet = await getDraftSheet(database, draftId, id);
  if (page !== undefined && page > sheet.pageCount) {
    throw new ConflictError('no_such_page', `There is no page ${page}; the file has ${sheet.pageCount}.`, {
      params: { page, pages: sheet.pageCount },
    });
  }
  const data = { state: 'waiting' as const, reasonCode: null, reasonParams: Prisma.DbNull };
  const again = await database.draftSheet.update({
    where: { id },
    data: { ...data, attempt: { increment: 1 }, ...(page !== undefined && { page }) },
  });
  return keyOf(again);
}

/** A sheet that waits, with its draft; null when it moved on. */
export async function findDraftWork(database: Queryable, { draftSheetId, attempt }: DraftSheetKey) {
  const sheet = await database.draftSheet.findUnique({
    where: { id: draftSheetId },
    include: { draft: { include: { sheets: { orderBy: [{ createdAt: 'asc' }, { page: 'asc' }] } } } },
  });
  if (sheet === null || sheet.state !== 'waiting' || sheet.attempt !== attempt) return null;
  return { ...sheet, draft: { ...sheet.draft, form: sheet.draft.form as FormDefinition | null } };
}

export type DraftSheetFinding =
  | { form: FormDefinition; image: string; problems: string[] }
  | { failure: Pick<Reason, 'code' | 'params'>; image: string }
  | { trial: TrialReading; image: string | null };

function settledBy(finding: DraftSheetFinding): Prisma.DraftSheetUpdateManyMutationInput {
  if ('trial' in finding) return { state: 'done', result: asJson(finding.trial) };
  if ('form' in finding) return { state: 'done', result: asJson({ problems: finding.problems }) };
  return { state: 'failed', reasonCode: finding.failure.code };
}

/** Answers false when the sheet moved on: then nothing is recorded, and the picture is nobody's. */
export async function recordDraftSheet(
  database: Database,
  { draftSheetId, attempt }: DraftSheetKey,
  finding: DraftSheetFinding,
): Promise<boolean> {
  return await withTransaction(database, async (transaction) => {
    const { count } = await transaction.draftSheet.updateMany({
      where: { id: draftSheetId, state: 'waiting', attempt },
      data: { image: finding.image, ...settledBy(finding) },
    });
    if (count === 0) return false;
    if ('form' in finding) {
      await transaction.petitionDraft.updateMany({
        where: { sheets: { some: { id: draftSheetId } } },
        data: { form: asJson(finding.form), revision: { increment: 1 } },
      });
    }
    return true;
  });
}

export async function recordDraftSheetFailure(
  database: Queryable,
  { draftSheetId, attempt }: DraftSheetKey,
  { code, params }: Pick<Reason, 'code' | 'params'>,
): Promise<void> {
  await database.draftSheet.updateMany({
    where: { id: draftSheetId, state: 'waiting', attempt },
    data: { state: 'failed', reasonCode: code, reasonParams: params === undefined ? Prisma.DbNull : asJson(params) },
  });
}

/** Sheets that wait for a job and have not changed since `before`, oldest first. */
export async function listWaitingDraftSheets(
  database: Queryable,
  { before, limit }: { before: Date; limit: number },
): Promise<(DraftSheetKey & { kind: DraftSheetKind })[]> {
  const sheets = await database.draftSheet.findMany({
    where: { state: 'waiting', updatedAt: { lt: before } },
    orderBy: { updatedAt: 'asc' },
    take: limit,
    select: { id: true, attempt: true, kind: true },
  });
  return sheets.map((sheet) => ({ ...keyOf(sheet), kind: sheet.kind }));
}

/** Gives a waiting sheet's job a new id; null when it moved on. */
export async function nextDraftAttempt(database: Queryable, key: DraftSheetKey): Promise<DraftSheetKey | null> {
  const { count } = await database.draftSheet.updateMany({
    where: { id: key.draftSheetId, state: 'waiting', attempt: key.attempt },
    data: { attempt: { increment: 1 } },
  });
  return count === 0 ? null : { ...key, attempt: key.attempt + 1 };
}

/** Filled-in sheets hold people's names: those older than `before` go, whatever became of their draft. */
export async function removeOldDraftSheets(database: Database, images: ImageStore, before: Date): Promise<void> {
  const old = { kind: { in: ['filled', 'trial'] satisfies DraftSheetKind[] }, createdAt: { lt: before } };
  const sheets = await database.draftSheet.findMany({ where: old, select: { id: true, draftId: true } });
  for (const { id, draftId } of sheets) {
    await removeSheets(database, images, { draftId, id }).catch((error: unknown) => {
      // Somebody else removed it at the same moment.
      if (!(error instanceof NotFoundError)) throw error;
    });
  }
}

export async function findLastSheet(
  database: Queryable,
  where: { draftId: string; kind: DraftSheetKind },
): Promise<string | null> {
  const last = await database.draftSheet.findFirst({ where, orderBy: { createdAt: 'desc' }, select: { id: true } });
  return last?.id ?? null;
}
