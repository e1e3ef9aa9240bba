/** Job split-scan: a received file becomes its pages. */
import { InputError } from '../src/domain/errors.ts';
import { JOBS, type ScanPayload } from '../src/jobs/definitions.ts';
import { findScan, listQueuedPages, recordSplit, refuseSplit } from '../src/store/scan.ts';
import type { WorkerContext } from './context.ts';

export const createSplitScan =
  ({ database, queues, entrance }: WorkerContext) =>
  async ({ scanId, attempt }: ScanPayload): Promise<void> => {
    const scan = await findScan(database, scanId);
    if (scan === null) return;
    if (scan.state === 'received' && scan.attempt === attempt) {
      const { timeoutMs } = JOBS['split-scan'];
      try {
        const pageCount = await entrance.call('countPages', { scanSha256: scan.sha256 }, { timeoutMs });
        await recordSplit(database, { scanId, attempt, pageCount });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        await refuseSplit(database, scanId, error.code);
        return;
      }
    }
    // Also when an earlier run of this job was killed right here.
    const pages = await listQueuedPages(database, scanId);
    await queues.add('assess-page', pages);
    await queues.add('preprocess-page', pages);
  };
