import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { dayCountSchema } from '../../../domain/wire-ledger.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';

type DayCount = z.infer<typeof dayCountSchema>;
/** Days shown: two weeks of work and the weekend between. */
const SHOWN = 16;
const COLUMNS = ['arrived', 'counted', 'rejected', 'reopened'] as const;

export function DayTable({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ['ledger', petitionId, 'days'],
    queryFn: ({ signal }) => get<{ items: DayCount[] }>(`/api/petitions/${petitionId}/days`, signal),
  });
  const days = (data?.items ?? []).toSorted((a, b) => b.day.localeCompare(a.day)).slice(0, SHOWN);
  if (days.length === 0) return null;
  return (
    <section className="section" aria-labelledby="days-title">
      <h2 id="days-title">{t('count.days')}</h2>
      <div className="table-frame">
        <table className="table narrow-table" aria-labelledby="days-title">
          <thead>
            <tr>
              <th scope="col">{t('count.day')}</th>
              {COLUMNS.map((column) => (
                <th scope="col" key={column} className="number">
                  {t(`count.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{format.date(day.day)}</th>
                {COLUMNS.map((column) => (
                  <td key={column} className="number">
                    {format.number(day[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
