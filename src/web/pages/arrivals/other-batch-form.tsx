/** The choice of another open batch, and what goes there: the body of the dialogs that move things. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { useBatches } from './batches.ts';

interface OtherBatchFormProps {
  /** Where it is now. */
  batchId: string;
  petitionId: string | undefined;
  submit: string;
  isPending?: boolean;
  error?: Error | null;
  onChoose(batchId: string): void;
  onClose(): void;
  children: ReactNode;
}

export function OtherBatchForm(props: OtherBatchFormProps) {
  const { t } = useTranslation();
  const batches = useBatches(props.petitionId);
  const others = (batches.data?.items ?? []).filter((one) => one.id !== props.batchId && one.state === 'open');
  const [chosen, setChosen] = useState('');
  const target = others.find((one) => one.id === chosen)?.id ?? others[0]?.id;
  return (
    <div className="form">
      {props.error != null && <ProblemNote error={props.error} />}
      {props.children}
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
          disabled={target === undefined || props.isPending === true}
          onClick={() => target !== undefined && props.onChoose(target)}
        >
          {props.submit}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={props.onClose}>
          {t('common.cancel')}
        </button>
      </div>
    </div>
  );
}
