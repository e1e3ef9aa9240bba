import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageAction } from '../../http/page-actions.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { OtherBatchForm } from '../arrivals/other-batch-form.tsx';

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
  return (
    <Dialog title={t('triage.part.title')} onClose={onClose}>
      <OtherBatchForm
        batchId={batchId}
        petitionId={petitionId}
        submit={t('triage.part.submit')}
        onChoose={(target) => {
          onSend({ name: 'part', batchId: target });
          onClose();
        }}
        onClose={onClose}
      >
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
      </OtherBatchForm>
    </Dialog>
  );
}
