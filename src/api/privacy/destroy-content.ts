/** Carries out what was ordered: a petition's content goes page by page, in the database first, then from the disk. */
import type { Database } from '../../store/database.ts';
import type { ImageStore } from '../../store/images.ts';
import { destroyFiles, destroyPages, finishDestruction, listOrdered } from '../../store/destruction.ts';
import { removeUnusedContent } from '../../store/withdrawal.ts';

export interface DestructionTools {
  database: Database;
  images: ImageStore;
  /** The server closes: what is left waits for its next start. */
  isStopping(): boolean;
}

/** Repeatable: what a crash left in the store without a row is removed by the sweep. */
async function destroyContent(
  { database, images, isStopping }: DestructionTools,
  order: { petitionId: string; personId: string },
): Promise<void> {
  const done = { lines: 0, pages: 0, files: 0 };
  for (;;) {
    const { lines, pageIds, released } = await destroyPages(database, order);
    if (pageIds.length === 0) break;
    done.lines += lines;
    done.pages += pageIds.length;
    for (const pageId of pageIds) await images.removeCells(pageId);
    for (const name of new Set(released)) await removeUnusedContent(database, images, name);
    if (isStopping()) return;
  }
  const { released } = await destroyFiles(database, order.petitionId);
  for (const name of released) await removeUnusedContent(database, images, name);
  done.files = released.length;
  await finishDestruction(database, { petitionId: order.petitionId, ...done });
}

/** All orders, one after the other. */
export async function destroyOrdered(tools: DestructionTools): Promise<void> {
  for (const order of await listOrdered(tools.database)) await destroyContent(tools, order);
}
