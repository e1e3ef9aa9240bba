import '../petitions/petitions.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { PETITIONS_KEY, usePetition } from '../../shell/petition.tsx';
import { rulesOf } from './rules-step.tsx';
import type { StepProps } from './set-up-page.tsx';
import { DRAFTS_KEY } from './use-draft.ts';

export function OpenStep({ draft }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const { choose } = usePetition();
  const [, navigate] = useLocation();
  const [retireOlder, setRetireOlder] = useState(false);
  const { form, choices } = draft;
  const isNew = draft.petitionId === null;
  const open = useMutation({
    mutationFn: async () => {
      // What no step was asked about begins with what the steps would have shown.
      if (isNew) await change('PATCH', `/api/drafts/${draft.id}`, { choices: rulesOf(draft) });
      return await change<{ petitionId: string }>('POST', `/api/drafts/${draft.id}/open`, { retireOlder });
    },
    onSuccess: async ({ petitionId }) => {
      queries.removeQueries({ queryKey: ['draft', draft.id] });
      await queries.invalidateQueries({ queryKey: PETITIONS_KEY });
      void queries.invalidateQueries({ queryKey: DRAFTS_KEY });
      choose(petitionId);
      navigate(`/petitions/${petitionId}?opened=${isNew ? 'petition' : 'form'}`);
    },
  });
  if (form === null) return <Note tone="look" title={t('setUp.noForm')} />;
  const unsure = [...form.fields, ...form.header].filter((field) => !field.certain).length;
  const trials = draft.sheets.filter((sheet) => sheet.trial?.status === 'registered').length;
  const names = rulesOf(draft).countableFields;
  const labels = form.fields.filter((field) => names.includes(field.name)).map((field) => field.label || field.name);
  return (
    <div className="form">
      <h2>{isNew ? t('setUp.step.open') : t('setUp.open.version')}</h2>
      {open.isError && <ProblemNote error={open.error} />}
      {draft.problems.length > 0 && (
        <Note tone="wrong" title={t('setUp.editor.problems', { count: draft.problems.length })}>
          <p>{t('setUp.open.problems')}</p>
        </Note>
      )}
      {unsure > 0 && <Note tone="look" title={t('setUp.editor.guesses', { count: unsure })} />}
      {trials === 0 && <Note tone="look" title={t('setUp.open.noTrial')} />}
      <dl className="rules">
        <dt>{t('petitions.name')}</dt>
        <dd>{choices.title || form.title}</dd>
        <dt>{t('setUp.open.sheet')}</dt>
        <dd>{t('setUp.open.sheetFacts', { lines: form.rows.boxes.length, fields: form.fields.length })}</dd>
        {isNew && (
          <>
            <dt>{t('petitions.countable')}</dt>
            <dd>{labels.join(', ')}</dd>
            <dt>{t('petitions.closes')}</dt>
            <dd>{choices.closesOn ? format.date(choices.closesOn) : t('petitions.noEnd')}</dd>
          </>
        )}
      </dl>
      <p className="soft">{isNew ? t('setUp.open.lead') : t('setUp.open.versionLead')}</p>
      {!isNew && (
        <label className="check">
          <input type="checkbox" checked={retireOlder} onChange={(event) => setRetireOlder(event.target.checked)} />
          {t('setUp.open.retire')}
        </label>
      )}
      <p className="buttons">
        <button
          type="button"
          className="button"
          data-kind="primary"
          disabled={open.isPending || draft.problems.length > 0}
          onClick={() => open.mutate()}
        >
          {isNew ? t('setUp.open.submit') : t('setUp.open.submitVersion')}
        </button>
      </p>
    </div>
  );
}
