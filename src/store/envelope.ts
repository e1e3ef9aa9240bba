/** The account of an envelope, and closing it. The database decides whether it may be closed; see the migrations. */
import { differencesOf, type Found } from '../domain/envelope.ts';
import { ConflictError, NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type NewBatch, toDate } from './batch.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import type { BatchEvent, Prisma } from './generated/client.ts';

/** What was found in a batch, by the same function that guards its closing. */
export async function readFound(database: Queryable, batchId: string): Promise<Found> {
  const [found] = await database.$queryRaw<Found[]>`
    SELECT in_work AS "inWork", open_pages AS "openPages", sheets, signatures, to_review AS "toReview", stored
    FROM batch_account(${batchId}::uuid)`;
  return found as Found;
}

export interface BatchEventWithName extends Omit<BatchEvent, 'account'> {
  person: string | null;
  found: Found;
}

/** Newest first. */
export async function listBatchEvents(database: Queryable, batchId: string): Promise<BatchEventWithName[]> {
  const events = await database.batchEvent.findMany({ where: { batchId }, orderBy: { id: 'desc' } });
  const people = await database.person.findMany({
    where: { id: { in: events.flatMap((event) => event.personId ?? []) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return events.map(({ account, ...event }) => ({
    ...event,
    person: event.personId === null ? null : (names.get(event.personId) ?? null),
    found: account as unknown as Found,
  }));
}

async function lockBatch(transaction: Transaction, batchId: string) {
  await transaction.$queryRaw`SELECT 1 FROM batch WHERE id = ${batchId}::uuid FOR UPDATE`;
  const batch = await transaction.batch.findUnique({ where: { id: batchId } });
  if (batch === null) throw new NotFoundError('batch_unknown', 'There is no such batch.');
  return batch;
}

interface Change {
  batchId: string;
  personId: string;
  reason: string | null;
}

async function recordEvent(transaction: Transaction, kind: 'closed' | 'reopened', change: Change): Promise<void> {
  const { batchId, personId, reason } = change;
  const found = await readFound(transaction, batchId);
  const account = found as unknown as Prisma.InputJsonValue;
  await transaction.batchEvent.create({ data: { batchId, personId, kind, reason, account }, select: { id: true } });
  await recordAudit(transaction, {
    personId,
    kind: `batch_${kind}`,
    subjectType: 'batch',
    subjectId: batchId,
    // The reason stands with the batch: it is free text.
    details: { ...found, hasReason: reason !== null },
  });
}

/**
 * Closes what balances; what does not, only for a supervisor with a reason. Closing twice is fine.
 * @throws ConflictError batch_in_work while files or pages are on their way, batch_unbalanced
 */
export async function closeBatch(database: Database, { isSupervisor, ...change }: Change & { isSupervisor: boolean }) {
  await withTransaction(database, async (transaction) => {
    const { batchId, personId, reason } = change;
    const batch = await lockBatch(transaction, batchId);
    if (batch.state === 'closed') return;
    const found = await readFound(transaction, batchId);
    if (found.inWork > 0) {
      throw new ConflictError('batch_in_work', `Of this batch ${found.inWork} pages or files are still being read.`, {
        remedy: 'Wait until they are read, then close it.',
        params: { count: found.inWork },
      });
    }
    const isBalanced = differencesOf(batch, found).length === 0;
    if (!isBalanced && (reason === null || !isSupervisor)) {
      throw new ConflictError('batch_unbalanced', 'What was declared and what was found differ.', {
        remedy:
          'Find what is missing or correct what was declared; else a supervisor signs the difference with a reason.',
        params: { sheets: found.sheets, signatures: found.signatures, open: found.openPages },
      });
    }
    await transaction.batch.update({
      where: { id: batchId },
      data: {
        state: 'closed',
        closedAt: new Date(),
        closedById: personId,
        differenceReason: isBalanced ? null : reason,
      },
    });
    await recordEvent(transaction, 'closed', { ...change, reason: isBalanced ? null : reason });
  });
}

export async function reopenBatch(database: Database, change: Change): Promise<void> {
  await withTransaction(database, async (transaction) => {
    const batch = await lockBatch(transaction, change.batchId);
    if (batch.state === 'open') return;
    await transaction.batch.update({ where: { id: change.batchId }, data: { state: 'open', closedAt: null } });
    await recordEvent(transaction, 'reopened', change);
  });
}

export type BatchChange = { [Name in keyof Omit<NewBatch, 'petitionId'>]?: NewBatch[Name] | undefined };

/** @throws ConflictError batch_closed for everything but the paper's place */
export async function changeBatch(
  database: Database,
  { batchId, personId }: { batchId: string; personId: string },
  change: BatchChange,
): Promise<void> {
  const { receivedOn, postmarkedOn, name, ...rest } = change;
  await withTransaction(database, async (transaction) => {
    await lockBatch(transaction, batchId);
    await transaction.batch.update({
      where: { id: batchId },
      data: {
        ...rest,
        ...(name === undefined ? {} : { name }),
        ...(receivedOn == null ? {} : { receivedOn: toDate(receivedOn) as Date }),
        ...(postmarkedOn === undefined ? {} : { postmarkedOn: toDate(postmarkedOn) }),
      } as Prisma.BatchUpdateInput,
    });
    await recordAudit(transaction, {
      personId,
      kind: 'batch_changed',
      subjectType: 'batch',
      subjectId: batchId,
      details: { changed: Object.keys(change) },
    });
  });
}
