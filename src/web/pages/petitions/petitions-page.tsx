import './petitions.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { DraftWire } from '../../../domain/wire-draft.ts';
import { change } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Word } from '../../parts/word.tsx';
import { PETITIONS_KEY, usePetition } from '../../shell/petition.tsx';
import { DraftsList } from './drafts-list.tsx';
import { DueNote } from './due-note.tsx';
import { RemovePracticeDialog } from './remove-practice-dialog.tsx';

export default function PetitionsPage() {
  const { t } = useTranslation();
  const { petitions, isPending, error } = usePetition();
  const isMaker = hasRole(usePerson(), 'supervisor', 'administrator');
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => change<DraftWire>('POST', '/api/drafts', {}),
    onSuccess: (draft) => {
      queries.setQueryData(['draft', draft.id], draft);
      navigate(`/petitions/set-up/${draft.id}/form`);
    },
  });
  return (
    <>
      <PageHead title={t('petitions.title')} lead={t('petitions.lead')}>
        {isMaker && (
          <button
            type="button"
            className="button"
            data-kind="primary"
            disabled={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {t('petitions.create')}
          </button>
        )}
      </PageHead>
      {begin.isError && <ProblemNote error={begin.error} />}
      <DueNote />
      {isMaker && <DraftsList />}
      {isPending && <Waiting />}
      {error !== null && error !== undefined && <ProblemNote error={error} />}
      {!isPending && !error && petitions.length === 0 && (
        <BlankState icon="petitions" title={t('petitions.empty')}>
          <p>{t('petitions.emptyTodo')}</p>
        </BlankState>
      )}
      <ul className="petition-list">
        {petitions.map((petition) => (
          <PetitionEntry key={petition.id} petition={petition} />
        ))}
      </ul>
    </>
  );
}

function PetitionEntry({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const { petition: chosen, choose } = usePetition();
  const isMaker = hasRole(usePerson(), 'supervisor', 'administrator');
  const [isRemoving, setRemoving] = useState(false);
  const setState = useMutation({
    mutationFn: (state: 'open' | 'closed') => change('PATCH', `/api/petitions/${petition.id}`, { state }),
    onSuccess: () => queries.invalidateQueries({ queryKey: PETITIONS_KEY }),
  });
  const isOpen = petition.state === 'open';
  return (
    <li className="petition">
      <header>
        <h2>{petition.title}</h2>
        <p className="petition-facts">
          <Word tone={isOpen ? 'good' : 'quiet'}>{t(`petitions.state.${petition.state}`)}</Word>
          {petition.isPractice && <span className="practice">{t('common.practice')}</span>}
          <span className="soft">{t('petitions.created_on', { date: format.date(petition.createdAt) })}</span>
          <span className="soft">
            {t('common.labelled', {
              label: t('petitions.closes'),
              value: petition.closesOn === null ? t('petitions.noEnd') : format.date(petition.closesOn),
            })}
          </span>
        </p>
      </header>
      {petition.addressees.length > 0 && <p className="soft">{petition.addressees.join(' · ')}</p>}
      {setState.isError && <ProblemNote error={setState.error} />}
      <Rules petition={petition} />
      <p className="buttons">
        {chosen?.id === petition.id ? (
          <Word tone="busy">{t('petitions.selected')}</Word>
        ) : (
          <button type="button" className="button" onClick={() => choose(petition.id)}>
            {t('petitions.select')}
          </button>
        )}
        <Link className="button" href={`/petitions/${petition.id}`}>
          {t('petitions.settings')}
        </Link>
        {!isMaker ? null : petition.isPractice ? (
          <button type="button" className="button" data-kind="quiet" onClick={() => setRemoving(true)}>
            {t('petitions.removePractice')}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            data-kind="quiet"
            disabled={setState.isPending}
            onClick={() => setState.mutate(isOpen ? 'closed' : 'open')}
          >
            {isOpen ? t('petitions.close') : t('petitions.reopen')}
          </button>
        )}
      </p>
      {isRemoving && <RemovePracticeDialog petition={petition} onClose={() => setRemoving(false)} />}
    </li>
  );
}

function Rules({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const keying = petition.secondKeying;
  const fields = petition.forms.flatMap((form) => form.definition.fields);
  const labels = petition.countableFields.map((name) => fields.find((field) => field.name === name)?.label ?? name);
  const keyingWords = t(`petitions.keying.${keying.mode}`, {
    share: keying.mode === 'random' ? format.percent(keying.share) : '',
    below: keying.mode === 'low_confidence' ? format.percent(keying.below) : '',
    decisions: keying.mode === 'new_reviewers' ? format.number(keying.decisions) : '',
  });
  return (
    <dl className="rules">
      <dt>{t('petitions.countable')}</dt>
      <dd>{labels.join(', ')}</dd>
      <dt>{t('petitions.secondKeying')}</dt>
      <dd>{keyingWords}</dd>
      <dt>{t('petitions.capitals')}</dt>
      <dd>{t(`petitions.capitalsRule.${petition.settings.capitals}`)}</dd>
      <dt>{t('petitions.forms')}</dt>
      <dd>
        {petition.forms.map((form) => (
          <p key={form.id}>
            {t('petitions.formVersion', { name: form.key, version: form.version })}
            {form.frozen && <span className="soft"> · {t('petitions.frozen')}</span>}
          </p>
        ))}
      </dd>
      <dt>{t('petitions.lines')}</dt>
      <dd>{format.number(petition.awaitingReview)}</dd>
    </dl>
  );
}
