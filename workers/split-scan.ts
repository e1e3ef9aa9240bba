/** Job split-scan: a received file becomes its pages. */
import { InputError } from '../src/domain/errors.ts';
import { JOBS, type ScanPayload } from '../src/jobs/definitions.ts';
import { findScan, listQueuedPages, recordSplit, refuseSplit } from '../src/store/scan.ts';
import type { WorkerContext } from './context.ts';

export const createSplitScan =
  ({ database, queues, stages }: WorkerContext) =>
  async ({ scanId, attempt }: ScanPayload): Promise<void> => {
    const scan = await findScan(database, scanId);
    if (scan === null) return;
    if (scan.state === 'received' && scan.attempt === attempt) {
      const { timeoutMs } = JOBS['split-scan'];
      try {
        const pageCount = await stages.call('countPages', { scanSha256: scan.sha256 }, { timeoutMs });
        await recordSplit(database, { scanId, attempt, pageCount });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        await refuseSplit(database, scanId, error.code);
        return;
      }
    }
    // Also when an earlier run of this job was killed right here.
    await queues.add('preprocess-page', await listQueuedPages(database, scanId));
  };
