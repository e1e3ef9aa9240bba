/** Job read-page: the cells of a page become readings, its lines go on to a person. */
import { JOBS, type PagePayload } from '../src/jobs/definitions.ts';
import type { FormDefinition } from '../src/domain/form.ts';
import { isSameLine } from '../src/preprocessing/compare-papers.ts';
import { findPageWork, isWaiting, type PageWork } from '../src/store/page.ts';
import { findReadingPolicy, type ReadPage, recordReadings } from '../src/store/reading.ts';
import { prepareTask } from './preprocess-page.ts';
import type { WorkerContext } from './context.ts';

async function readCells({ database, stages }: WorkerContext, page: PageWork): Promise<ReadPage> {
  const { timeoutMs } = JOBS['read-page'];
  if (page.form === null) throw new Error('A preprocessed page has a form');
  const form = page.form.definition as unknown as FormDefinition;
  const policy = await findReadingPolicy(database, page.form.petitionId);
  const task = { pageId: page.id, generation: page.generation, form, ...policy };
  const read = await stages.call('readPage', task, { timeoutMs });
  if (read !== null) return read;
  // Its cells are gone (restored from a backup without them, written by an older version): make them again.
  const forms = [{ id: page.form.id, sha256: page.form.sha256, definition: form }];
  await stages.call('preparePage', prepareTask(page, forms), { timeoutMs });
  const again = await stages.call('readPage', task, { timeoutMs });
  if (again === null) throw new Error('The cells of a page were made and are not there');
  return again;
}

export const createReadPage = (context: WorkerContext) => {
  const { database, images } = context;
  return async (key: PagePayload): Promise<void> => {
    const page = await findPageWork(database, key.pageId);
    if (isWaiting(page, 'preprocessed', key)) {
      const read = await readCells(context, page);
      await recordReadings(database, key, { page, read, compare: isSameLine });
    }
    await images.removeCells(key.pageId);
  };
};
