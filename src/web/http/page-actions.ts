/** What a person can do for a page that is stuck, or was read the wrong way. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { change } from './request.ts';

export type PageAction =
  | { name: 'form'; formDefinitionId: string }
  | { name: 'turn'; degrees: 90 | 180 | 270 }
  | { name: 'retry' }
  | { name: 'set-aside' };

function send(pageId: string, action: PageAction): Promise<unknown> {
  const { name, ...body } = action;
  return change('POST', `/api/pages/${pageId}/${name}`, name === 'form' || name === 'turn' ? body : undefined);
}

export function usePageAction(pageId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: PageAction) => send(pageId, action),
    onSuccess: () => queries.invalidateQueries(),
  });
}
