/** Where lines lie on their pages. */
import type { Queryable } from './database.ts';

export async function readLinePlaces(database: Queryable, lineIds: string[]) {
  const lines = await database.line.findMany({
    where: { id: { in: lineIds } },
    select: {
      id: true,
      formDefinitionId: true,
      index: true,
      box: true,
      page: { select: { width: true, height: true, dpi: true } },
    },
  });
  return new Map(lines.map((line) => [line.id, line]));
}
