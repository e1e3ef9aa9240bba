/** Petitions with their notice and form versions. */
import { createHash } from 'node:crypto';
import type { PrefillPolicy } from '../domain/candidate.ts';
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import {
  DEFAULT_PREFILL_POLICY,
  defaultCountableFields,
  type PetitionSettings,
  petitionSettingsSchema,
  prefillPolicySchema,
  type SecondKeyingPolicy,
  secondKeyingPolicySchema,
} from '../domain/policies.ts';
import { DEFAULT_REASONS, type RejectionReason } from '../domain/reasons.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Queryable, Transaction } from './database.ts';
import type { Petition as PetitionRow, Prisma } from './generated/client.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const asJson = (value: unknown) => value as Prisma.InputJsonValue;

export interface NewPetition {
  title: string;
  language: string;
  form: FormDefinition;
  addressees?: string[] | undefined;
  closesOn?: string | null | undefined;
  notice?: { text: string; recipients: string[] } | undefined;
  countableFields?: string[] | undefined;
  reasons?: RejectionReason[] | undefined;
  prefillPolicy?: PrefillPolicy | undefined;
  secondKeying?: SecondKeyingPolicy | undefined;
  settings?: Partial<PetitionSettings> | undefined;
  /** The samples' petition. */
  isPractice?: boolean | undefined;
}

/** A petition's choices, read back from their columns. */
export interface Petition
  extends Omit<PetitionRow, 'prefillPolicy' | 'secondKeying' | 'settings' | 'reasons' | 'closesOn'> {
  closesOn: string | null;
  reasons: RejectionReason[];
  prefillPolicy: PrefillPolicy;
  secondKeying: SecondKeyingPolicy;
  settings: PetitionSettings;
}

export function toPetition(row: PetitionRow): Petition {
  return {
    ...row,
    closesOn: row.closesOn === null ? null : row.closesOn.toISOString().slice(0, 10),
    reasons: row.reasons as RejectionReason[],
    prefillPolicy: prefillPolicySchema.parse(row.prefillPolicy),
    secondKeying: secondKeyingPolicySchema.parse(row.secondKeying),
    settings: petitionSettingsSchema.parse(row.settings),
  };
}

const toDate = (day: string | null | undefined) => (day == null ? null : new Date(`${day}T00:00:00Z`));

/** Creates a running petition with version 1 of its notice and its first form; answers its id. */
export async function createPetition(transaction: Transaction, petition: NewPetition): Promise<string> {
  const { form } = petition;
  const row = await transaction.petition.create({
    data: {
      title: petition.title,
      language: petition.language,
      addressees: petition.addressees ?? [],
      isPractice: petition.isPractice ?? false,
      closesOn: toDate(petition.closesOn),
      countableFields: petition.countableFields ?? defaultCountableFields(form),
      reasons: petition.reasons ?? [...DEFAULT_REASONS],
      prefillPolicy: asJson(petition.prefillPolicy ?? DEFAULT_PREFILL_POLICY),
      secondKeying: asJson(petition.secondKeying ?? { mode: 'none' }),
      settings: asJson(petitionSettingsSchema.parse(petition.settings ?? {})),
    },
    select: { id: true },
  });
  await addForm(transaction, { petitionId: row.id, form, notice: petition.notice });
  return row.id;
}

export interface NewForm {
  petitionId: string;
  form: FormDefinition;
  /** The notice printed on this version; absent: the text found on the form, else the petition's latest. */
  notice?: { text: string; recipients: string[] } | undefined;
}

/** Adds a form version; the same content twice is a conflict. Answers its id. */
export async function addForm(transaction: Transaction, { petitionId, form, notice }: NewForm): Promise<string> {
  const hash = sha256(canonicalJson(form));
  const same = await transaction.formDefinition.findFirst({
    where: { petitionId, sha256: hash },
    select: { id: true },
  });
  if (same !== null) {
    throw new ConflictError('form_exists', 'The petition already has exactly this form.', {
      params: { formId: same.id },
    });
  }
  const latest = await transaction.formDefinition.aggregate({
    where: { petitionId, key: form.id },
    _max: { version: true },
  });
  const version = Math.max(form.version, (latest._max.version ?? 0) + 1);
  const row = await transaction.formDefinition.create({
    data: {
      petitionId,
      noticeVersionId: await noticeVersionFor(transaction, { petitionId, form, notice }),
      key: form.id,
      version,
      definition: asJson({ ...form, version }),
      sha256: hash,
    },
    select: { id: true },
  });
  return row.id;
}

