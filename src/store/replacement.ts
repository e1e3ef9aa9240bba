/**
 * A page takes another one's place. Where the same ink stands on a line, what people decided about it holds: their
 * decisions are repeated on the new line, each pointing at the old one, and the signer moves with its id. All other
 * lines go to a person. One transaction: no line counts twice, none is lost in between.
 */
import type { PaperPrint } from '../domain/paper-print.ts';
import { recordAudit } from './audit.ts';
import { carryChecks, carrySample } from './carry-checks.ts';
import type { Transaction } from './database.ts';
import { moveLine } from './decision.ts';
import { Prisma } from './generated/client.ts';
import { readPrint, removePrints } from './page-print.ts';
import { refuseErased, releaseHeld } from './twin.ts';
import { supersedeLines } from './withdrawal.ts';
import type { RejectionReason } from '../domain/reasons.ts';

/** Whether a line (from 1) holds the same ink in both prints. */
export type CompareLine = (a: PaperPrint, b: PaperPrint, index: number) => boolean;

const INCLUDED = {
  decisions: { orderBy: [{ createdAt: 'asc' }, { lineVersion: 'asc' }] },
  readings: { select: { field: true, value: true, normalised: true } },
  columnChecks: { select: { id: true } },
  signer: true,
} satisfies Prisma.LineInclude;
type FullLine = Prisma.LineGetPayload<{ include: typeof INCLUDED }>;

async function linesOf(transaction: Transaction, pageId: string): Promise<FullLine[]> {
  await transaction.$queryRaw`SELECT 1 FROM line WHERE page_id = ${pageId}::uuid ORDER BY id FOR UPDATE`;
  return await transaction.line.findMany({
    where: { pageId, state: { not: 'superseded' } },
    include: INCLUDED,
    orderBy: { index: 'asc' },
  });
}

/**
 * To be called in the transaction that records the new page's readings.
 * @throws ConflictError twin_erased
 */
export async function takePlace(
  transaction: Transaction,
  { pageId, oldPageId }: { pageId: string; oldPageId: string },
  compare: CompareLine,
): Promise<void> {
  await transaction.$queryRaw`SELECT 1 FROM page WHERE id = ${oldPageId}::uuid FOR UPDATE`;
  const old = await transaction.page.findUniqueOrThrow({ where: { id: oldPageId } });
  if (old.state === 'withdrawn') return;
  await refuseErased(transaction, oldPageId);
  const isSame = await sameness(transaction, { pageId, oldPageId }, compare);
  const lines = new Map((await linesOf(transaction, pageId)).map((line) => [line.index, line]));
  const tally = { carried: 0, again: 0 };
  for (const from of await linesOf(transaction, oldPageId)) {
    const to = lines.get(from.index);
    if (to === undefined || (!isDecided(from) && from.columnChecks.length === 0)) continue;
    const holds = to.formDefinitionId === from.formDefinitionId && isSame(from, to);
    if (holds) await carryChecks(transaction, from, to);
    if (!isDecided(from)) continue;
    tally[holds ? 'carried' : 'again'] += 1;
    if (holds) await carryOver(transaction, from, to);
    else await askAgain(transaction, from, to);
  }
  await supersedeLines(transaction, { pageId: oldPageId });
  await removePrints(transaction, [oldPageId]);
  await releaseHeld(transaction, [oldPageId]);
  await transaction.page.update({
    where: { id: oldPageId },
    data: {
      state: 'withdrawn',
      reasonCode: 'replaced',
      reasonParams: Prisma.DbNull,
      replacedById: pageId,
      handedBackAt: null,
      handedBackReason: null,
    },
  });
  await recordAudit(transaction, {
    personId: null,
    kind: 'page_replaced',
    subjectType: 'page',
    subjectId: oldPageId,
    details: { by: pageId, ...tally },
  });
}

