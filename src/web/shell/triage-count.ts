import { usePetition } from './petition.tsx';
import { useBatches } from '../pages/arrivals/batches.ts';

/** Page states that need a person's hand before the page can go on. */
export const TRIAGE_STATES = ['unrecognised', 'unreadable', 'failed'] as const;

/** How many pages of this petition's batches wait for a hand. */
export function useTriageCount(isWanted: boolean): number {
  const { petition } = usePetition();
  const { data } = useBatches(isWanted ? petition?.id : undefined);
  let count = 0;
  for (const batch of data?.items ?? [])
    for (const state of TRIAGE_STATES) count += batch.progress.pagesByState[state] ?? 0;
  return count;
}
