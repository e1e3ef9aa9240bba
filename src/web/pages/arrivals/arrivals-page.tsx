import './arrivals.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { DropArea } from '../../uploads/drop-area.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { UnfinishedNote } from '../../uploads/unfinished-note.tsx';
import { addUploads } from '../../uploads/uploads.ts';
import { BatchRows } from './batch-rows.tsx';
import { useBatches } from './batches.ts';
import { NewBatchDialog } from './new-batch-dialog.tsx';
import { NoticeSwitch } from './notice-switch.tsx';
import { PracticeButton } from './practice-button.tsx';
import { WatchNote } from './watch-note.tsx';
import { SeparatorPanel } from './separator-panel.tsx';

export default function ArrivalsPage() {
  const { t } = useTranslation();
  const { petition, isPending, error } = usePetition();
  const batches = useBatches(petition?.id);
  const [pending, setPending] = useState<File[] | null>(null);
  const [, navigate] = useLocation();

  if (petition === null) {
    if (isPending) return <Waiting />;
    if (error !== null) return <ProblemNote error={error} />;
    return (
      <BlankState icon="petitions" title={t('arrivals.needPetition')}>
        <p>{t('arrivals.needPetitionTodo')}</p>
        <Link href="/petitions" className="button">
          {t('arrivals.toPetitions')}
        </Link>
      </BlankState>
    );
  }
  const isEmpty = batches.data?.items.length === 0;
  return (
    <>
      <PageHead title={t('arrivals.title')} lead={t('arrivals.lead')}>
        {petition.isPractice && <PracticeButton petitionId={petition.id} />}
        <button type="button" className="button" onClick={() => setPending([])}>
          {t('arrivals.newBatch')}
        </button>
      </PageHead>
      {batches.isPending && <Waiting />}
      {batches.isError && <ProblemNote error={batches.error} onRetry={() => void batches.refetch()} />}
      {batches.data !== undefined && (
        <DropArea
          title={isEmpty ? t('arrivals.firstTitle') : t('arrivals.drop')}
          lead={isEmpty ? t('arrivals.firstLead') : undefined}
          isWhole={isEmpty}
          onFiles={setPending}
        />
      )}
      <UnfinishedNote />
      <WatchNote />
      <UploadList />
      {!isEmpty && <NoticeSwitch />}
      {batches.data !== undefined && !isEmpty && <BatchRows batches={batches.data.items} />}
      <SeparatorPanel petitionId={petition.id} />
      {pending !== null && (
        <NewBatchDialog
          petitionId={petition.id}
          files={pending.length}
          onClose={() => setPending(null)}
          onCreated={(batchId) => {
            addUploads(batchId, pending);
            setPending(null);
            navigate(`/arrivals/${batchId}`);
          }}
        />
      )}
    </>
  );
}
