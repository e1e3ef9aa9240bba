import './triage.css';
import { useTranslation } from 'react-i18next';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { useStoppedPages } from '../../shell/stopped-pages.ts';
import { useBatches } from '../arrivals/batches.ts';
import { TriageCard } from './triage-card.tsx';

/** Pages that need a hand, newest problem first. */
export default function TriagePage() {
  const { t } = useTranslation();
  const { petition, petitions } = usePetition();
  const batches = useBatches(petition?.id);
  const stopped = useStoppedPages();
  const batchNames = new Map(batches.data?.items.map(({ id, name }) => [id, name]));
  const pages = stopped.data?.items ?? [];
  return (
    <>
      <PageHead title={t('triage.title')} lead={t('triage.lead')} />
      {stopped.isError && <ProblemNote error={stopped.error} onRetry={() => void stopped.refetch()} />}
      {stopped.isPending && petition !== null && <Waiting />}
      {(stopped.isSuccess || petition === null) && pages.length === 0 && (
        <BlankState icon="done" title={t('triage.empty')}>
          <p>{t('triage.emptyTodo')}</p>
        </BlankState>
      )}
      <ul className="triage-list">
        {pages.map((page) => (
          <TriageCard key={page.id} page={page} batchName={batchNames.get(page.batchId) ?? ''} petitions={petitions} />
        ))}
      </ul>
    </>
  );
}
