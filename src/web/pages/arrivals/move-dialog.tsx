import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BatchWire } from '../../../domain/wire-batch.ts';
import { change } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import type { BatchScan } from './batches.ts';
import { OtherBatchForm } from './other-batch-form.tsx';

interface MoveDialogProps {
  scan: BatchScan;
  batch: BatchWire;
  onClose: () => void;
}

export function MoveDialog({ scan, batch, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (batchId: string) => change('POST', `/api/scans/${scan.id}/move`, { batchId }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={t('arrivals.moveTitle')} onClose={onClose}>
      <OtherBatchForm
        batchId={batch.id}
        petitionId={batch.petitionId}
        submit={t('arrivals.moveSubmit')}
        isPending={move.isPending}
        error={move.error}
        onChoose={(batchId) => move.mutate(batchId)}
        onClose={onClose}
      >
        <p>{scan.file}</p>
      </OtherBatchForm>
    </Dialog>
  );
}
