import { useTranslation } from 'react-i18next';
import type { EnvelopeAccountWire } from '../../../domain/wire-envelope.ts';
import { useFormat } from '../../i18n/format.ts';

/** Who closed and reopened the batch, when and why, with what had been found by then. */
export function AccountHistory({ account }: { account: EnvelopeAccountWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (account.events.length === 0) return null;
  return (
    <>
      <h3>{t('arrivals.account.history')}</h3>
      <ul className="account-history">
        {account.events.map(({ kind, at, person, reason, found }) => (
          <li key={at}>
            {t(kind === 'closed' ? 'arrivals.account.closedBy' : 'arrivals.account.reopenedBy', {
              time: format.time(at),
              person: person ?? t('arrivals.account.somebody'),
            })}
            {reason !== null && <q className="account-reason">{reason}</q>}
            <span className="small soft">
              {t('arrivals.account.foundThen', {
                sheets: t('arrivals.account.sheetCount', { count: found.sheets }),
                signatures: t('arrivals.account.signatureCount', { count: found.signatures }),
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
