import './live.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LiveWire } from '../../../domain/wire-triage.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { Charts } from './charts.tsx';
import { Failures } from './failures.tsx';
import { useTimeLeft } from './time-left.ts';

/** ms. Workers say what they do every few seconds; events tell the rest. */
const EVERY = 4_000;

/** What the machine is at, and how the last days went. */
export default function LivePage() {
  const { t } = useTranslation();
  const person = usePerson();
  const { petition } = usePetition();
  const live = useQuery({
    queryKey: ['batches', 'live', petition?.id],
    queryFn: ({ signal }) => get<LiveWire>(`/api/petitions/${petition?.id}/live`, signal),
    enabled: petition !== null,
    refetchInterval: EVERY,
  });
  if (petition === null) return <BlankState icon="live" title={t('arrivals.needPetition')} />;
  return (
    <>
      <PageHead title={t('live.title')} lead={t('live.lead')} />
      {live.isError && <ProblemNote error={live.error} onRetry={() => void live.refetch()} />}
      {live.isPending && <Waiting />}
      {live.data !== undefined && (
        <>
          <Pace live={live.data} />
          <Queue live={live.data} />
          <Workers live={live.data} />
          <Failures live={live.data} />
        </>
      )}
      {hasRole(person, 'supervisor', 'auditor', 'administrator') && <Charts petitionId={petition.id} />}
    </>
  );
}

const STAGES = ['split', 'preprocess', 'read'] as const;

function Pace({ live }: { live: LiveWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const timeLeft = useTimeLeft();
  return (
    <>
      <dl className="live-figures">
        <div>
          <dt>{t('live.pace')}</dt>
          <dd>{format.number(live.pagesPerMinute)}</dd>
        </div>
        <div>
          <dt>{t('live.left')}</dt>
          <dd>{timeLeft(live.stages.read.waiting === 0 ? live.stages.preprocess : live.stages.read)}</dd>
        </div>
      </dl>
      <div className="table-frame">
        <table className="table narrow-table">
          <thead>
            <tr>
              <th scope="col">{t('live.stage')}</th>
              <th scope="col" className="number">
                {t('live.waiting')}
              </th>
              <th scope="col" className="number">
                {t('live.done')}
              </th>
              <th scope="col">{t('live.left')}</th>
            </tr>
          </thead>
          <tbody>
            {STAGES.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`live.stages.${name}`)}</th>
                <td className="number">{format.number(live.stages[name].waiting)}</td>
                <td className="number">{format.number(live.stages[name].done)}</td>
                <td>{timeLeft(live.stages[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Queue({ live }: { live: LiveWire }) {
  const { t } = useTranslation();
  const timeLeft = useTimeLeft();
  return (
    <section className="section" aria-labelledby="queue-title">
      <h2 id="queue-title">{t('live.queue')}</h2>
      {live.batches.length === 0 && <p className="soft">{t('live.nothingWaits')}</p>}
      <ol className="live-list">
        {live.batches.map((batch) => (
          <li key={batch.id}>
            <Link href={`/arrivals/${batch.id}`}>{batch.name}</Link>
            <span>{t('live.pages', { count: batch.waiting })}</span>
            <span className="soft">{batch.ahead === 0 ? t('live.next') : t('live.ahead', { count: batch.ahead })}</span>
            <span className="soft">{timeLeft(batch)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Workers({ live }: { live: LiveWire }) {
  const { t, i18n } = useTranslation();
  const say = t as unknown as (key: string) => string;
  return (
    <section className="section" aria-labelledby="workers-title">
      <h2 id="workers-title">{t('live.workers')}</h2>
      {live.workers.length === 0 && <p>{t('live.noWorkers')}</p>}
      <ul className="live-list">
        {live.workers.map((worker, at) => (
          <li key={worker.id} title={worker.id}>
            <span>{t('live.worker', { number: at + 1 })}</span>
            {worker.job === null && <span className="soft">{t('live.idle')}</span>}
            {worker.job !== null && (
              <span>{i18n.exists(`live.job.${worker.job}`) ? say(`live.job.${worker.job}`) : worker.job}</span>
            )}
            {worker.pageId !== null && (
              <Link href={`/pages/${worker.pageId}`}>
                {t('live.openPage')} {worker.pageId.slice(0, 8)}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
