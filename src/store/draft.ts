/** Petitions being set up: choices and form until they are opened or given up. Their sheets: draft-sheet.ts. */
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { DraftChoices } from '../domain/wire-draft.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import type { DraftSheet, PetitionDraft as DraftRow, Prisma } from './generated/client.ts';
import type { ImageStore } from './images.ts';
import { getPetition } from './petition.ts';
import { removeUnusedContent } from './withdrawal.ts';

const asJson = (value: unknown) => value as Prisma.InputJsonValue;

export interface Draft extends Omit<DraftRow, 'choices' | 'form'> {
  choices: DraftChoices;
  form: FormDefinition | null;
  sheets: DraftSheet[];
}

const toDraft = (row: DraftRow & { sheets: DraftSheet[] }): Draft => ({
  ...row,
  choices: row.choices as DraftChoices,
  form: row.form as FormDefinition | null,
});

const withSheets = {
  sheets: { orderBy: [{ createdAt: 'asc' }, { page: 'asc' }] },
} satisfies Prisma.PetitionDraftInclude;

/** For a running petition it begins with the petition's latest form and notice. */
export async function createDraft(
  transaction: Transaction,
  { petitionId, personId }: { petitionId: string | undefined; personId: string },
): Promise<Draft> {
  const begun = petitionId === undefined ? {} : await beginFromPetition(transaction, petitionId);
  return toDraft(
    await transaction.petitionDraft.create({ data: { ...begun, createdById: personId }, include: withSheets }),
  );
}

async function beginFromPetition(transaction: Transaction, petitionId: string) {
  const petition = await getPetition(transaction, petitionId);
  const latest = await transaction.formDefinition.findFirstOrThrow({
    where: { petitionId },
    orderBy: [{ createdAt: 'desc' }, { version: 'desc' }],
    include: { notice: true },
  });
  const { text, recipients } = latest.notice;
  const choices: DraftChoices = { title: petition.title, language: petition.language, notice: { text, recipients } };
  return { petitionId, choices: asJson(choices), form: asJson(latest.definition) };
}

/** Newest first. */
export async function listDrafts(database: Queryable): Promise<Draft[]> {
  const rows = await database.petitionDraft.findMany({ orderBy: { updatedAt: 'desc' }, include: withSheets });
  return rows.map(toDraft);
}

export async function getDraft(database: Queryable, id: string): Promise<Draft> {
  const row = await database.petitionDraft.findUnique({ where: { id }, include: withSheets });
  if (row === null) {
    throw new NotFoundError('draft_unknown', 'This set-up is no longer there: it was opened or given up.');
  }
  return toDraft(row);
}

/** Choices given replace those before, `settings` one by one; so does the form. */
export async function changeDraft(
  database: Database,
  id: string,
  change: { choices?: DraftChoices | undefined; form?: FormDefinition | undefined },
): Promise<void> {
  await withTransaction(database, async (transaction) => {
    await lockDraft(transaction, id);
    const before = await getDraft(transaction, id);
    const settings = { ...before.choices.settings, ...change.choices?.settings };
    const choices = { ...before.choices, ...change.choices, settings };
    await transaction.petitionDraft.update({
      where: { id },
      data: {
        ...(change.choices === undefined ? {} : { choices: asJson(choices) }),
        ...(change.form === undefined ? {} : { form: asJson(change.form), revision: { increment: 1 } }),
      },
    });
  });
}

export async function lockDraft(transaction: Transaction, id: string): Promise<void> {
  await transaction.$queryRaw`SELECT 1 FROM petition_draft WHERE id = ${id}::uuid FOR UPDATE`;
}

/** Removes the draft's rows; answers the contents that went with it, to be removed after the commit. */
export async function deleteDraft(transaction: Transaction, id: string): Promise<string[]> {
  const draft = await getDraft(transaction, id);
  await transaction.petitionDraft.delete({ where: { id } });
  return contentsOf(draft.sheets);
}

export const contentsOf = (sheets: Pick<DraftSheet, 'sha256' | 'image'>[]): string[] => [
  ...new Set(sheets.flatMap(({ sha256, image }) => (image === null ? [sha256] : [sha256, image]))),
];

export async function removeContents(database: Database, images: ImageStore, names: readonly string[]): Promise<void> {
  for (const name of names) await removeUnusedContent(database, images, name);
}

/** @throws ConflictError `form_missing` */
export function requireDraftForm(draft: Draft): FormDefinition {
  if (draft.form !== null) return draft.form;
  throw new ConflictError('form_missing', 'This set-up has no form yet.', {
    remedy: 'Give it the blank sheet, or a form definition.',
  });
}
