/** Petitions as they travel. */
import type { PetitionWire } from '../../domain/wire.ts';
import type { Queryable } from '../../store/database.ts';
import { countWaiting, type FormVersion, getPetition, listForms, type Petition } from '../../store/petition.ts';

export function toFormWire(form: FormVersion): PetitionWire['forms'][number] {
  const { id, key, version, definition, noticeVersion } = form;
  return { id, key, version, definition, frozen: form.isFrozen, retired: form.isRetired, noticeVersion };
}

export function toPetitionWire(petition: Petition & { awaitingReview: number }, forms: FormVersion[]): PetitionWire {
  return {
    ...petition,
    createdAt: petition.createdAt.toISOString(),
    forms: forms.filter((form) => form.petitionId === petition.id).map(toFormWire),
  };
}

export async function readPetition(database: Queryable, id: string): Promise<PetitionWire> {
  const petition = await getPetition(database, id);
  const [forms, awaitingReview] = await Promise.all([
    listForms(database, { petitionIds: [id], withPrint: true }),
    countWaiting(database, id),
  ]);
  return toPetitionWire({ ...petition, awaitingReview }, forms);
}
