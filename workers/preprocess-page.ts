/** Job preprocess-page: a page becomes printed lines and cells, or says why not. */
import { JOBS, type PagePayload } from '../src/jobs/definitions.ts';
import { comparePapers, isSamePaper } from '../src/preprocessing/compare-papers.ts';
import { findPageWork, isWaiting, listOfferedForms, type PageWork } from '../src/store/page.ts';
import { hasLinesWaiting } from '../src/store/waiting-page.ts';
import { recordPrepared } from '../src/store/prepared-page.ts';
import type { ComparePrints } from '../src/store/page-print.ts';
import { removeUnusedContent } from '../src/store/withdrawal.ts';
import type { WorkerContext } from './context.ts';
import type { PrepareTask } from './stages.ts';

const compare: ComparePrints = (a, b) => {
  const likeness = comparePapers(a, b);
  return { likeness: likeness.likeness, isSame: isSamePaper(likeness) };
};

export function prepareTask(page: PageWork, forms: PrepareTask['forms']): PrepareTask {
  return {
    pageId: page.id,
    generation: page.generation,
    scanSha256: page.scan.sha256,
    pageNumber: page.number,
    turnedBy: page.turnedBy,
    isNotBlank: page.isNotBlank,
    forms,
  };
}

/** Lines that keep a handful of reviewers busy until the next page is read. */
const ENOUGH_FOR_REVIEWERS = 50;

async function askForReading({ database, queues }: WorkerContext, key: PagePayload): Promise<void> {
  const isUrgent = !(await hasLinesWaiting(database, { pageId: key.pageId, atLeast: ENOUGH_FOR_REVIEWERS }));
  await queues.add('read-page', [key], { isUrgent });
}

export const createPreprocessPage = (context: WorkerContext) => {
  const { database, images, queues, stages } = context;
  return async (key: PagePayload): Promise<void> => {
    const page = await findPageWork(database, key.pageId);
    if (isWaiting(page, 'queued', key)) {
      const forms = await listOfferedForms(database, page);
      const { timeoutMs } = JOBS['preprocess-page'];
      const outcome = await stages.call('preparePage', prepareTask(page, forms), { timeoutMs });
      const recorded = await recordPrepared(database, key, { outcome, has: images.has, compare });
      if (recorded === null) {
        // Withdrawn or begun anew in the meantime: what was made for it must not stay.
        if (outcome.image !== null) await removeUnusedContent(database, images, outcome.image);
        return;
      }
      await queues.add('preprocess-page', recorded.again);
      if (outcome.status === 'registered') {
        if (page.sourceImage !== null) await removeUnusedContent(database, images, page.sourceImage);
        if (!recorded.isHeld) await askForReading(context, key);
      }
      return;
    }
    // An earlier run of this job was killed between its commit and the next job.
    if (isWaiting(page, 'preprocessed', key)) await queues.add('read-page', [key]);
  };
};
