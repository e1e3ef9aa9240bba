/** The ledger as one bar: its parts add up to the printed lines, and each part leads to its lines. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LineState } from '../../../domain/ledger.ts';
import { useFormat } from '../../i18n/format.ts';
import { SegmentBar } from '../../parts/segment-bar.tsx';
import type { LedgerWire } from './count-page.tsx';

/** The way of a line, end first. */
const ORDER: LineState[] = ['counted', 'rejected', 'in_second_keying', 'awaiting_review', 'expected', 'superseded'];

export function LedgerBar({ ledger }: { ledger: LedgerWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = ORDER.map((name) => ({ name, label: t(`state.${name}`), count: ledger.states[name] ?? 0 }));
  const words = parts.map(({ label, count }) => `${label} ${format.number(count)}`).join(', ');
  return (
    <section className="ledger" aria-label={t('count.states')}>
      <p className="ledger-total">
        {t('count.printedLines', { count: ledger.printedLines, number: format.number(ledger.printedLines) })}
      </p>
      <SegmentBar segments={parts} label={words} size="tall" />
      <ul className="ledger-parts">
        {parts.map(({ name, label, count }) => (
          <li key={name}>
            <Link href={`/count/${name}`}>
              <i className="swatch segment-bar" aria-hidden="true">
                <i data-part={name} style={{ flexGrow: 1 }} />
              </i>
              <span className="ledger-number">{format.number(count)}</span>
              <span>{label}</span>
            </Link>
            <span className="small soft">{format.percent(count / ledger.printedLines)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