/** By the ink where both prints are there, else by what was read. */
async function sameness(
  transaction: Transaction,
  { pageId, oldPageId }: { pageId: string; oldPageId: string },
  compare: CompareLine,
): Promise<(from: FullLine, to: FullLine) => boolean> {
  const [before, after] = [await readPrint(transaction, oldPageId), await readPrint(transaction, pageId)];
  if (before !== null && after !== null) return (from) => compare(before, after, from.index);
  return (from, to) => {
    const values = new Map(from.readings.map(({ field, normalised }) => [field, normalised]));
    return (
      to.readings.length > 0 &&
      to.readings.length === from.readings.length &&
      to.readings.every(({ field, normalised }) => normalised !== null && values.get(field) === normalised)
    );
  };
}

const humanDecisions = (line: FullLine) => line.decisions.filter(({ kind }) => kind !== 'machine');
const isDecided = (line: FullLine) => humanDecisions(line).length > 0 || line.restrictedAt !== null;

async function carryOver(transaction: Transaction, from: FullLine, to: FullLine): Promise<void> {
  // The machine found the new line empty: as certain as a person's "blank", and against any other decision.
  if (to.state !== 'awaiting_review') {
    if (from.state !== 'rejected') await askAgain(transaction, from, to);
    return;
  }
  const copies = await copyDecisions(transaction, from, to);
  await carrySample(transaction, { from, to, copies });
  await keepReaders(transaction, from, to);
  if (from.state !== 'awaiting_review' && from.state !== 'expected') {
    await moveLine(transaction, {
      lineId: to.id,
      state: from.state,
      reason: from.reason as RejectionReason | null,
      contactConsent: from.contactConsent,
      duplicateOfId: from.duplicateOfId,
    });
  }
  if (from.signer !== null) {
    await transaction.signer.update({
      where: { id: from.signer.id },
      data: { lineId: to.id, decisionId: copies.get(from.signer.decisionId) ?? from.signer.decisionId },
    });
  }
  await transaction.line.update({ where: { id: to.id }, data: { contactEvidence: from.contactEvidence } });
  await transaction.line.updateMany({ where: { duplicateOfId: from.id }, data: { duplicateOfId: to.id } });
  await keepRestriction(transaction, from, to);
}

/** With their own people and times: who keyed a line first may still not be its second. */
async function copyDecisions(transaction: Transaction, from: FullLine, to: FullLine): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  for (const decision of humanDecisions(from)) {
    const { id, lineId: _, erasedAt: __, elapsedMs: ___, keys: ____, fields, ...rest } = decision;
    const copy = await transaction.decision.create({
      data: {
        ...rest,
        lineId: to.id,
        lineVersion: to.version,
        carriedFromId: id,
        ...(fields === null ? {} : { fields: fields as Prisma.InputJsonObject }),
      },
      select: { id: true },
    });
    copies.set(id, copy.id);
  }
  return copies;
}

/** What people said about the line stays behind; that they said or read it follows, so that nobody keys it blind who did. */
async function keepReaders(transaction: Transaction, from: FullLine, to: FullLine): Promise<void> {
  const notes = await transaction.lineNote.findMany({ where: { lineId: from.id } });
  const erasedAt = new Date();
  await transaction.lineNote.createMany({
    data: notes.map(({ personId, kind, createdAt }) => ({
      lineId: to.id,
      personId,
      kind,
      lineVersion: to.version,
      text: null,
      erasedAt,
      createdAt,
    })),
  });
}

async function askAgain(transaction: Transaction, from: FullLine, to: FullLine): Promise<void> {
  if (to.state === 'rejected') await moveLine(transaction, { lineId: to.id, state: 'awaiting_review', reason: null });
  await keepRestriction(transaction, from, to);
}

async function keepRestriction(transaction: Transaction, from: FullLine, to: FullLine): Promise<void> {
  if (from.restrictedAt === null) return;
  await transaction.line.update({ where: { id: to.id }, data: { restrictedAt: from.restrictedAt } });
}
