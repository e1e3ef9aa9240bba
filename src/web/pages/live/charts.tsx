import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LINE_STATES } from '../../../domain/ledger.ts';
import type { ChartsWire } from '../../../domain/wire-triage.ts';
import { get } from '../../http/request.ts';
import { ProblemNote, Waiting } from '../../parts/notes.tsx';
import { type Bar, ColumnChart, RowChart } from './bar-chart.tsx';

/** Two weeks: last week beside this one. */
const DAYS = 14;

export function Charts({ petitionId }: { petitionId: string }) {
  const { t, i18n } = useTranslation();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const charts = useQuery({
    queryKey: ['ledger', 'charts', petitionId],
    queryFn: ({ signal }) =>
      get<ChartsWire>(`/api/petitions/${petitionId}/charts?days=${DAYS}&timeZone=${encodeURIComponent(zone)}`, signal),
  });
  if (charts.isError) return <ProblemNote error={charts.error} onRetry={() => void charts.refetch()} />;
  if (charts.data === undefined) return <Waiting />;
  const { days, backlog, lines } = charts.data;
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'fr-FR', {
    day: 'numeric',
    month: 'numeric',
  });
  const byDay = (value: (day: ChartsWire['days'][number]) => number): Bar[] =>
    days.map((day) => ({ label: format.format(new Date(`${day.day}T12:00:00`)), value: value(day) }));
  const columns = [
    { title: t('live.arrivals'), bars: byDay((day) => day.pages) },
    { title: t('live.decided'), bars: byDay((day) => day.decided) },
    { title: t('live.speed'), bars: byDay((day) => Math.round((day.secondsPerLine ?? 0) * 10) / 10) },
  ];
  const waiting = backlog.map(({ upToDays, lines: value }) => ({
    label: upToDays === null ? t('live.longer') : t('live.upTo', { count: upToDays }),
    value,
  }));
  const states = LINE_STATES.map((state) => ({ label: t(`state.${state}`), value: lines[state] ?? 0 }));
  return (
    <section className="section" aria-labelledby="charts-title">
      <h2 id="charts-title">{t('live.charts', { count: DAYS })}</h2>
      <div className="charts">
        {columns.map(({ title, bars }) => (
          <ColumnChart key={title} title={title} bars={bars} />
        ))}
        <RowChart title={t('live.backlog')} bars={waiting} />
        <RowChart title={t('live.lines')} bars={states} />
      </div>
    </section>
  );
}
