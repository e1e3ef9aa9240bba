import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnvelopeAccountWire } from '../../../domain/wire-envelope.ts';
import { change } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { AreaField } from '../../parts/field.tsx';
import { Note, ProblemNote } from '../../parts/notes.tsx';

interface CloseDialogProps {
  account: EnvelopeAccountWire;
  /** `reopen`: the way back, for supervisors. */
  what: 'close' | 'reopen';
  onClose: () => void;
}

export function CloseDialog({ account, what, onClose }: CloseDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const isSupervisor = hasRole(usePerson(), 'supervisor');
  const act = useMutation({
    mutationFn: (reason: string | undefined) =>
      change('POST', `/api/batches/${account.batchId}/${what}`, reason === undefined ? {} : { reason }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  const isSigned = what === 'close' && !account.balanced;
  const needsReason = what === 'reopen' || isSigned;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    act.mutate(needsReason ? reason : undefined);
  }
  const mayGoOn = isSupervisor || !isSigned;
  return (
    <Dialog
      title={t(what === 'close' ? 'arrivals.account.closeTitle' : 'arrivals.account.reopenTitle')}
      onClose={onClose}
    >
      <form className="form" onSubmit={submit}>
        {act.isError && <ProblemNote error={act.error} />}
        {what === 'close' && <p>{t('arrivals.account.closeLead')}</p>}
        {isSigned && (
          <Note tone="look" title={t('arrivals.account.closeUnbalanced')}>
            {!isSupervisor && <p>{t('arrivals.account.closeAskSupervisor')}</p>}
          </Note>
        )}
        {needsReason && mayGoOn && (
          <AreaField
            label={t(what === 'reopen' ? 'arrivals.account.reopenReason' : 'arrivals.account.reason')}
            {...(isSigned && { hint: t('arrivals.account.reasonHint') })}
            name="reason"
            maxLength={1000}
            required
            autoFocus
          />
        )}
        <div className="buttons">
          {mayGoOn && (
            <button type="submit" className="button" data-kind="primary" disabled={act.isPending}>
              {t(
                what === 'reopen'
                  ? 'arrivals.account.reopen'
                  : isSigned
                    ? 'arrivals.account.sign'
                    : 'arrivals.account.close',
              )}
            </button>
          )}
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
