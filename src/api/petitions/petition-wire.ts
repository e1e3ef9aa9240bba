/** Petitions as they travel. */
import type { PetitionWire } from '../../domain/wire-petition.ts';
import type { Queryable } from '../../store/database.ts';
import {
  countWaiting,
  type FormVersion,
  getPetition,
  listForms,
  listPetitionFacts,
  type Petition,
} from '../../store/petition.ts';

export function toFormWire(form: FormVersion): PetitionWire['forms'][number] {
  const { id, key, version, definition, noticeVersion, printedSheets } = form;
  return { id, key, version, definition, frozen: form.isFrozen, retired: form.isRetired, noticeVersion, printedSheets };
}

export interface PetitionParts {
  forms: FormVersion[];
  facts: Awaited<ReturnType<typeof listPetitionFacts>>;
}

export async function findPetitionParts(database: Queryable, ids: string[], withPrint = false): Promise<PetitionParts> {
  const [forms, facts] = await Promise.all([
    listForms(database, { petitionIds: ids, withPrint }),
    listPetitionFacts(database, ids),
  ]);
  return { forms, facts };
}

export function toPetitionWire(
  petition: Petition & { awaitingReview: number },
  { forms, facts }: PetitionParts,
): PetitionWire {
  const known = facts.find((one) => one.petitionId === petition.id);
  const { version = 0, text = '', recipients = [], isDecided = false } = known ?? {};
  return {
    ...petition,
    createdAt: petition.createdAt.toISOString(),
    forms: forms.filter((form) => form.petitionId === petition.id).map(toFormWire),
    notice: { version, text, recipients },
    isDecided,
  };
}

export async function readPetition(database: Queryable, id: string): Promise<PetitionWire> {
  const petition = await getPetition(database, id);
  const [parts, awaitingReview] = await Promise.all([
    findPetitionParts(database, [id], true),
    countWaiting(database, id),
  ]);
  return toPetitionWire({ ...petition, awaitingReview }, parts);
}
