/** Server-sent events: each says that something changed, and what is on the screen is asked for again. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** ms: a stack of pages must not make a stack of requests. */
const GATHER_MS = 400;
const REFRESHED = ['batches', 'batch', 'page', 'triage', 'ledger', 'petitions'];

export function useLiveEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/events');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ predicate: (query) => REFRESHED.includes(String(query.queryKey[0])) });
      }, GATHER_MS);
    };
    source.addEventListener('message', refresh);
    for (const kind of ['batch', 'scan', 'page', 'line', 'petition']) source.addEventListener(kind, refresh);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [queries]);
}
