import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RejectionReason } from '../../../domain/reasons.ts';
import { useFormat } from '../../i18n/format.ts';
import type { LedgerWire } from './count-page.tsx';

export function ReasonTable({ reasons }: { reasons: LedgerWire['reasons'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = Object.entries(reasons)
    .map(([reason, count]) => ({ reason: reason as RejectionReason, count: count ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="section" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{t('count.reasons')}</h2>
      {rows.length === 0 ? (
        <p className="soft">{t('count.noReasons')}</p>
      ) : (
        <table className="table narrow-table" aria-labelledby="reasons-title">
          <thead>
            <tr>
              <th scope="col">{t('count.reason')}</th>
              <th scope="col" className="number">
                {t('count.lines')}
              </th>
              <th scope="col" className="number">
                {t('count.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ reason, count }) => (
              <tr key={reason}>
                <th scope="row">
                  <Link href={`/count/rejected/${reason}`}>{t(`reason.${reason}`)}</Link>
                </th>
                <td className="number">{format.number(count)}</td>
                <td className="number">{format.percent(count / total)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('state.rejected')}</th>
              <td className="number">{format.number(total)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
