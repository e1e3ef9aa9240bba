import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageWire } from '../../../domain/wire-page.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { PageAction } from '../../http/page-actions.ts';
import { SelectField } from '../../parts/field.tsx';
import { KeyButton } from './key-button.tsx';

interface FormChoiceProps {
  about: string;
  hotkey: string | undefined;
  petitions: PetitionWire[];
  /** Best first. */
  nearest: PageWire['nearest'];
  isBusy: boolean;
  onChoose(action: PageAction): void;
}

export function FormChoice({ about, hotkey, petitions, nearest, isBusy, onChoose }: FormChoiceProps) {
  const { t } = useTranslation();
  const rank = new Map(nearest.map(({ formDefinitionId }, index) => [formDefinitionId, index]));
  const forms = petitions
    .flatMap((petition) =>
      petition.forms
        .filter((form) => !form.retired)
        .map((form) => ({ id: form.id, label: `${petition.title} · ${form.key} ${form.version}` })),
    )
    .sort((a, b) => (rank.get(a.id) ?? Number.MAX_SAFE_INTEGER) - (rank.get(b.id) ?? Number.MAX_SAFE_INTEGER));
  const [chosen, setChosen] = useState('');
  const formDefinitionId = chosen || forms[0]?.id;
  if (formDefinitionId === undefined) return null;
  return (
    <div className="form-choice">
      <SelectField
        label={t('triage.chooseFormLabel')}
        value={formDefinitionId}
        onChange={(event) => setChosen(event.target.value)}
      >
        {forms.map(({ id, label }) => (
          <option key={id} value={id}>
            {rank.get(id) === 0 ? `${label} (${t('triage.likely')})` : label}
          </option>
        ))}
      </SelectField>
      <KeyButton
        label={t('triage.chooseForm')}
        about={about}
        hotkey={hotkey}
        kind="primary"
        disabled={isBusy}
        onClick={() => onChoose({ name: 'form', formDefinitionId })}
      />
    </div>
  );
}
