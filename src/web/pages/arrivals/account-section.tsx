/** Declared against found, where the paper lies, and closing: the account of one envelope. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnvelopeAccountWire } from '../../../domain/wire-envelope.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note } from '../../parts/notes.tsx';
import { Word } from '../../parts/word.tsx';
import { AccountHistory } from './account-history.tsx';
import { type BatchSummary, useAccount } from './batches.ts';
import { CloseDialog } from './close-dialog.tsx';
import { EditBatchDialog } from './edit-batch-dialog.tsx';

export function AccountSection({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const { data: account } = useAccount(batch.id);
  if (account === undefined) return null;
  return (
    <section className="section account" aria-labelledby="account-title">
      <h2 id="account-title">{t('arrivals.account.title')}</h2>
      <LatenessNote account={account} />
      <div className="account-columns">
        <div>
          <Sums account={account} />
          <Verdict account={account} />
        </div>
        <Facts batch={batch} />
      </div>
      <Actions batch={batch} account={account} />
      <AccountHistory account={account} />
    </section>
  );
}

function LatenessNote({ account }: { account: EnvelopeAccountWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lateness } = account;
  const date = lateness === 'early' ? account.opensOn : account.closesOn;
  if (date === null || lateness === null || lateness === 'in_time') return null;
  const key = { early: 'early', late: 'late', unknown: 'lateUnknown' } as const;
  return (
    <Note tone="look" title={t(`arrivals.account.${key[lateness]}`, { date: format.date(date) })}>
      <p>{t(lateness === 'early' ? 'arrivals.account.earlyTodo' : 'arrivals.account.lateTodo')}</p>
    </Note>
  );
}

function Sums({ account }: { account: EnvelopeAccountWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [
    ['sheets', account.declaredSheets, account.found.sheets],
    ['signatures', account.declaredSignatures, account.found.signatures],
  ] as const;
  return (
    <table className="table account-table" aria-labelledby="account-title">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{t('arrivals.account.what')}</span>
          </th>
          <th scope="col" className="number">
            {t('arrivals.account.declared')}
          </th>
          <th scope="col" className="number">
            {t('arrivals.account.found')}
          </th>
          <th scope="col" className="number">
            {t('arrivals.account.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([kind, declared, found]) => (
          <tr key={kind}>
            <th scope="row">{t(`arrivals.account.${kind}`)}</th>
            <td className="number">
              {declared === null ? t('arrivals.account.notDeclared') : format.number(declared)}
            </td>
            <td className="number">{format.number(found)}</td>
            <td className="number">
              <Gap gap={declared === null ? null : found - declared} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Gap({ gap }: { gap: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (gap === null) return <span className="soft">–</span>;
  if (gap === 0) return <span className="soft">{t('arrivals.account.same')}</span>;
  const words = `${gap > 0 ? '+' : '−'}${format.number(Math.abs(gap))}`;
  return <Word tone="look">{words}</Word>;
}

function Verdict({ account }: { account: EnvelopeAccountWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { inWork, openPages, toReview, stored } = account.found;
  const parts = [
    inWork > 0 ? t('arrivals.account.inWork', { count: inWork }) : null,
    openPages > 0 ? t('arrivals.account.openPages', { count: openPages }) : null,
    toReview > 0 ? t('arrivals.account.toReview', { count: toReview }) : null,
    t('arrivals.account.stored', { count: stored, value: format.number(stored) }),
  ].filter((part) => part !== null);
  return (
    <p className="account-verdict">
      <Word tone={account.balanced ? 'good' : inWork > 0 ? 'busy' : 'look'}>
        {t(account.balanced ? 'arrivals.account.balances' : 'arrivals.account.differs')}
      </Word>
      <span className="small soft">{parts.join(' · ')}</span>
    </p>
  );
}

function Facts({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = [
    batch.box === null ? null : `${t('arrivals.account.box')} ${batch.box}`,
    batch.folder === null ? null : `${t('arrivals.account.folder')} ${batch.folder}`,
  ].filter((part) => part !== null);
  return (
    <dl className="account-facts">
      <dt>{t('arrivals.account.place')}</dt>
      <dd>{place.length === 0 ? <span className="soft">{t('arrivals.account.noPlace')}</span> : place.join(' · ')}</dd>
      <dt>{t('arrivals.account.came')}</dt>
      <dd>
        {batch.channel === null ? (
          <span className="soft">{t('arrivals.account.channelUnknown')}</span>
        ) : (
          t(`arrivals.channel.${batch.channel}`)
        )}
      </dd>
      {batch.postmarkedOn !== null && (
        <>
          <dt>{t('arrivals.account.postmark')}</dt>
          <dd>{format.date(batch.postmarkedOn)}</dd>
        </>
      )}
    </dl>
  );
}

function Actions({ batch, account }: { batch: BatchSummary; account: EnvelopeAccountWire }) {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const [doing, setDoing] = useState<'edit' | 'close' | 'reopen' | null>(null);
  const paper = (name: 'cover' | 'slip') => (
    <a
      className="button"
      href={`/api/batches/${batch.id}/${name}.pdf?language=${i18n.language}`}
      target="_blank"
      rel="noreferrer"
    >
      {t(`arrivals.account.${name}`)}
    </a>
  );
  const isOpen = batch.state === 'open';
  const isClerk = hasRole(person, 'mailroom', 'supervisor', 'administrator');
  return (
    <p className="buttons">
      {isClerk && isOpen && (
        <button type="button" className="button" data-kind="primary" onClick={() => setDoing('close')}>
          {t('arrivals.account.close')}
        </button>
      )}
      {!isOpen && hasRole(person, 'supervisor') && (
        <button type="button" className="button" onClick={() => setDoing('reopen')}>
          {t('arrivals.account.reopen')}
        </button>
      )}
      {isClerk && (
        <button type="button" className="button" onClick={() => setDoing('edit')}>
          {t('arrivals.account.edit')}
        </button>
      )}
      {paper('cover')}
      {paper('slip')}
      {doing === 'edit' && <EditBatchDialog batch={batch} onClose={() => setDoing(null)} />}
      {(doing === 'close' || doing === 'reopen') && (
        <CloseDialog account={account} what={doing} onClose={() => setDoing(null)} />
      )}
    </p>
  );
}
