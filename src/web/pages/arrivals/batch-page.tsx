import './arrivals.css';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Word } from '../../parts/word.tsx';
import { DropArea } from '../../uploads/drop-area.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { UnfinishedNote } from '../../uploads/unfinished-note.tsx';
import { addUploads, uploadsStore } from '../../uploads/uploads.ts';
import { AccountSection } from './account-section.tsx';
import { blanksToGlanceAt, useBatch } from './batches.ts';
import { PageTiles } from './page-tiles.tsx';
import { LinesStrip, PagesStrip, problemCount } from './progress-strips.tsx';
import { ScanTable } from './scan-table.tsx';
import { BatchSeparatorButton } from './separator-panel.tsx';

/** One envelope: what came, what became of it, what needs a hand. */
export default function BatchPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSending = useSyncExternalStore(uploadsStore.subscribe, uploadsStore.read).some((one) => one.batchId === id);
  const { data: batch, error, isError, refetch } = useBatch(id);
  if (batch === undefined) return isError ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Waiting />;
  const problems = problemCount(batch);
  const blanks = blanksToGlanceAt(batch).length;
  return (
    <>
      <p className="small trail">
        <Link href="/arrivals">{t('arrivals.title')}</Link>
      </p>
      <PageHead title={batch.name} lead={[format.date(batch.receivedOn), batch.sender].filter(Boolean).join(' · ')}>
        {batch.state === 'open' && <BatchSeparatorButton batchId={batch.id} />}
      </PageHead>
      {batch.state === 'closed' && <Word tone="good">{t('arrivals.account.closed')}</Word>}
      <dl className="strips">
        <dt>{t('arrivals.pages')}</dt>
        <dd>
          <PagesStrip batch={batch} />
        </dd>
        <dt>{t('arrivals.column.lines')}</dt>
        <dd>
          <LinesStrip batch={batch} />
        </dd>
      </dl>
      <AccountSection batch={batch} />
      {problems > 0 && (
        <p>
          <Link href="/triage">
            <Word tone="look">{t('arrivals.problems', { count: problems })}</Word>
          </Link>
        </p>
      )}
      {blanks > 0 && (
        <p>
          <Link href={`/arrivals/${id}/blanks`}>
            <Word tone="quiet">{t('arrivals.blanks.link', { count: blanks })}</Word>
          </Link>
        </p>
      )}
      {batch.state === 'open' && (
        <DropArea title={t('arrivals.dropInto')} onFiles={(files) => addUploads(batch.id, files)} />
      )}
      <UnfinishedNote batchId={batch.id} />
      <UploadList batchId={batch.id} />
      {batch.scans.length === 0 && !isSending ? (
        <BlankState icon="file" title={t('arrivals.noScans')}>
          <p>{t('arrivals.noScansTodo')}</p>
        </BlankState>
      ) : (
        <>
          <PageTiles pages={batch.pages} petitionId={batch.petitionId} />
          <ScanTable batch={batch} />
        </>
      )}
    </>
  );
}