/** The petition's other forms are no longer looked for on new pages; what lies on them stays. */
export async function retireOtherForms(transaction: Transaction, petitionId: string, formId: string): Promise<void> {
  await transaction.formDefinition.updateMany({
    where: { petitionId, id: { not: formId }, retiredAt: null },
    data: { retiredAt: new Date() },
  });
}

async function noticeVersionFor(transaction: Transaction, { petitionId, form, notice }: NewForm): Promise<string> {
  const latest = await transaction.noticeVersion.findFirst({ where: { petitionId }, orderBy: { version: 'desc' } });
  const text = notice?.text ?? form.notice?.text ?? latest?.text ?? '';
  const recipients = notice?.recipients ?? latest?.recipients ?? [];
  const isSame = latest?.textSha256 === sha256(text) && canonicalJson(latest.recipients) === canonicalJson(recipients);
  if (latest !== null && isSame) return latest.id;
  const created = await transaction.noticeVersion.create({
    data: { petitionId, version: (latest?.version ?? 0) + 1, text, textSha256: sha256(text), recipients },
    select: { id: true },
  });
  return created.id;
}

export type PetitionChange = Partial<Omit<NewPetition, 'form' | 'notice' | 'isPractice'>> & {
  state?: 'open' | 'closed' | undefined;
};

export async function changePetition(transaction: Transaction, id: string, change: PetitionChange): Promise<void> {
  const before = await getPetition(transaction, id);
  const settings = { ...before.settings, ...change.settings };
  await transaction.petition.update({
    where: { id },
    data: {
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.addressees === undefined ? {} : { addressees: change.addressees }),
      ...(change.closesOn === undefined ? {} : { closesOn: toDate(change.closesOn) }),
      ...(change.countableFields === undefined ? {} : { countableFields: change.countableFields }),
      ...(change.reasons === undefined ? {} : { reasons: change.reasons }),
      ...(change.prefillPolicy === undefined ? {} : { prefillPolicy: asJson(change.prefillPolicy) }),
      ...(change.secondKeying === undefined ? {} : { secondKeying: asJson(change.secondKeying) }),
      ...(change.settings === undefined ? {} : { settings: asJson(settings) }),
      ...(change.state === undefined ? {} : { state: change.state }),
    },
  });
}

export async function getPetition(database: Queryable, id: string): Promise<Petition> {
  const row = await database.petition.findUnique({ where: { id } });
  if (row === null) throw new NotFoundError('petition_unknown', 'There is no such petition.');
  return toPetition(row);
}

/** A form version as reviewers need it: without the print that registration uses. */
export interface FormVersion {
  id: string;
  petitionId: string;
  key: string;
  version: number;
  definition: FormDefinition;
  isFrozen: boolean;
  isRetired: boolean;
  noticeVersion: number;
  printedSheets: number;
}

export async function listForms(
  database: Queryable,
  where: { petitionIds?: string[]; formId?: string; withPrint?: boolean },
): Promise<FormVersion[]> {
  return await database.$queryRaw<FormVersion[]>`
    SELECT form.id, form.petition_id AS "petitionId", form.key, form.version,
      CASE WHEN ${where.withPrint ?? false} THEN form.definition ELSE form.definition - 'print' END AS definition,
      form.frozen_at IS NOT NULL AS "isFrozen", form.retired_at IS NOT NULL AS "isRetired",
      notice.version AS "noticeVersion", form.printed_sheets AS "printedSheets"
    FROM form_definition AS form JOIN notice_version AS notice ON notice.id = form.notice_version_id
    WHERE form.petition_id = ANY(${where.petitionIds ?? []}::uuid[]) OR form.id = ${where.formId ?? null}::uuid
    ORDER BY form.created_at, form.version`;
}

/** `database` is the caller's own transaction when there is one: a second connection inside one could wait for ever. */
export type FormShelf = (database: Queryable, formId: string) => Promise<FormVersion>;

