import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { ConfirmButtons } from '../../parts/confirm-buttons.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import type { SignerHistoryWire } from './signer-page.tsx';

export function ReopenDialog({
  signer,
  onDone,
  onClose,
}: {
  signer: SignerHistoryWire;
  onDone(): void;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const reopen = useMutation({
    mutationFn: async () => {
      await change('POST', `/api/rows/${signer.lineId}/reopen`, { version: signer.lineVersion });
      // Reopened for whoever reviews next, not for this page.
      await change('POST', '/api/review/releases', { ids: [signer.lineId] });
    },
    onSuccess: onDone,
  });
  return (
    <Dialog title={t('signers.reopenTitle')} onClose={onClose}>
      <div className="form">
        {reopen.isError && <ProblemNote error={reopen.error} />}
        <p>{t('signers.reopenLead')}</p>
        <ConfirmButtons
          label={t('signers.reopen')}
          isPending={reopen.isPending}
          onConfirm={() => reopen.mutate()}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}
