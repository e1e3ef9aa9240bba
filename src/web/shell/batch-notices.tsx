/** Says that a batch is read, to whoever can see batches, wherever in the house they are working. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { hasRole, usePerson } from '../http/session.ts';
import { Icon } from '../parts/icon.tsx';
import { type BatchSummary, useBatches } from '../pages/arrivals/batches.ts';
import { problemCount } from '../pages/arrivals/progress-strips.tsx';
import { tellOnDesktop } from './desktop-notice.ts';
import { doneSince, type Seen, see } from './done-batches.ts';
import { usePetition } from './petition.tsx';

/** Older notices than the last few are old news. */
const KEPT = 3;

function useDone(
  petitionId: string | undefined,
  batches: BatchSummary[] | undefined,
  tell: (finished: BatchSummary[]) => void,
) {
  const onDone = useRef(tell);
  onDone.current = tell;
  const before = useRef<{ petitionId: string | undefined; seen: Seen } | null>(null);
  const [done, setDone] = useState<BatchSummary[]>([]);
  useEffect(() => {
    if (batches === undefined) return;
    const last = before.current;
    before.current = { petitionId, seen: see(batches) };
    // Another petition's batches were all new once, and are no news.
    if (last === null || last.petitionId !== petitionId) return;
    const finished = doneSince(last.seen, batches);
    if (finished.length === 0) return;
    onDone.current(finished);
    setDone((known) =>
      [...finished, ...known.filter((one) => !finished.some(({ id }) => id === one.id))].slice(0, KEPT),
    );
  }, [petitionId, batches]);
  return [done, (id: string) => setDone((known) => known.filter((one) => one.id !== id))] as const;
}

export function BatchNotices() {
  const { t } = useTranslation();
  const person = usePerson();
  const { petition } = usePetition();
  const maySee = hasRole(person, 'mailroom', 'supervisor');
  const batches = useBatches(maySee ? petition?.id : undefined);
  const [done, dismiss] = useDone(petition?.id, batches.data?.items, (finished) => {
    const pages = finished.reduce((sum, { progress }) => sum + progress.pages, 0);
    tellOnDesktop({ title: 'Paraphe', body: t('arrivals.notices.body', { count: pages }) });
  });
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
