/** What people wrote, and what others made of it, emptied on many lines at once; ids, states and sums stand. */
import type { Transaction } from './database.ts';
import { Prisma } from './generated/client.ts';

export async function emptyLines(transaction: Transaction, lineIds: string[]): Promise<void> {
  const lineId = { in: lineIds };
  const erasedAt = new Date();
  const where = { lineId, erasedAt: null };
  await transaction.reading.updateMany({
    where,
    data: { raw: null, value: null, normalised: null, alternatives: Prisma.DbNull, erasedAt },
  });
  await transaction.decision.updateMany({ where, data: { fields: Prisma.DbNull, note: null, erasedAt } });
  await transaction.lineNote.updateMany({ where, data: { text: null, erasedAt } });
  await transaction.columnCheck.updateMany({ where, data: { value: null, erasedAt } });
  await transaction.accuracyKeying.updateMany({ where, data: { fields: Prisma.DbNull, erasedAt } });
  await transaction.signer.updateMany({ where: { lineId }, data: { fields: Prisma.DbNull, searchText: null } });
}
