import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionWire } from '../../../domain/wire-retention.ts';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

interface DestroyDialogProps {
  retention: RetentionWire;
  onDone(now: RetentionWire): void;
  onClose(): void;
}

/** The number of signers is typed: nobody destroys a petition by a slip of the hand, or another one than was meant. */
export function DestroyDialog({ retention, onDone, onClose }: DestroyDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const { petitionId, title, kept } = retention;
  const order = useMutation({
    mutationFn: () =>
      change<RetentionWire>('POST', `/api/petitions/${petitionId}/destruction`, { signers: kept.signers }),
    onSuccess: onDone,
  });
  const isConfirmed = typed.replaceAll(/\D/g, '') === String(kept.signers);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isConfirmed) order.mutate();
  }

  return (
    <Dialog title={t('petitions.retention.confirmTitle', { title })} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {order.isError && <ProblemNote error={order.error} />}
        <p>{t('petitions.retention.confirmLead')}</p>
        {kept.undecided > 0 && (
          <p>{t('petitions.retention.undecided', { count: kept.undecided, value: format.number(kept.undecided) })}</p>
        )}
        <p className="soft">{t('petitions.retention.paper')}</p>
        <TextField
          label={t('petitions.retention.type')}
          hint={t('petitions.retention.typeHint', { value: kept.signers })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="buttons">
          <button type="submit" className="button" data-kind="grave" disabled={!isConfirmed || order.isPending}>
            {t('petitions.retention.confirm')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
