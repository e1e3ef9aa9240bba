import './people.css';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { auditEventSchema, auditVerdictSchema } from '../../../domain/wire-ledger.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { AuditSubject, useKindWords } from './audit-words.tsx';

type AuditEvent = z.infer<typeof auditEventSchema>;
type Verdict = z.infer<typeof auditVerdictSchema>;
const AT_ONCE = 100;

export default function AuditPage() {
  const { t } = useTranslation();
  const events = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(AT_ONCE), ...(pageParam && { before: pageParam }) });
      return get<{ items: AuditEvent[]; next?: string | null }>(`/api/audit?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t('people.audit')} lead={t('people.auditLead')} />
      <Verification />
      {events.isPending && <Waiting />}
      {events.isError && <ProblemNote error={events.error} onRetry={() => void events.refetch()} />}
      {events.data !== undefined && items.length === 0 && <BlankState icon="audit" title={t('people.auditEmpty')} />}
      {items.length > 0 && <EventTable events={items} />}
      {events.hasNextPage && (
        <p className="buttons">
          <button type="button" className="button" onClick={() => void events.fetchNextPage()}>
            {t('people.auditMore')}
          </button>
        </p>
      )}
    </>
  );
}

function Verification() {
  const { t } = useTranslation();
  const format = useFormat();
  const verify = useMutation({ mutationFn: () => get<Verdict>('/api/audit/verification') });
  const verdict = verify.data;
  return (
    <div className="form">
      {verify.isError && <ProblemNote error={verify.error} />}
      {verdict?.intact === true && (
        <Note tone="good" title={t('people.auditIntact', { events: format.number(verdict.events) })}>
          <p className="small hash">{t('people.auditHead', { head: verdict.head ?? '' })}</p>
        </Note>
      )}
      {verdict?.intact === false && (
        <Note tone="wrong" title={t('people.auditBroken', { event: verdict.brokenAt ?? '' })}>
          <p>{t('people.auditBrokenTodo')}</p>
        </Note>
      )}
      <p className="buttons">
        <button type="button" className="button" disabled={verify.isPending} onClick={() => verify.mutate()}>
          {t('people.auditVerify')}
        </button>
      </p>
    </div>
  );
}

function EventTable({ events }: { events: AuditEvent[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kindWords = useKindWords();
  return (
    <div className="table-frame section">
      <table className="table" aria-label={t('people.audit')}>
        <thead>
          <tr>
            <th scope="col">{t('people.auditWhen')}</th>
            <th scope="col">{t('people.auditWho')}</th>
            <th scope="col">{t('people.auditWhat')}</th>
            <th scope="col">{t('people.auditSubject')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td>{format.time(event.at)}</td>
              <td>{event.person ?? t('people.nobody')}</td>
              <td>{kindWords(event.kind)}</td>
              <td className="small">
                <AuditSubject type={event.subjectType} id={event.subjectId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
