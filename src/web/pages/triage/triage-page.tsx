import './triage.css';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BatchWire } from '../../../domain/wire.ts';
import { get } from '../../http/request.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { TRIAGE_STATES } from '../../shell/triage-count.ts';
import { useBatches } from '../arrivals/batches.ts';
import { problemCount } from '../arrivals/progress-strips.tsx';
import { TriageCard } from './triage-card.tsx';

const needsHand = (state: string) => TRIAGE_STATES.some((one) => one === state);

/** Pages that need a hand, of the newest batch first. */
export default function TriagePage() {
  const { t } = useTranslation();
  const { petition, petitions, isPending } = usePetition();
  const batches = useBatches(petition?.id);
  const troubled = (batches.data?.items ?? [])
    .filter((batch) => problemCount(batch) > 0)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const details = useQueries({
    queries: troubled.map(({ id }) => ({
      queryKey: ['batch', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<BatchWire>(`/api/batches/${id}`, signal),
    })),
  });
  const isLoading = isPending || (petition !== null && batches.isPending) || details.some((one) => one.isPending);
  const pages = details.flatMap(({ data }) =>
    (data?.pages ?? []).filter(({ state }) => needsHand(state)).map((page) => ({ page, batchName: data?.name ?? '' })),
  );
  const error = batches.error ?? details.find((one) => one.error)?.error;
  return (
    <>
      <PageHead title={t('triage.title')} lead={t('triage.lead')} />
      {error && <ProblemNote error={error} onRetry={() => void batches.refetch()} />}
      {isLoading && !error && <Waiting />}
      {!isLoading && !error && pages.length === 0 && (
        <BlankState icon="done" title={t('triage.empty')}>
          <p>{t('triage.emptyTodo')}</p>
        </BlankState>
      )}
      <ul className="triage-list">
        {pages.map(({ page, batchName }) => (
          <TriageCard key={page.id} page={page} batchName={batchName} petitions={petitions} />
        ))}
      </ul>
    </>
  );
}
