import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChoices } from '../../../domain/wire-draft.ts';
import { AreaField, SelectField, TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { CollectionDates } from './collection-dates.tsx';
import type { StepProps } from './set-up-page.tsx';

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function AboutStep({ draft, actions, onNext }: StepProps) {
  const { t } = useTranslation();
  const { choices, form } = draft;
  const [title, setTitle] = useState(choices.title || form?.title || '');
  const language = choices.language ?? (form?.languages[0] === 'en' ? 'en' : 'fr');

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const text = (name: string) => String(values.get(name) ?? '');
    const changed: DraftChoices = {
      title: title.trim(),
      language: text('language'),
      addressees: linesOf(text('addressees')),
      closesOn: text('closesOn') || null,
      settings: { opensOn: text('opensOn') || null },
    };
    actions.patch.mutate({ choices: changed }, { onSuccess: onNext });
  }

  return (
    <form className="form" onSubmit={submit}>
      <h2>{t('setUp.step.about')}</h2>
      {actions.patch.isError && <ProblemNote error={actions.patch.error} />}
      <TextField
        label={t('petitions.name')}
        hint={t('setUp.about.titleHint')}
        name="title"
        value={title}
        maxLength={300}
        required
        onChange={(event) => setTitle(event.target.value)}
      />
      <AreaField
        label={t('petitions.addressees')}
        hint={t('petitions.addresseesHint')}
        name="addressees"
        rows={3}
        defaultValue={(choices.addressees ?? []).join('\n')}
      />
      <SelectField
        label={t('petitions.language')}
        hint={t('setUp.about.languageHint')}
        name="language"
        defaultValue={language}
      >
        <option value="fr">{t('petitions.french')}</option>
        <option value="en">{t('petitions.english')}</option>
      </SelectField>
      <CollectionDates opensOn={choices.settings?.opensOn} closesOn={choices.closesOn} />
      <p className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={actions.patch.isPending}>
          {t('setUp.next')}
        </button>
      </p>
    </form>
  );
}
