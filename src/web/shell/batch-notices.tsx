/** Says that a batch is read, to whoever can see batches, wherever in the house they are working. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { hasRole, usePerson } from '../http/session.ts';
import { Icon } from '../parts/icon.tsx';
import { type BatchSummary, useBatches } from '../pages/arrivals/batches.ts';
import { problemCount, waitingCount } from '../pages/arrivals/progress-strips.tsx';
import { usePetition } from './petition.tsx';

/** Older notices than the last few are old news. */
const KEPT = 3;

/** Batches in which something waited when last looked at, and nothing does now. */
function useDone(batches: BatchSummary[] | undefined): [BatchSummary[], (id: string) => void] {
  const waiting = useRef(new Map<string, number>());
  const [done, setDone] = useState<BatchSummary[]>([]);
  useEffect(() => {
    if (batches === undefined) return;
    const finished = batches.filter((batch) => (waiting.current.get(batch.id) ?? 0) > 0 && waitingCount(batch) === 0);
    waiting.current = new Map(batches.map((batch) => [batch.id, waitingCount(batch)]));
    if (finished.length === 0) return;
    setDone((before) =>
      [...finished, ...before.filter((one) => !finished.some(({ id }) => id === one.id))].slice(0, KEPT),
    );
  }, [batches]);
  return [done, (id) => setDone((before) => before.filter((one) => one.id !== id))];
}

export function BatchNotices() {
  const { t } = useTranslation();
  const person = usePerson();
  const { petition } = usePetition();
  const maySee = hasRole(person, 'mailroom', 'supervisor');
  const batches = useBatches(maySee ? petition?.id : undefined);
  const [done, dismiss] = useDone(batches.data?.items);
  return (
    <div className="batch-notices" role="status">
      {done.map((batch) => {
        const problems = problemCount(batch);
        return (
          <p key={batch.id} className="note" data-tone={problems > 0 ? 'look' : 'good'}>
            <Icon name={problems > 0 ? 'look' : 'done'} />
            <strong>{t('arrivals.doneTitle', { batch: batch.name })}</strong>
            <span>
              {problems > 0
                ? t('arrivals.problems', { count: problems })
                : t('arrivals.doneClean', { count: batch.progress.pages })}{' '}
              <Link href={`/arrivals/${batch.id}`} onClick={() => dismiss(batch.id)}>
                {t('arrivals.doneOpen')}
              </Link>
            </span>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              aria-label={t('common.close')}
              onClick={() => dismiss(batch.id)}
            >
              <Icon name="close" size={16} />
            </button>
          </p>
        );
      })}
    </div>
  );
}
