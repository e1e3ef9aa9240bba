import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { EnvelopeFields, PlaceFields, readEnvelope, readPlace } from './batch-fields.tsx';
import type { BatchSummary } from './batches.ts';

/** Of a closed batch only the place of its paper changes. */
export function EditBatchDialog({ batch, onClose }: { batch: BatchSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const isClosed = batch.state === 'closed';
  const save = useMutation({
    mutationFn: (changes: object) => change('PATCH', `/api/batches/${batch.id}`, changes),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (isClosed) return save.mutate(readPlace(form));
    const { name, receivedOn, ...rest } = readEnvelope(form);
    save.mutate({ ...rest, name: name ?? batch.name, receivedOn: receivedOn ?? batch.receivedOn });
  }
  return (
    <Dialog title={t('arrivals.account.editTitle')} onClose={onClose}>
      <form onSubmit={submit} className="form">
        {save.isError && <ProblemNote error={save.error} />}
        {isClosed ? (
          <>
            <p className="soft">{t('arrivals.account.editClosed')}</p>
            <PlaceFields batch={batch} />
          </>
        ) : (
          <EnvelopeFields batch={batch} name={batch.name} />
        )}
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={save.isPending}>
            {t('arrivals.account.save')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
