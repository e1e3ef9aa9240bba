import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { EnvelopeFields, readEnvelope, today } from './batch-fields.tsx';

interface NewBatchDialogProps {
  petitionId: string;
  /** Files that wait to be sent into the new batch. */
  files: number;
  onClose: () => void;
  onCreated: (batchId: string) => void;
}

export function NewBatchDialog({ petitionId, files, onClose, onCreated }: NewBatchDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const suggested = t('arrivals.create.suggested', { date: format.date(today()) });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const envelope = readEnvelope(new FormData(event.currentTarget));
    setBusy(true);
    setError(null);
    try {
      const batch = await change<{ id: string }>('POST', `/api/petitions/${petitionId}/batches`, {
        ...envelope,
        name: envelope.name ?? suggested,
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
        <EnvelopeFields name={suggested} />
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
