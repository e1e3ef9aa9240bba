/** Pages that wait for a step: found, given a new job, or told to have failed. */
import type { Queryable } from './database.ts';
import type { Prisma } from './generated/client.ts';
import type { PageKey } from './page.ts';
import type { PageStart } from './scan.ts';

const json = (value: unknown) => value as Prisma.InputJsonValue;

/** Of these pages, those that no longer wait for anything, or are not there any more. */
export async function listSettledPages(database: Queryable, pageIds: string[]): Promise<string[]> {
  if (pageIds.length === 0) return [];
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT asked.id FROM unnest(${pageIds}::text[]) AS asked (id)
    WHERE NOT EXISTS (SELECT 1 FROM page WHERE page.id = asked.id::uuid AND state IN ('queued', 'preprocessed'))`;
  return rows.map((row) => row.id);
}

/** Whether that many lines of the page's petition wait for a reviewer. Stops counting there. */
export async function hasLinesWaiting(
  database: Queryable,
  { pageId, atLeast }: { pageId: string; atLeast: number },
): Promise<boolean> {
  const [found] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM (
      SELECT 1 FROM line WHERE state = 'awaiting_review'
        AND petition_id = (SELECT petition_id FROM page WHERE id = ${pageId}::uuid) LIMIT ${atLeast}) AS waiting`;
  return (found?.count ?? 0) >= atLeast;
}

/** A step that will not be tried again by itself: the page says why and offers a retry. */
export async function recordPageFailure(
  database: Queryable,
  key: PageKey,
  reason: { code: string; params?: Record<string, string | number> },
): Promise<void> {
  await database.page.updateMany({
    where: {
      id: key.pageId,
      state: { in: ['queued', 'preprocessed'] },
      generation: key.generation,
      attempt: key.attempt,
    },
    data: { state: 'failed', reasonCode: reason.code, reasonParams: json(reason.params ?? {}) },
  });
}

/** Pages that wait for a step and have not changed since `before`, oldest first. */
export async function listWaitingPages(
  database: Queryable,
  state: 'queued' | 'preprocessed',
  { before, limit }: { before: Date; limit: number },
): Promise<PageStart[]> {
  const pages = await database.page.findMany({
    where: { state, updatedAt: { lt: before }, OR: [{ twinVerdict: null }, { twinVerdict: { not: 'held' } }] },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true, generation: true, attempt: true },
  });
  return pages.map(({ id, generation, attempt }) => ({ pageId: id, generation, attempt }));
}

/** Gives a waiting page's step a new job id; null when the page moved on. */
export async function nextPageAttempt(database: Queryable, key: PageKey): Promise<PageKey | null> {
  const { count } = await database.page.updateMany({
    where: {
      id: key.pageId,
      state: { in: ['queued', 'preprocessed'] },
      generation: key.generation,
      attempt: key.attempt,
    },
    data: { attempt: { increment: 1 } },
  });
  return count === 0 ? null : { ...key, attempt: key.attempt + 1 };
}
