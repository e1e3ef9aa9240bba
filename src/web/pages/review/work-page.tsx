/** The record of work: what it holds, what it does not, its switch, and the sums. */
import './review.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkRecordWire } from '../../../domain/wire-work.ts';
import { change, get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PETITIONS_KEY, usePetition } from '../../shell/petition.tsx';
import { ReviewNav } from './review-nav.tsx';

export default function WorkPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { petition } = usePetition();
  const [problem, setProblem] = useState<unknown>(null);
  const { data, error, isError, refetch } = useQuery({
    queryKey: ['work', petition?.id],
    queryFn: ({ signal }) => get<WorkRecordWire>(`/api/petitions/${petition?.id}/work`, signal),
    enabled: petition !== null,
  });
  async function record(recordOfWork: boolean) {
    setProblem(null);
    try {
      await change('PATCH', `/api/petitions/${petition?.id}`, { settings: { recordOfWork } });
    } catch (caught) {
      setProblem(caught);
    }
    await Promise.all([queries.invalidateQueries({ queryKey: PETITIONS_KEY }), refetch()]);
  }
  return (
    <>
      <ReviewNav />
      <PageHead title={t('review.work')} lead={t('review.workLead')} />
      {problem !== null && <ProblemNote error={problem} />}
      {isError && data === undefined && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!isError && data === undefined && petition !== null && <Waiting />}
      {data !== undefined && (
        <>
          <p className="measure">{t('review.workWhat', { people: data.leastPeople })}</p>
          <label className="check">
            <input type="checkbox" checked={data.recorded} onChange={(event) => void record(event.target.checked)} />
            {t('review.workSwitch')}
          </label>
          {data.items.length > 0 ? <Days record={data} /> : <p className="soft">{t('review.workNone')}</p>}
        </>
      )}
    </>
  );
}

function Days({ record }: { record: WorkRecordWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = (ms: number | null) => (ms === null ? '–' : format.number(Math.round(ms / 100) / 10));
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('review.column.day')}</th>
            <th scope="col" className="number">
              {t('review.column.lines')}
            </th>
            <th scope="col" className="number">
              {t('review.column.seconds')}
            </th>
            <th scope="col" className="number">
              {t('review.column.keys')}
            </th>
          </tr>
        </thead>
        <tbody>
          {record.items.map((day) => (
            <tr key={day.day ?? 'rest'}>
              <th scope="row">
                {day.day === null ? t('review.workRest', { people: record.leastPeople }) : format.date(day.day)}
              </th>
              <td className="number">{format.number(day.lines)}</td>
              <td className="number">{seconds(day.medianMs)}</td>
              <td className="number">{day.medianKeys === null ? '–' : format.number(day.medianKeys)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
