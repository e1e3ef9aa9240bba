import { useQuery } from '@tanstack/react-query';
import type { BatchWire } from '../../domain/wire.ts';
import { get } from '../http/request.ts';
import { usePetition } from './petition.tsx';

/** A page that needs a person's hand before it can go on. */
export type StoppedPage = BatchWire['pages'][number] & { batchId: string };

/** The pages of the petition at hand that wait for a hand, newest problem first. */
export function useStoppedPages(isWanted = true) {
  const { petition } = usePetition();
  return useQuery({
    queryKey: ['triage', petition?.id],
    queryFn: ({ signal }) => get<{ items: StoppedPage[] }>(`/api/pages?petitionId=${petition?.id}`, signal),
    enabled: isWanted && petition !== null,
  });
}
