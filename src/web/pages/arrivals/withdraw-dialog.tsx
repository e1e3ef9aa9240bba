import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { ConfirmButtons } from '../../parts/confirm-buttons.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import type { BatchScan } from './batches.ts';

export function WithdrawDialog({ scan, onClose }: { scan: BatchScan; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => change('POST', `/api/scans/${scan.id}/withdraw`),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={t('arrivals.withdrawTitle')} onClose={onClose}>
      <div className="form">
        {withdraw.isError && <ProblemNote error={withdraw.error} />}
        <p>{t('arrivals.withdrawLead', { file: scan.file })}</p>
        <ConfirmButtons
          label={t('arrivals.withdraw')}
          isGrave
          isPending={withdraw.isPending}
          onConfirm={() => withdraw.mutate()}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}
