/** Decisions: rows of their own, append-only; the line's state, its version and its signer follow in the same transaction. */
import type { LineState } from '../domain/ledger.ts';
import type { RejectionReason } from '../domain/reasons.ts';
import type { Queryable, Transaction } from './database.ts';
import type { Decision, DecisionKind, Prisma } from './generated/client.ts';

export type { Decision } from './generated/client.ts';

export interface NewDecision {
  lineId: string;
  kind: DecisionKind;
  personId: string | null;
  /** The version that the person saw. */
  lineVersion: number;
  outcome: 'accepted' | 'rejected' | 'reopened';
  reason: RejectionReason | null;
  fields: Record<string, string> | null;
  contactConsent: boolean | null;
  shownRunId: string | null;
  note: string | null;
  elapsedMs: number | null;
  keys: number | null;
}

export async function addDecision(transaction: Transaction, decision: NewDecision): Promise<Decision> {
  const { fields, ...rest } = decision;
  return await transaction.decision.create({
    data: { ...rest, ...(fields === null ? {} : { fields: fields as Prisma.InputJsonObject }) },
  });
}

/** In the order in which they were taken. */
export async function listDecisions(database: Queryable, lineId: string): Promise<Decision[]> {
  return await database.decision.findMany({
    where: { lineId },
    orderBy: [{ createdAt: 'asc' }, { lineVersion: 'asc' }],
  });
}

export interface Move {
  lineId: string;
  state: LineState;
  reason: RejectionReason | null;
  /** Left as it is when undefined. */
  contactConsent?: boolean | null;
  /** Content address of what the contact decision was taken on; left as it is when undefined or null. */
  contactEvidence?: string | null;
  /** The twin that is kept, when rejected as a duplicate. */
  duplicateOfId?: string | null;
  /** Who goes on working on the line; null: nobody. */
  leaseHolder?: { personId: string; until: Date } | null;
}

/** Brings a locked line into a state; the database refuses what may not follow. Answers the new version. */
export async function moveLine(transaction: Transaction, move: Move): Promise<number> {
  const line = await transaction.line.update({
    where: { id: move.lineId },
    data: {
      state: move.state,
      reason: move.reason,
      version: { increment: 1 },
      postponedUntil: null,
      waitsFor: null,
      waitsForId: null,
      waitsUntil: null,
      askedById: null,
      duplicateOfId: move.duplicateOfId ?? null,
      leaseHolderId: move.leaseHolder?.personId ?? null,
      leaseExpiresAt: move.leaseHolder?.until ?? null,
      ...(move.contactEvidence == null ? {} : { contactEvidence: move.contactEvidence }),
      ...(move.contactConsent === undefined ? {} : { contactConsent: move.contactConsent }),
    },
    select: { version: true },
  });
  return line.version;
}

export interface StoredSigner {
  lineId: string;
  petitionId: string;
  decisionId: string;
  fields: Record<string, string>;
  searchText: string;
}

/** One row a line for ever: a line counted again is the same signer. Answers its id. */
export async function storeSigner(transaction: Transaction, signer: StoredSigner): Promise<string> {
  const content = {
    decisionId: signer.decisionId,
    fields: signer.fields as Prisma.InputJsonObject,
    searchText: signer.searchText,
    removedAt: null,
  };
  const row = await transaction.signer.upsert({
    where: { lineId: signer.lineId },
    create: { lineId: signer.lineId, petitionId: signer.petitionId, ...content },
    update: content,
    select: { id: true },
  });
  return row.id;
}

/** The line does not count any more; the signer's row and id stay. */
export async function removeSigner(transaction: Transaction, lineId: string): Promise<void> {
  await transaction.signer.updateMany({ where: { lineId, removedAt: null }, data: { removedAt: new Date() } });
}

/** A decision that changes what was decided before, and keys nothing itself. */
export const NOTHING_KEYED = {
  fields: null,
  contactConsent: null,
  shownRunId: null,
  note: null,
  elapsedMs: null,
  keys: null,
} as const;

/** Ends a line without anybody keying it: its content goes, or the signer wants out. */
export async function rejectUnseen(
  transaction: Transaction,
  end: { line: { id: string; version: number }; personId: string; reason: RejectionReason },
): Promise<void> {
  const { line, personId, reason } = end;
  await addDecision(transaction, {
    lineId: line.id,
    kind: 'correction',
    personId,
    lineVersion: line.version,
    outcome: 'rejected',
    reason,
    ...NOTHING_KEYED,
  });
  await moveLine(transaction, { lineId: line.id, state: 'rejected', reason });
  await removeSigner(transaction, line.id);
}

export async function countDecisionsOf(database: Queryable, personId: string): Promise<number> {
  return await database.decision.count({ where: { personId, kind: 'review', carriedFromId: null } });
}
