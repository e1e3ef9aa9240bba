import type { BatchSummary } from './batches.ts';

/** Pages that the machine still has to work on; one held because its paper seems to be there already waits for a person. */
export const waitingCount = ({ progress }: BatchSummary): number =>
  (progress.pagesByState.queued ?? 0) + (progress.pagesByState.preprocessed ?? 0) - progress.held;
