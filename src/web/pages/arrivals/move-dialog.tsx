import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchWire } from '../../../domain/wire-batch.ts';
import { change } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { type BatchScan, useBatches } from './batches.ts';

interface MoveDialogProps {
  scan: BatchScan;
  batch: BatchWire;
  onClose: () => void;
}

export function MoveDialog({ scan, batch, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const batches = useBatches(batch.petitionId);
  const others = (batches.data?.items ?? []).filter((other) => other.id !== batch.id && other.state === 'open');
  const [chosen, setChosen] = useState('');
  const target = chosen || others[0]?.id;
  const move = useMutation({
    mutationFn: () => change('POST', `/api/scans/${scan.id}/move`, { batchId: target }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={t('arrivals.moveTitle')} onClose={onClose}>
      <div className="form">
        {move.isError && <ProblemNote error={move.error} />}
        <p>{scan.file}</p>
        {others.length === 0 ? (
          <p>{t('arrivals.noOtherBatch')}</p>
        ) : (
          <SelectField label={t('arrivals.batch')} value={target} onChange={(event) => setChosen(event.target.value)}>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name}
              </option>
            ))}
          </SelectField>
        )}
        <div className="buttons">
          <button
            type="button"
            className="button"
            data-kind="primary"
            disabled={target === undefined || move.isPending}
            onClick={() => move.mutate()}
          >
            {t('arrivals.moveSubmit')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
