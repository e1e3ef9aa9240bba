import { useTranslation } from 'react-i18next';
import type { AccuracyWire, RateWire } from '../../../domain/wire-accuracy.ts';
import { useFormat } from '../../i18n/format.ts';

/** Rates as a certificate gives them: errors of how many, and what chance leaves open. */
export function AccuracyTable({ rates, isInterim }: { rates: AccuracyWire['rates']; isInterim: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {isInterim && <p className="soft">{t('accuracy.interim')}</p>}
      <table className="table narrow-table" aria-labelledby="accuracy-title">
        <thead>
          <tr>
            <th scope="col">{t('accuracy.figure')}</th>
            <th scope="col" className="number">
              {t('accuracy.errors')}
            </th>
            <th scope="col" className="number">
              {t('accuracy.rate')}
            </th>
            <th scope="col" className="number">
              {t('accuracy.interval')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.fields.map((rate) => (
            <RateRow key={rate.field} title={rate.label} rate={rate} />
          ))}
        </tbody>
        <tfoot>
          <RateRow title={t('accuracy.allValues')} rate={rates.values} />
          <RateRow title={t('accuracy.allLines')} rate={rates.lines} />
        </tfoot>
      </table>
      <p className="small soft">{t('accuracy.method')}</p>
    </>
  );
}

function RateRow({ title, rate }: { title: string; rate: RateWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="number">
        {t('accuracy.errorsOf', { errors: format.number(rate.errors), of: format.number(rate.trials) })}
      </td>
      <td className="number">{rate.rate === null ? '–' : format.finePercent(rate.rate)}</td>
      <td className="number">
        {rate.rate === null
          ? '–'
          : t('accuracy.between', { low: format.finePercent(rate.low), high: format.finePercent(rate.high) })}
      </td>
    </tr>
  );
}
