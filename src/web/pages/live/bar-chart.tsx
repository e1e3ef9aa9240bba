/** Bars with their numbers on them: no axis to read, no colour to tell apart. */
import './live.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';

export interface Bar {
  label: string;
  value: number;
}

/** In the units of the drawings; the page scales them. All are as wide, so that their letters are as large. */
const WIDTH = 560;
const HEIGHT = 110;
const LINE = 18;
/** Of a row's label. */
const LABEL = 190;
/** Letters of a column's label that fit under it. */
const FIT = 48;

interface ChartProps {
  title: string;
  bars: Bar[];
}

function useWords({ title, bars }: ChartProps) {
  const format = useFormat();
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const words = bars.map(({ label, value }) => `${label}: ${format.number(value)}`).join(', ');
  return { format, most, label: `${title}. ${words}` };
}

/** The drawing under its title; where every number is 0, a word instead. */
function Chart({ title, bars, children }: ChartProps & { children: ReactNode }) {
  const { t } = useTranslation();
  const isEmpty = bars.every((bar) => bar.value === 0);
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {isEmpty ? <p className="soft">{t('live.none')}</p> : children}
    </figure>
  );
}

/** One column a day, the days from left to right. */
export function ColumnChart({ title, bars }: ChartProps) {
  const { format, most, label: words } = useWords({ title, bars });
  const width = WIDTH / Math.max(1, bars.length);
  const every = Math.ceil(FIT / width);
  return (
    <Chart title={title} bars={bars}>
      <svg role="img" aria-label={words} viewBox={`0 0 ${WIDTH} ${LINE + HEIGHT + LINE}`}>
        {bars.map(({ label, value }, at) => {
          const height = (HEIGHT * value) / most;
          const middle = (at + 0.5) * width;
          return (
            <g key={label}>
              <rect x={at * width + 4} y={LINE + HEIGHT - height} width={width - 8} height={height} />
              <text x={middle} y={LINE + HEIGHT - height - 5}>
                {value === 0 ? '' : format.number(value)}
              </text>
              {(bars.length - 1 - at) % every === 0 && (
                <text x={middle} y={LINE + HEIGHT + 14} className="chart-label">
                  {label}
                </text>
              )}
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={LINE + HEIGHT} y2={LINE + HEIGHT} />
      </svg>
    </Chart>
  );
}

/** One row a kind, longest label and all. */
export function RowChart({ title, bars }: ChartProps) {
  const { format, most, label: words } = useWords({ title, bars });
  const row = 22;
  return (
    <Chart title={title} bars={bars}>
      <svg role="img" aria-label={words} viewBox={`0 0 ${WIDTH} ${row * bars.length + 4}`}>
        {bars.map(({ label, value }, at) => {
          const width = ((WIDTH - LABEL - 70) * value) / most;
          return (
            <g key={label}>
              <text x={0} y={at * row + 16} className="row-label">
                {label}
              </text>
              <rect x={LABEL} y={at * row + 4} width={width} height={row - 7} />
              <text x={LABEL + width + 8} y={at * row + 16} className="row-label">
                {format.number(value)}
              </text>
            </g>
          );
        })}
        <line x1={LABEL} x2={LABEL} y1={0} y2={row * bars.length + 4} />
      </svg>
    </Chart>
  );
}
