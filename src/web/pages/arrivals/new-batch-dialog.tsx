import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

interface NewBatchDialogProps {
  petitionId: string;
  /** Files that wait to be sent into the new batch. */
  files: number;
  onClose: () => void;
  onCreated: (batchId: string) => void;
}

function text(form: FormData, name: string): string | null {
  return String(form.get(name) ?? '').trim() || null;
}

function whole(form: FormData, name: string): number | null {
  const value = text(form, name);
  return value === null ? null : Number(value);
}

/** YYYY-MM-DD of the person's own day. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export function NewBatchDialog({ petitionId, files, onClose, onCreated }: NewBatchDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const batch = await change<{ id: string }>('POST', `/api/petitions/${petitionId}/batches`, {
        name: text(form, 'name') ?? t('arrivals.create.suggested', { date: format.date(today()) }),
        sender: text(form, 'sender'),
        receivedOn: text(form, 'receivedOn'),
        postmarkedOn: text(form, 'postmarkedOn'),
        declaredSheets: whole(form, 'declaredSheets'),
        declaredSignatures: whole(form, 'declaredSignatures'),
      });
      await queries.invalidateQueries({ queryKey: ['batches'] });
      onCreated(batch.id);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }

  const submitWords = files === 0 ? t('arrivals.create.submit') : t('arrivals.create.submitFiles', { count: files });
  return (
    <Dialog title={t('arrivals.create.title')} onClose={onClose}>
      <form onSubmit={submit} className="form">
        {error !== null && <ProblemNote error={error} />}
        <TextField
          label={t('arrivals.create.name')}
          hint={t('arrivals.create.nameHint')}
          name="name"
          maxLength={200}
          defaultValue={t('arrivals.create.suggested', { date: format.date(today()) })}
          required
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className="pair">
          <TextField
            label={t('arrivals.create.declaredSheets')}
            hint={t('common.optional')}
            name="declaredSheets"
            type="number"
            min={0}
            max={1_000_000}
          />
          <TextField
            label={t('arrivals.create.declaredSignatures')}
            hint={t('common.optional')}
            name="declaredSignatures"
            type="number"
            min={0}
            max={10_000_000}
          />
        </div>
        <TextField label={t('arrivals.create.sender')} hint={t('common.optional')} name="sender" maxLength={300} />
        <div className="pair">
          <TextField label={t('arrivals.create.receivedOn')} name="receivedOn" type="date" defaultValue={today()} />
          <TextField
            label={t('arrivals.create.postmarkedOn')}
            hint={t('common.optional')}
            name="postmarkedOn"
            type="date"
          />
        </div>
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={isBusy}>
            {submitWords}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