/** Remembers forms that pages already use: those never change. */
export function createFormShelf(): FormShelf {
  const shelf = new Map<string, FormVersion>();
  return async (database, formId) => {
    const known = shelf.get(formId);
    if (known !== undefined) return known;
    const [form] = await listForms(database, { formId });
    if (form === undefined) throw new NotFoundError('form_unknown', 'There is no such form.');
    if (form.isFrozen) shelf.set(formId, form);
    return form;
  };
}

/** Petitions with how many lines wait for reviewers: open ones first, newest first. */
export async function listPetitions(database: Queryable): Promise<(Petition & { awaitingReview: number })[]> {
  const rows = await database.petition.findMany({ orderBy: [{ state: 'asc' }, { createdAt: 'desc' }] });
  const waiting = await database.line.groupBy({
    by: ['petitionId'],
    where: { state: { in: ['awaiting_review', 'in_second_keying'] } },
    _count: { _all: true },
  });
  const counts = new Map(waiting.map((group) => [group.petitionId, group._count._all]));
  return rows.map((row) => ({ ...toPetition(row), awaitingReview: counts.get(row.id) ?? 0 }));
}

/** Whose batches a watched folder fills: the one named, while it is open; else the newest open one that is not practice. */
export async function findWatchedPetition(
  database: Queryable,
  petitionId: string | null,
): Promise<{ id: string; language: string } | null> {
  const which = petitionId === null ? { isPractice: false } : { id: petitionId };
  return await database.petition.findFirst({
    where: { state: 'open', ...which },
    orderBy: { createdAt: 'desc' },
    select: { id: true, language: true },
  });
}

export async function countWaiting(database: Queryable, petitionId: string): Promise<number> {
  return await database.line.count({ where: { petitionId, state: { in: ['awaiting_review', 'in_second_keying'] } } });
}

/** Of these petitions: the latest notice, and whether a person has decided a line. */
export async function listPetitionFacts(database: Queryable, petitionIds: string[]) {
  return await database.$queryRaw<
    { petitionId: string; version: number; text: string; recipients: string[]; isDecided: boolean }[]
  >`
    SELECT DISTINCT ON (petition_id) petition_id AS "petitionId", version, text, recipients,
      EXISTS (
        SELECT 1 FROM decision JOIN line ON line.id = decision.line_id
        WHERE line.petition_id = notice_version.petition_id AND decision.kind <> 'machine'
      ) AS "isDecided"
    FROM notice_version WHERE petition_id = ANY(${petitionIds}::uuid[]) ORDER BY petition_id, version DESC`;
}

/**
 * What all lines must be judged by alike.
 * @throws ConflictError `setting_settled` when a person has already decided a line by it
 */
export async function refuseSettled(database: Queryable, id: string, change: PetitionChange): Promise<void> {
  const { countableFields, settings } = await getPetition(database, id);
  const differs = <T>(now: T, then: T | undefined) => then !== undefined && canonicalJson(now) !== canonicalJson(then);
  const changed = [
    ...(differs([...countableFields].sort(), change.countableFields?.toSorted()) ? ['countableFields'] : []),
    ...(differs(settings.contactField, change.settings?.contactField) ? ['contactField'] : []),
    ...(differs(settings.capitals, change.settings?.capitals) ? ['capitals'] : []),
  ];
  if (changed.length === 0) return;
  const [facts] = await listPetitionFacts(database, [id]);
  if (facts?.isDecided !== true) return;
  throw new ConflictError('setting_settled', `Lines were already decided by this: ${changed.join(', ')}.`, {
    remedy: 'All lines of a petition are judged alike: it stays as it is.',
    params: { settings: changed.join(', ') },
  });
}

/** Takes the next numbers for sheets of a print edition; answers the form and the first number. */
export async function takeSheetNumbers(
  transaction: Transaction,
  { petitionId, formId, copies }: { petitionId: string; formId: string; copies: number },
): Promise<{ form: FormDefinition; firstSheet: number }> {
  const [row] = await transaction.$queryRaw<{ definition: FormDefinition; printed: number }[]>`
    UPDATE form_definition SET printed_sheets = printed_sheets + ${copies}
    WHERE id = ${formId}::uuid AND petition_id = ${petitionId}::uuid
    RETURNING definition - 'print' AS definition, printed_sheets AS printed`;
  if (row === undefined) throw new NotFoundError('form_unknown', 'There is no such form.');
  return { form: row.definition, firstSheet: row.printed - copies + 1 };
}
