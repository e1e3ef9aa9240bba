import './triage.css';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { useStoppedPages } from '../../shell/stopped-pages.ts';
import { useBatches } from '../arrivals/batches.ts';
import { TriageCard } from './triage-card.tsx';
import { useBoardKeys } from './use-board-keys.ts';

/** Pages that need a hand, newest problem first. */
export default function TriagePage() {
  const { t } = useTranslation();
  const { petition, petitions } = usePetition();
  const batches = useBatches(petition?.id);
  const stopped = useStoppedPages();
  const batchNames = new Map(batches.data?.items.map(({ id, name }) => [id, name]));
  const pages = stopped.data?.items ?? [];
  const { list, onKeyDown, onFocus } = useBoardKeys(pages.map((page) => page.id));
  return (
    <>
      <PageHead title={t('triage.title')} lead={t('triage.lead')}>
        <Link href="/inserts" className="button">
          {t('triage.insert.tray')}
        </Link>
      </PageHead>
      {stopped.isError && <ProblemNote error={stopped.error} onRetry={() => void stopped.refetch()} />}
      {stopped.isPending && petition !== null && <Waiting />}
      {(stopped.isSuccess || petition === null) && pages.length === 0 && (
        <BlankState icon="done" title={t('triage.empty')}>
          <p>{t('triage.emptyTodo')}</p>
        </BlankState>
      )}
      {pages.length > 0 && <p className="soft small board-keys">{t('triage.keys')}</p>}
      <ul className="triage-list" ref={list} onKeyDown={onKeyDown} onFocus={onFocus}>
        {pages.map((page) => (
          <TriageCard key={page.id} page={page} batchName={batchNames.get(page.batchId) ?? ''} petitions={petitions} />
        ))}
      </ul>
    </>
  );
}
