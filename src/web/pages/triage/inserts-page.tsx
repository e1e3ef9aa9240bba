import './triage.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { InsertWire } from '../../../domain/wire-triage.ts';
import { usePageAction } from '../../http/page-actions.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';

/** px: a letter is recognised, not read. */
const THUMBNAIL = 320;

/** The tray of what lay between the sheets: letters, cheques, and to whom they went. */
export default function InsertsPage() {
  const { t } = useTranslation();
  const { petition } = usePetition();
  const inserts = useQuery({
    queryKey: ['triage', 'inserts', petition?.id],
    queryFn: ({ signal }) => get<{ items: InsertWire[] }>(`/api/petitions/${petition?.id}/inserts`, signal),
    enabled: petition !== null,
  });
  const items = inserts.data?.items ?? [];
  return (
    <>
      <p className="small trail">
        <Link href="/triage">{t('triage.title')}</Link>
      </p>
      <PageHead title={t('triage.insert.tray')} lead={t('triage.insert.lead')} />
      {inserts.isError && <ProblemNote error={inserts.error} onRetry={() => void inserts.refetch()} />}
      {inserts.isPending && petition !== null && <Waiting />}
      {(inserts.isSuccess || petition === null) && items.length === 0 && (
        <BlankState icon="file" title={t('triage.insert.none')}>
          <p>{t('triage.insert.noneTodo')}</p>
        </BlankState>
      )}
      <ul className="insert-list">
        {items.map((insert) => (
          <Insert key={insert.id} insert={insert} />
        ))}
      </ul>
    </>
  );
}

function Insert({ insert }: { insert: InsertWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const action = usePageAction(insert.id);
  const [isAsked, setAsked] = useState(false);
  const name = t('triage.pageOf', { file: insert.file, page: insert.page });
  const kind = insert.insertKind ?? 'other';
  return (
    <li className="insert">
      <Link href={`/pages/${insert.id}`} className="triage-picture" aria-label={`${t('triage.open')}: ${name}`}>
        <img src={`/api/pages/${insert.id}/image?width=${THUMBNAIL}`} alt="" loading="lazy" decoding="async" />
      </Link>
      <div className="triage-words">
        <h2>{t(`triage.insert.${kind}`)}</h2>
        <p className="soft">{[insert.batchName, name, format.time(insert.at)].join(' · ')}</p>
        <p>{insert.note === null ? <span className="soft">{t('triage.insert.noNote')}</span> : insert.note}</p>
        {action.isError && <ProblemNote error={action.error} />}
        <p className="buttons">
          <button
            type="button"
            className="button"
            aria-label={`${t('triage.insert.edit')}: ${name}`}
            onClick={() => setAsked(true)}
          >
            {t('triage.insert.edit')}
          </button>
          <button
            type="button"
            className="button"
            data-kind="quiet"
            aria-label={`${t('triage.insert.back')}: ${name}`}
            disabled={action.isPending}
            onClick={() => action.mutate({ name: 'retry' })}
          >
            {t('triage.insert.back')}
          </button>
        </p>
      </div>
      {isAsked && (
        <SetAsideDialog
          kind={kind}
          note={insert.note ?? ''}
          onSend={(what) => action.mutate(what)}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}
