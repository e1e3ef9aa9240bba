import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../../domain/wire-draft.ts';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { type Rules, RulesFields } from './rules-fields.tsx';
import type { StepProps } from './set-up-page.tsx';

/** Months: what the European Citizens' Initiative allows is less, what appeals take is seldom more. */
const RETENTION = 12;

/** What was chosen, without fields that the form lost since; else what a new petition begins with. */
export function rulesOf({ choices, defaults, form }: DraftWire): Rules {
  const { settings = {} } = choices;
  const names = (form?.fields ?? []).map((field) => field.name);
  const contactField = settings.contactField ?? null;
  return {
    countableFields: (choices.countableFields ?? defaults.countableFields).filter((name) => names.includes(name)),
    reasons: choices.reasons ?? defaults.reasons,
    secondKeying: choices.secondKeying ?? { mode: 'none' },
    settings: {
      duplicateScope: settings.duplicateScope ?? 'petition',
      lateRule: settings.lateRule ?? 'postmark',
      contactField: contactField !== null && names.includes(contactField) ? contactField : null,
      capitals: settings.capitals ?? 'title',
      retentionMonths: settings.retentionMonths === undefined ? RETENTION : settings.retentionMonths,
    },
  };
}

export function RulesStep({ draft, actions, onNext }: StepProps) {
  const { t } = useTranslation();
  const [rules, setRules] = useState(() => rulesOf(draft));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (rules.countableFields.length > 0) actions.patch.mutate({ choices: rules }, { onSuccess: onNext });
  }

  return (
    <form className="form" onSubmit={submit}>
      <h2>{t('setUp.step.rules')}</h2>
      <p>{t('setUp.rules.lead')}</p>
      {actions.patch.isError && <ProblemNote error={actions.patch.error} />}
      {draft.form === null ? (
        <Note tone="look" title={t('setUp.noForm')} />
      ) : (
        <RulesFields rules={rules} fields={draft.form.fields} onChange={setRules} />
      )}
      <p className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={actions.patch.isPending}>
          {t('setUp.next')}
        </button>
      </p>
    </form>
  );
}
