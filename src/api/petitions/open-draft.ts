/** The end of a set-up: a running petition, or a new form version of one. */
import { InputError } from '../../domain/errors.ts';
import type { FormDefinition } from '../../domain/form.ts';
import type { DraftChoices } from '../../domain/wire-draft.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Database, type Transaction, withTransaction } from '../../store/database.ts';
import { deleteDraft, getDraft, lockDraft, removeContents, requireDraftForm } from '../../store/draft.ts';
import type { ImageStore } from '../../store/images.ts';
import { addForm, createPetition, listForms, retireOtherForms } from '../../store/petition.ts';
import type { FormCheck } from '../dependencies.ts';
import { choiceProblems, refuse } from './check-choices.ts';

export interface OpenDraftOptions {
  draftId: string;
  personId: string;
  retireOlder: boolean;
}

export interface Opened {
  petitionId: string;
  formId: string;
}

/** @throws InvalidError `form_invalid`, InputError `title_missing`, ConflictError `form_missing` */
export async function openDraft(
  { database, images, checkForm }: { database: Database; images: ImageStore; checkForm: FormCheck },
  { draftId, personId, retireOlder }: OpenDraftOptions,
): Promise<Opened> {
  const { opened, contents } = await withTransaction(database, async (transaction) => {
    await lockDraft(transaction, draftId);
    const draft = await getDraft(transaction, draftId);
    const form = requireDraftForm(draft);
    const { choices, petitionId } = draft;
    refuse([...checkForm(form), ...choiceProblems(form, choices)]);
    const done =
      petitionId === null
        ? await openPetition(transaction, { form, choices, personId })
        : await openForm(transaction, { petitionId, form, choices, personId, retireOlder });
    return { opened: done, contents: await deleteDraft(transaction, draftId) };
  });
  await removeContents(database, images, contents);
  return opened;
}

interface Parts {
  form: FormDefinition;
  choices: DraftChoices;
  personId: string;
}

async function openPetition(transaction: Transaction, { form, choices, personId }: Parts): Promise<Opened> {
  const title = choices.title || form.title.trim();
  if (title === '') {
    throw new InputError('title_missing', 'The petition has no title yet.', { remedy: 'Give it one.' });
  }
  const language = choices.language ?? form.languages[0] ?? 'fr';
  const petitionId = await createPetition(transaction, { ...choices, title, language, form });
  const [created] = await listForms(transaction, { petitionIds: [petitionId] });
  await recordAudit(transaction, {
    personId,
    kind: 'petition_created',
    subjectType: 'petition',
    subjectId: petitionId,
  });
  return { petitionId, formId: created!.id };
}

async function openForm(
  transaction: Transaction,
  { petitionId, form, choices, personId, retireOlder }: Parts & { petitionId: string; retireOlder: boolean },
): Promise<Opened> {
  const formId = await addForm(transaction, { petitionId, form, notice: choices.notice });
  if (retireOlder) await retireOtherForms(transaction, petitionId, formId);
  await recordAudit(transaction, {
    personId,
    kind: 'form_added',
    subjectType: 'form_definition',
    subjectId: formId,
    details: { retireOlder },
  });
  return { petitionId, formId };
}
