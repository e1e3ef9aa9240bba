import { useQuery } from '@tanstack/react-query';
import type { TriagePage } from '../../domain/wire-triage.ts';
import { get } from '../http/request.ts';
import { usePetition } from './petition.tsx';

/** The pages of the petition at hand that wait for a hand, newest problem first. */
export function useStoppedPages(isWanted = true) {
  const { petition } = usePetition();
  return useQuery({
    queryKey: ['triage', petition?.id],
    queryFn: ({ signal }) => get<{ items: TriagePage[] }>(`/api/triage?petitionId=${petition?.id}`, signal),
    enabled: isWanted && petition !== null,
  });
}
