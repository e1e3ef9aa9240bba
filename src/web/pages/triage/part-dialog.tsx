import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageAction } from '../../http/page-actions.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { useBatches } from '../arrivals/batches.ts';

interface PartDialogProps {
  batchId: string;
  onSend(action: PageAction): void;
  onClose(): void;
}

/** Where a separator sheet was missing or missed: this page and those behind it go to another batch. */
export function PartDialog({ batchId, onSend, onClose }: PartDialogProps) {
  const { t } = useTranslation();
  const { petitions, petition } = usePetition();
  const [petitionId, setPetitionId] = useState(petition?.id);
  const batches = useBatches(petitionId);
  const others = (batches.data?.items ?? []).filter((one) => one.id !== batchId && one.state === 'open');
  const [chosen, setChosen] = useState('');
  const target = others.find((one) => one.id === chosen)?.id ?? others[0]?.id;
  return (
    <Dialog title={t('triage.part.title')} onClose={onClose}>
      <div className="form">
        <p>{t('triage.part.lead')}</p>
        <SelectField
          label={t('triage.petition')}
          value={petitionId}
          onChange={(event) => setPetitionId(event.target.value)}
        >
          {petitions.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </SelectField>
        {others.length === 0 ? (
          <p>{t('arrivals.noOtherBatch')}</p>
        ) : (
          <SelectField label={t('arrivals.batch')} value={target} onChange={(event) => setChosen(event.target.value)}>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </SelectField>
        )}
        <div className="buttons">
          <button
            type="button"
            className="button"
            data-kind="primary"
            disabled={target === undefined}
            onClick={() => {
              if (target !== undefined) onSend({ name: 'part', batchId: target });
              onClose();
            }}
          >
            {t('triage.part.submit')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
