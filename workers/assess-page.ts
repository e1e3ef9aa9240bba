/** Job assess-page: whether a page was scanned well enough, said while its paper still lies in the scanner's tray. */
import { JOBS, type PagePayload } from '../src/jobs/definitions.ts';
import { findPageWork, isWaiting } from '../src/store/page.ts';
import { recordPrepared, recordRemarks } from '../src/store/prepared-page.ts';
import { removeUnusedContent } from '../src/store/withdrawal.ts';
import type { WorkerContext } from './context.ts';

export const createAssessPage =
  ({ database, images, entrance }: WorkerContext) =>
  async (key: PagePayload): Promise<void> => {
    const page = await findPageWork(database, key.pageId);
    // Preprocessing was quicker, or the page was withdrawn: its own verdict stands.
    if (!isWaiting(page, 'queued', key) || page.isNotBlank) return;
    const task = { scanSha256: page.scan.sha256, pageNumber: page.number, turnedBy: page.turnedBy };
    const assessed = await entrance.call('assessPage', task, { timeoutMs: JOBS['assess-page'].timeoutMs });
    const { settled } = assessed;
    const isRecorded =
      settled === null
        ? await recordRemarks(database, key, { ...assessed, has: images.has })
        : (await recordPrepared(database, key, { outcome: settled, has: images.has })) !== null;
    const image = settled === null ? assessed.image : settled.image;
    if (!isRecorded && image !== null) await removeUnusedContent(database, images, image);
  };
