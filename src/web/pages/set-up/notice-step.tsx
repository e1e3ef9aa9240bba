import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { linesOf } from './about-step.tsx';
import type { StepProps } from './set-up-page.tsx';

export function NoticeStep({ draft, actions, onNext }: StepProps) {
  const { t } = useTranslation();
  const { choices, form } = draft;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const notice = { text: String(values.get('text')).trim(), recipients: linesOf(String(values.get('recipients'))) };
    actions.patch.mutate({ choices: { notice } }, { onSuccess: onNext });
  }

  return (
    <form className="form" onSubmit={submit}>
      <h2>{t('setUp.step.notice')}</h2>
      <p>{t('setUp.notice.lead')}</p>
      {actions.patch.isError && <ProblemNote error={actions.patch.error} />}
      <AreaField
        label={t('setUp.notice.text')}
        hint={t('setUp.notice.textHint')}
        name="text"
        rows={9}
        maxLength={20_000}
        defaultValue={choices.notice?.text ?? form?.notice?.text ?? ''}
      />
      <AreaField
        label={t('setUp.notice.recipients')}
        hint={t('setUp.notice.recipientsHint')}
        name="recipients"
        rows={3}
        defaultValue={(choices.notice?.recipients ?? []).join('\n')}
      />
      <p className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={actions.patch.isPending}>
          {t('setUp.next')}
        </button>
      </p>
    </form>
  );
}
