import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import type { SignerHistoryWire } from './signer-page.tsx';

type Entry = SignerHistoryWire['history'][number];
const OUTCOMES = ['accepted', 'rejected', 'reopened', 'corrected'] as const;

/** Every decision ever taken on the line, newest first; what changed stands out. */
export function SignerHistory({ signer }: { signer: SignerHistoryWire }) {
  const { t } = useTranslation();
  return (
    <section className="section" aria-labelledby="history-title">
      <h2 id="history-title">{t('signers.history')}</h2>
      <div className="table-frame">
        <table className="table" aria-labelledby="history-title">
          <thead>
            <tr>
              <th scope="col">{t('signers.when')}</th>
              <th scope="col">{t('signers.who')}</th>
              <th scope="col">{t('signers.what')}</th>
              <th scope="col">{t('signers.values')}</th>
            </tr>
          </thead>
          <tbody>
            {signer.history
              .map((entry, index) => (
                <HistoryRow key={entry.id} entry={entry} before={signer.history[index - 1]} signer={signer} />
              ))
              .reverse()}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function HistoryRow({ entry, before, signer }: { entry: Entry; before: Entry | undefined; signer: SignerHistoryWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcome = OUTCOMES.find((one) => one === entry.outcome);
  const values = signer.formFields.filter(({ name }) => entry.fields?.[name]);
  return (
    <tr>
      <td>{format.time(entry.at)}</td>
      <td>{entry.person ?? t('signers.machine')}</td>
      <td>
        {t(`signers.kind.${entry.kind}`)}
        {outcome !== undefined && `, ${t(`signers.outcome.${outcome}`)}`}
        {entry.reason !== null && `: ${t(`reason.${entry.reason}`)}`}
      </td>
      <td className="value small">
        {values.map(({ name }) => {
          const isChanged = before?.fields != null && before.fields[name] !== entry.fields?.[name];
          const value = entry.fields?.[name];
          return <span key={name}>{isChanged ? <mark>{value}</mark> : value} </span>;
        })}
      </td>
    </tr>
  );
}
