/** The set-up at hand: asked for again while workers look at its sheets, changed piece by piece. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FormDefinition } from '../../../domain/form.ts';
import type { DraftChoices, DraftSheetKind, DraftWire } from '../../../domain/wire-draft.ts';
import { change, csrfHeader, get, send } from '../../http/request.ts';
import type { Outcome } from '../../uploads/outcome.ts';

export const DRAFTS_KEY = ['drafts'];
const keyOf = (id: string) => ['draft', id];

/** ms between two looks while a worker is at it: somebody sits and waits. */
const POLL = 600;

export const isLookedAt = (draft: DraftWire): boolean => draft.sheets.some((sheet) => sheet.state === 'waiting');

export function useDraft(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => get<DraftWire>(`/api/drafts/${id}`, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isLookedAt(state.data) ? POLL : false),
    // What is being typed must not be replaced by an older state.
    refetchOnWindowFocus: false,
  });
}

export function useDraftActions(id: string) {
  const queries = useQueryClient();
  const show = useCallback((draft: DraftWire) => queries.setQueryData(keyOf(id), draft), [queries, id]);
  const patch = useMutation({
    mutationFn: (body: { choices?: DraftChoices; form?: unknown }) =>
      change<DraftWire>('PATCH', `/api/drafts/${id}`, body),
    onSuccess: show,
  });
  const sendSheets = useMutation({
    mutationFn: ({ kind, files }: { kind: DraftSheetKind; files: File[] }) => upload(id, kind, files),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(id) }),
  });
  const again = useMutation({
    mutationFn: ({ sheetId, page }: { sheetId: string; page?: number }) =>
      change<DraftWire>('POST', `/api/drafts/${id}/sheets/${sheetId}/again`, page === undefined ? {} : { page }),
    onSuccess: show,
  });
  const removeSheet = useMutation({
    mutationFn: (sheetId: string) => change<DraftWire>('DELETE', `/api/drafts/${id}/sheets/${sheetId}`),
    onSuccess: show,
  });
  return { patch, sendSheets, again, removeSheet };
}
export type DraftActions = ReturnType<typeof useDraftActions>;

async function upload(id: string, kind: DraftSheetKind, files: File[]): Promise<Outcome[]> {
  const body = new FormData();
  for (const file of files) body.append('files', file, file.name);
  const answer = await send(`/api/drafts/${id}/sheets/${kind}`, { method: 'POST', headers: csrfHeader(), body });
  return ((await answer.json()) as { items: Outcome[] }).items;
}

/** ms without a further change before the form is saved. */
const SAVE_AFTER = 500;

/**
 * The form as the editor begins with, and its saving. `begun` changes when the form comes from elsewhere: detected
 * from a sheet, or imported.
 */
export function useFormSaving(draft: DraftWire, patch: DraftActions['patch']) {
  const known = useRef(draft.revision);
  /** The last state that the server had, for when a save fails. */
  const settled = useRef(draft.revision);
  const waiting = useRef<FormDefinition | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const [begun, setBegun] = useState({ revision: draft.revision, form: draft.form });
  const save = patch.mutateAsync;

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const form = waiting.current;
    waiting.current = null;
    if (form !== null) {
      saving.current = saving.current
        .then(() => save({ form }))
        .then(
          (saved) => {
            known.current = saved.revision;
            settled.current = saved.revision;
          },
          // The mutation keeps the error, and the page shows it.
          () => {
            known.current = settled.current;
          },
        );
    }
    await saving.current;
  }, [save]);

  const keep = useCallback(
    (form: FormDefinition) => {
      waiting.current = form;
      // Before the answer comes: what is saved by the editor is no form from elsewhere.
      known.current = Number.POSITIVE_INFINITY;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER);
    },
    [flush],
  );

  useEffect(() => {
    if (draft.revision <= known.current) return;
    known.current = draft.revision;
    settled.current = draft.revision;
    setBegun({ revision: draft.revision, form: draft.form });
  }, [draft.revision, draft.form]);

  // Going elsewhere with a change in hand saves it.
  useEffect(() => () => void flush(), [flush]);

  const replace = useCallback(
    async (form: unknown) => {
      waiting.current = null;
      clearTimeout(timer.current);
      const saved = await save({ form });
      known.current = saved.revision;
      settled.current = saved.revision;
      setBegun({ revision: saved.revision, form: saved.form });
    },
    [save],
  );
  return { begun, keep, flush, replace };
}
