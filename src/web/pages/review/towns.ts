/** Towns of a postcode, from the server's offline list. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { get } from '../../http/request.ts';

const isComplete = (postcode: string) => /^\d{5}$/.test(postcode);

function townsQuery(postcode: string) {
  return {
    queryKey: ['towns', postcode],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { items } = await get<{ items: { city: string }[] }>(`/api/towns?postcode=${postcode}`, signal);
      return items.map(({ city }) => city);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 600_000,
  };
}

export interface Towns {
  /** Undefined while unknown, and for what is no French postcode. */
  towns: string[] | undefined;
  /** Asked for, and not there yet; false when nobody answers. */
  isComing: boolean;
}

export function useTowns(postcode: string): Towns {
  const { data, fetchStatus } = useQuery({ ...townsQuery(postcode), enabled: isComplete(postcode) });
  if (!isComplete(postcode)) return { towns: undefined, isComing: false };
  return { towns: data, isComing: data === undefined && fetchStatus === 'fetching' };
}

/** Asks for the towns of the lines ahead, so that they stand there when the line comes. */
export function usePreparedTowns(ahead: readonly ClaimWire[]): void {
  const queries = useQueryClient();
  useEffect(() => {
    for (const claim of ahead) {
      const field = claim.formFields.find(({ type }) => type === 'postcode');
      const postcode = field === undefined ? '' : (claim.fields[field.name] ?? '');
      if (isComplete(postcode)) void queries.prefetchQuery(townsQuery(postcode));
    }
  }, [ahead, queries]);
}
