import './signers.css';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { SignerWire } from '../../../domain/wire-signer.ts';
import type { TrialTraceWire } from '../../../domain/wire-trial.ts';
import { change } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { Icon } from '../../parts/icon.tsx';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { LINE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { TrialTraces } from './trial-traces.tsx';

/** Columns of the table: what tells people apart. */
const COLUMNS = 5;

export default function SignersPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const { petition, isPending } = usePetition();
  const [text, setText] = useState('');
  // In the body, never in an address: names do not belong in logs or histories.
  const search = useMutation({
    mutationFn: () =>
      change<{ items: SignerWire[] }>('POST', '/api/signers/search', { petitionId: petition?.id, text, limit: 100 }),
  });
  const isOfficer = hasRole(person, 'dpo');
  // A request about a person is not about one petition: all set-ups are looked through.
  const trials = useMutation({
    mutationFn: () => change<{ items: TrialTraceWire[] }>('POST', '/api/trial-sheets/search', { text }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (petition !== null) search.mutate();
    if (isOfficer && text.trim() !== '') trials.mutate();
  }
  const found = search.data?.items;
  return (
    <>
      <PageHead title={t('signers.title')} lead={t('signers.lead')}>
        {hasRole(person, 'supervisor', 'dpo') && (
          <Link className="button" href="/signers/duplicates">
            {t('signers.duplicates.link')}
          </Link>
        )}
      </PageHead>
      {petition === null && !isPending && <BlankState icon="signers" title={t('arrivals.needPetition')} />}
      {petition !== null && (
        <search>
          <form className="search-form" onSubmit={submit}>
            <label className="unseen" htmlFor="signer-search">
              {t('signers.search')}
            </label>
            <input
              id="signer-search"
              className="input"
              type="search"
              value={text}
              maxLength={200}
              placeholder={t('signers.placeholder')}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="button" data-kind="primary">
              {t('signers.search')}
            </button>
          </form>
        </search>
      )}
      {search.isPending && <Waiting />}
      {search.isError && <ProblemNote error={search.error} />}
      {trials.isError && <ProblemNote error={trials.error} />}
      {petition !== null && search.isIdle && (
        <BlankState icon="signers" title={t('signers.start')}>
          <p className="soft">{t('signers.startTodo')}</p>
        </BlankState>
      )}
      {found?.length === 0 && (
        <BlankState icon="quiet" title={t('signers.none')}>
          <p className="soft">{t('signers.noneTodo')}</p>
        </BlankState>
      )}
      {petition !== null && found !== undefined && found.length > 0 && <Found petition={petition} found={found} />}
      {trials.data !== undefined && <TrialTraces traces={trials.data.items} onErased={() => trials.mutate()} />}
    </>
  );
}

function Found({ petition, found }: { petition: PetitionWire; found: SignerWire[] }) {
  const { t } = useTranslation();
  const present = new Set(found.flatMap((signer) => Object.keys(signer.fields ?? {})));
  const fields = petition.forms.flatMap((form) => form.definition.fields);
  const columns = fields
    .filter(({ name }, index) => present.has(name) && fields.findIndex((one) => one.name === name) === index)
    .slice(0, COLUMNS);
  return (
    <div className="table-frame">
      <table className="table" aria-label={t('signers.title')}>
        <thead>
          <tr>
            {columns.map(({ name, label }) => (
              <th scope="col" key={name}>
                {label}
              </th>
            ))}
            <th scope="col">{t('signers.sheet')}</th>
            <th scope="col">{t('signers.state')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((signer) => (
            <tr key={signer.id}>
              {signer.fields === null ? (
                <td colSpan={columns.length} className="soft">
                  {t('signers.hidden')}
                </td>
              ) : (
                columns.map(({ name }) => <td key={name}>{signer.fields?.[name]}</td>)
              )}
              <td>
                <Link href={`/signers/${signer.id}`}>
                  {t('signers.sheetLine', { sheet: signer.sheet, line: signer.line })}
                </Link>
              </td>
              <td>
                <Word tone={LINE_TONES[signer.lineState]}>{t(`state.${signer.lineState}`)}</Word>
                {signer.restricted && (
                  <span className="small soft">
                    <Icon name="look" size={14} /> {t('signers.restricted')}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
