import './count.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { ledgerSchema } from '../../../domain/wire-ledger.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { AccuracySection } from './accuracy-section.tsx';
import { DayTable } from './day-table.tsx';
import { Downloads } from './downloads.tsx';
import { LedgerBar } from './ledger-bar.tsx';
import { ReasonTable } from './reason-table.tsx';

export type LedgerWire = z.infer<typeof ledgerSchema>;

export default function CountPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const { petition, isPending } = usePetition();
  const ledger = useQuery({
    queryKey: ['ledger', petition?.id],
    queryFn: ({ signal }) => get<LedgerWire>(`/api/petitions/${petition?.id}/ledger`, signal),
    enabled: petition !== null,
  });
  return (
    <>
      <PageHead title={t('count.title')} lead={t('count.lead')} />
      {petition === null && !isPending && <BlankState icon="count" title={t('arrivals.needPetition')} />}
      {petition !== null && ledger.isPending && <Waiting />}
      {ledger.isError && <ProblemNote error={ledger.error} onRetry={() => void ledger.refetch()} />}
      {petition !== null && ledger.data !== undefined && (
        <>
          <Account ledger={ledger.data} />
          <ReasonTable reasons={ledger.data.reasons} />
          <AccuracySection petition={petition} counted={ledger.data.states.counted} />
          <DayTable petitionId={petition.id} />
          {hasRole(person, 'supervisor', 'dpo') && (
            <Downloads petition={petition} counted={ledger.data.states.counted} />
          )}
        </>
      )}
    </>
  );
}

function Account({ ledger }: { ledger: LedgerWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {ledger.printedLines === 0 ? (
        <BlankState icon="count" title={t('count.noLines')}>
          <p>{t('count.noLinesTodo')}</p>
        </BlankState>
      ) : (
        <LedgerBar ledger={ledger} />
      )}
      {ledger.openPages > 0 && (
        <Note
          tone="look"
          title={t('count.openPages', { count: ledger.openPages, number: format.number(ledger.openPages) })}
        >
          <p>
            {t('count.openPagesTodo')} <Link href="/triage">{t('count.toTriage')}</Link>
          </p>
        </Note>
      )}
      {!ledger.balanced && ledger.openPages === 0 && (
        <Note tone="wrong" title={t('count.unbalanced')}>
          <p>{t('count.unbalancedTodo')}</p>
        </Note>
      )}
      {ledger.balanced && ledger.printedLines > 0 && (
        <Note
          tone="good"
          title={t('count.balanced', {
            parts: Object.values(ledger.states)
              .filter((count) => count > 0)
              .map(format.number)
              .join(' + '),
            total: format.number(ledger.printedLines),
          })}
        />
      )}
    </>
  );
}
