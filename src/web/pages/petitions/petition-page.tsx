/** One petition: its rules, changed where that is safe; its forms; its print edition. */
import './petitions.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { DraftWire } from '../../../domain/wire-draft.ts';
import { change, get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { AreaField, TextField } from '../../parts/field.tsx';
import { Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PETITIONS_KEY } from '../../shell/petition.tsx';
import { linesOf } from '../set-up/about-step.tsx';
import { CollectionDates } from '../set-up/collection-dates.tsx';
import { type LockedRule, type Rules, RulesFields } from '../set-up/rules-fields.tsx';
import { PrintEdition } from './print-edition.tsx';
import { RetentionSection } from './retention-section.tsx';

const SETTLED: readonly LockedRule[] = ['countableFields', 'contactField', 'capitals'];

export default function PetitionPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const isMaker = hasRole(usePerson(), 'supervisor', 'administrator');
  const search = useSearch();
  const query = useQuery({
    queryKey: ['petitions', id],
    queryFn: ({ signal }) => get<PetitionWire>(`/api/petitions/${id}`, signal),
    refetchOnWindowFocus: false,
  });
  if (query.isPending) return <Waiting lines={6} />;
  if (query.data === undefined) {
    return (
      <>
        <PageHead title={t('petitions.title')} />
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const petition = query.data;
  const opened = new URLSearchParams(search).get('opened');
  return (
    <>
      <PageHead title={petition.title} />
      {opened === 'petition' && <Note tone="good" title={t('setUp.petition.created')} />}
      {opened === 'form' && <Note tone="good" title={t('setUp.petition.versionAdded')} />}
      {isMaker && <Forms petition={petition} />}
      <NoticeSection petition={petition} />
      {!petition.isPractice && <RetentionSection petitionId={petition.id} />}
      {isMaker && <Settings petition={petition} />}
    </>
  );
}

function Forms({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const begin = useMutation({
    mutationFn: () => change<DraftWire>('POST', '/api/drafts', { petitionId: petition.id }),
    onSuccess: (draft) => {
      queries.setQueryData(['draft', draft.id], draft);
      navigate(`/petitions/set-up/${draft.id}/form`);
    },
  });
  const current = petition.forms.findLast((form) => !form.retired);
  return (
    <section className="section">
      <h2>{t('setUp.petition.forms')}</h2>
      {begin.isError && <ProblemNote error={begin.error} />}
      <ul className="form-list">
        {petition.forms.map((form) => (
          <li key={form.id}>
            {t('petitions.formVersion', { name: form.key, version: form.version })}
            <span className="soft">
              {' · '}
              {form.retired ? t('setUp.petition.retired') : t('setUp.petition.current')}
              {form.frozen && ` · ${t('petitions.frozen')}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="buttons">
        <button type="button" className="button" disabled={begin.isPending} onClick={() => begin.mutate()}>
          {t('setUp.petition.newVersion')}
        </button>
      </p>
      {current !== undefined && <PrintEdition petitionId={petition.id} form={current} />}
    </section>
  );
}

function NoticeSection({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const { version, text, recipients } = petition.notice;
  return (
    <section className="section notice-text">
      <h2>{t('setUp.petition.notice', { version })}</h2>
      {text !== '' && <blockquote>{text}</blockquote>}
      {recipients.length > 0 && (
        <p>{t('common.labelled', { label: t('setUp.petition.recipients'), value: recipients.join(' · ') })}</p>
      )}
      <p className="soft small">{t('setUp.petition.noticeFrozen')}</p>
    </section>
  );
}

const rulesOf = ({ countableFields, reasons, secondKeying, settings }: PetitionWire): Rules => ({
  countableFields,
  reasons,
  secondKeying,
  settings: {
    duplicateScope: settings.duplicateScope,
    lateRule: settings.lateRule,
    contactField: settings.contactField,
    capitals: settings.capitals,
    retentionMonths: settings.retentionMonths,
  },
});

function Settings({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [rules, setRules] = useState(() => rulesOf(petition));
  const save = useMutation({
    mutationFn: (body: object) => change<PetitionWire>('PATCH', `/api/petitions/${petition.id}`, body),
    onSuccess: (saved) => {
      queries.setQueryData(['petitions', petition.id], saved);
      void queries.invalidateQueries({ queryKey: ['petitions', petition.id, 'retention'] });
      return queries.invalidateQueries({ queryKey: PETITIONS_KEY, exact: true });
    },
  });
  // Older sheets keep arriving, so a field of any version can be meant; the latest version names it.
  const fields = [
    ...new Map(petition.forms.flatMap((form) => form.definition.fields).map((field) => [field.name, field])).values(),
  ];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const text = (name: string) => String(values.get(name) ?? '');
    if (rules.countableFields.length === 0) return;
    save.mutate({
      ...rules,
      settings: { ...rules.settings, opensOn: text('opensOn') || null },
      title: text('title').trim(),
      addressees: linesOf(text('addressees')),
      closesOn: text('closesOn') || null,
    });
  }

  return (
    <section className="section">
      <h2>{t('setUp.petition.rules')}</h2>
      <form className="form" onSubmit={submit}>
        <TextField label={t('petitions.name')} name="title" required maxLength={300} defaultValue={petition.title} />
        <AreaField
          label={t('petitions.addressees')}
          hint={t('petitions.addresseesHint')}
          name="addressees"
          rows={3}
          defaultValue={petition.addressees.join('\n')}
        />
        <CollectionDates opensOn={petition.settings.opensOn} closesOn={petition.closesOn} />
        <RulesFields rules={rules} fields={fields} locked={petition.isDecided ? SETTLED : []} onChange={setRules} />
        {save.isError && <ProblemNote error={save.error} />}
        {save.isSuccess && <Note tone="good" title={t('setUp.petition.saved')} />}
        <p className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={save.isPending}>
            {t('setUp.petition.save')}
          </button>
        </p>
      </form>
    </section>
  );
}
