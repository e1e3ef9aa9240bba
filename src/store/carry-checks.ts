/** What follows a line to the new picture of its page beside the decisions: column checks, and its place in a sample. */
import type { Transaction } from './database.ts';
import { Prisma } from './generated/client.ts';

interface CarriedLine {
  id: string;
  version: number;
  foundSigned: boolean | null;
  readings: { field: string; value: string | null; normalised: string | null }[];
}

/**
 * A check says that what the machine read is right: it holds where the new picture was read alike. Whoever saw another
 * reading is still known to have seen the line, so that they never key it blind.
 */
export async function carryChecks(transaction: Transaction, from: { id: string }, to: CarriedLine): Promise<void> {
  const checks = await transaction.columnCheck.findMany({ where: { lineId: from.id, erasedAt: null } });
  const read = new Map(to.readings.map(({ field, value, normalised }) => [field, normalised ?? value ?? '']));
  const isAlike = ({ field, value }: { field: string; value: string | null }) =>
    read.has(field) ? read.get(field) === value : to.foundSigned === true;
  for (const { id: _, lineId: __, ...check } of checks.filter(isAlike)) {
    await transaction.columnCheck.create({ data: { ...check, lineId: to.id } });
  }
  const seen = checks.filter((check) => !isAlike(check));
  await transaction.lineNote.createMany({
    data: seen.map(({ personId, createdAt }) => ({
      lineId: to.id,
      personId,
      kind: 'read' as const,
      lineVersion: to.version,
      text: null,
      erasedAt: new Date(),
      createdAt,
    })),
  });
}

/** A drawn line stays drawn, with what was keyed of it: `copies` are the decisions carried, by the old ones' ids. */
export async function carrySample(
  transaction: Transaction,
  { from, to, copies }: { from: { id: string }; to: { id: string }; copies: Map<string, string> },
): Promise<void> {
  const drawn = await transaction.accuracyLine.findUnique({ where: { lineId: from.id } });
  const decisionId = drawn === null ? undefined : copies.get(drawn.decisionId);
  if (decisionId === undefined) return;
  await transaction.accuracyLine.update({
    where: { lineId: from.id },
    data: { lineId: to.id, decisionId, leaseHolderId: null, leaseExpiresAt: null },
  });
  const keyings = await transaction.accuracyKeying.findMany({ where: { lineId: from.id } });
  for (const { id: _, fields, ...keying } of keyings) {
    await transaction.accuracyKeying.create({
      data: { ...keying, lineId: to.id, fields: fields === null ? Prisma.DbNull : (fields as Prisma.InputJsonObject) },
    });
  }
}
