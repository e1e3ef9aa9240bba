/** A note to a colleague, to the supervisors, back to whoever asked, or with a reason that needs words. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_NOTE } from '../../../domain/limits.ts';
import { get } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';

export type NoteKind = 'ask' | 'escalate' | 'answer' | 'unlisted';

interface NoteDialogProps {
  kind: NoteKind;
  lineId: string;
  onSend(text: string, personId: string | null): void;
  onClose(): void;
}

export function NoteDialog({ kind, lineId, onSend, onClose }: NoteDialogProps) {
  const { t } = useTranslation();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSend(String(form.get('text')).trim(), String(form.get('to') ?? '') || null);
  }
  return (
    <Dialog title={t(`review.noteTitle.${kind}`)} onClose={onClose} className="note-dialog">
      <form className="form" onSubmit={submit}>
        <p className="small soft">{t(`review.noteLead.${kind}`)}</p>
        <TextField
          label={t('review.note')}
          name="text"
          data-first
          autoComplete="off"
          maxLength={LONGEST_NOTE}
          required={kind === 'answer' || kind === 'unlisted'}
        />
        {kind === 'ask' && <Colleagues lineId={lineId} />}
        <p className="buttons">
          <button type="submit" className="button" data-kind="primary">
            {t(`review.noteSend.${kind}`)} <kbd className="key">{t('review.key.enter')}</kbd>
          </button>
        </p>
      </form>
    </Dialog>
  );
}

/** Until the names are there, whoever is free is asked. */
function Colleagues({ lineId }: { lineId: string }) {
  const { t } = useTranslation();
  const id = useId();
  const { data } = useQuery({
    queryKey: ['colleagues', lineId],
    queryFn: ({ signal }) =>
      get<{ items: { id: string; displayName: string }[] }>(`/api/rows/${lineId}/colleagues`, signal),
  });
  return (
    <div className="field">
      <label htmlFor={id}>{t('review.noteTo')}</label>
      <select id={id} name="to" className="input">
        <option value="">{t('review.noteToAny')}</option>
        {data?.items.map((person) => (
          <option key={person.id} value={person.id}>
            {person.displayName}
          </option>
        ))}
      </select>
    </div>
  );
}
