/** What a person can do for a page that is stuck, was read the wrong way, or is no sheet at all. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PageWire } from '../../domain/wire-page.ts';
import { change } from './request.ts';

export type PageAction =
  | { name: 'form'; formDefinitionId: string }
  | { name: 'turn'; degrees: 90 | 180 | 270 }
  | { name: 'retry' }
  | { name: 'not-blank' }
  | { name: 'set-aside'; kind: 'letter' | 'cheque' | 'other'; note?: string }
  | { name: 'twin'; decision: 'different' | 'replaces' | 'dropped' }
  | { name: 'part'; batchId: string }
  | { name: 'join' };

const BODILESS = ['retry', 'not-blank', 'join'];

function send(pageId: string, action: PageAction): Promise<PageWire> {
  const { name, ...body } = action;
  return change<PageWire>('POST', `/api/pages/${pageId}/${name}`, BODILESS.includes(name) ? undefined : body);
}

export function usePageAction(pageId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: PageAction) => send(pageId, action),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** A person looked: blank sides are blank, poor scans are good enough. */
export function useGlance() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => change('POST', '/api/pages/glances', { ids }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** A page given back to be scanned again goes back to the reviewers as it is. */
export function useReturnPage() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (pageId: string) => change('DELETE', `/api/pages/${pageId}/hand-back`),
    onSuccess: () => queries.invalidateQueries(),
  });
}
