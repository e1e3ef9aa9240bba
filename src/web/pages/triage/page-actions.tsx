import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageWire, PetitionWire } from '../../../domain/wire.ts';
import { type PageAction, usePageAction } from '../../http/page-actions.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Note, ProblemNote } from '../../parts/notes.tsx';

interface PageActionsProps {
  pageId: string;
  /** Tells the pages apart for those who hear the buttons. */
  name: string;
  petitions: PetitionWire[];
  /** Best first, when the page was compared with the forms. */
  nearest?: PageWire['nearest'];
}

export function PageActions({ pageId, name, petitions, nearest = [] }: PageActionsProps) {
  const { t } = useTranslation();
  const action = usePageAction(pageId);
  const [isAside, setAside] = useState(false);
  const run = (what: PageAction) => action.mutate(what);
  const button = (label: string, what: PageAction) => (
    <button
      type="button"
      className="button"
      aria-label={`${label}: ${name}`}
      disabled={action.isPending}
      onClick={() => run(what)}
    >
      {label}
    </button>
  );
  return (
    <div className="page-actions">
      {action.isError && <ProblemNote error={action.error} />}
      {action.isSuccess && <Note tone="good" title={t('triage.done')} />}
      <FormChoice petitions={petitions} nearest={nearest} isBusy={action.isPending} onChoose={run} />
      <p className="buttons">
        {button(t('triage.turnLeft'), { name: 'turn', degrees: 270 })}
        {button(t('triage.turnRight'), { name: 'turn', degrees: 90 })}
        {button(t('triage.upsideDown'), { name: 'turn', degrees: 180 })}
        {button(t('triage.retry'), { name: 'retry' })}
        <button
          type="button"
          className="button"
          data-kind="quiet"
          aria-label={`${t('triage.withdraw')}: ${name}`}
          onClick={() => setAside(true)}
        >
          {t('triage.withdraw')}
        </button>
      </p>
      {isAside && (
        <Dialog title={t('triage.withdrawTitle')} onClose={() => setAside(false)}>
          <div className="form">
            <p>{t('triage.withdrawLead')}</p>
            <div className="buttons">
              <button
                type="button"
                className="button"
                data-kind="grave"
                onClick={() => {
                  setAside(false);
                  run({ name: 'set-aside' });
                }}
              >
                {t('triage.withdraw')}
              </button>
              <button type="button" className="button" data-kind="quiet" onClick={() => setAside(false)}>
                {t('common.cancel')}
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
}

interface FormChoiceProps {
  petitions: PetitionWire[];
  nearest: PageWire['nearest'];
  isBusy: boolean;
  onChoose(action: PageAction): void;
}

function FormChoice({ petitions, nearest, isBusy, onChoose }: FormChoiceProps) {
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
      <button
        type="button"
        className="button"
        data-kind="primary"
        disabled={isBusy}
        onClick={() => onChoose({ name: 'form', formDefinitionId })}
      >
        {t('triage.chooseForm')}
      </button>
    </div>
  );
}
