/** Which batches have been read since somebody last looked. */
import type { BatchSummary } from '../pages/arrivals/batches.ts';
import { waitingCount } from '../pages/arrivals/waiting-count.ts';

/** Of each batch, what was seen last. */
export type Seen = Map<string, { waiting: number; pages: number }>;

export const see = (batches: BatchSummary[]): Seen =>
  new Map(batches.map((batch) => [batch.id, { waiting: waitingCount(batch), pages: batch.progress.pages }]));

/** Nothing waits there now, and something did, or pages came and were read between two looks. */
export function doneSince(seen: Seen, batches: BatchSummary[]): BatchSummary[] {
  return batches.filter((batch) => {
    const { waiting, pages } = seen.get(batch.id) ?? { waiting: 0, pages: 0 };
    return waitingCount(batch) === 0 && (waiting > 0 || batch.progress.pages > pages);
  });
}
