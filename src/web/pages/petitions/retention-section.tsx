/** Until when a petition's content may be kept, what there still is, and its destruction. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionWire } from '../../../domain/wire-retention.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { DestroyDialog } from './destroy-dialog.tsx';

/** ms between two looks while content is being destroyed. */
const WATCH_EVERY = 2_000;

export function RetentionSection({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const person = usePerson();
  const [isAsking, setAsking] = useState(false);
  const key = ['petitions', petitionId, 'retention'];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<RetentionWire>(`/api/petitions/${petitionId}/retention`, signal),
    refetchInterval: ({ state }) => (state.data?.orderedAt ? WATCH_EVERY : false),
  });
  const retention = query.data;
  return (
    <section className="section retention" aria-labelledby="retention-title">
      <h2 id="retention-title">{t('petitions.retention.title')}</h2>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {retention !== undefined && (
        <>
          <State retention={retention} />
          <KeptWords retention={retention} />
          {retention.isDue && retention.orderedAt === null && hasRole(person, 'dpo') && (
            <p className="buttons">
              <button type="button" className="button" data-kind="grave" onClick={() => setAsking(true)}>
                {t('petitions.retention.destroy')}
              </button>
            </p>
          )}
          {isAsking && (
            <DestroyDialog
              retention={retention}
              onDone={(now) => {
                queries.setQueryData(key, now);
                setAsking(false);
              }}
              onClose={() => setAsking(false)}
            />
          )}
        </>
      )}
    </section>
  );
}

function State({ retention }: { retention: RetentionWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { destroyBy, isDue, orderedAt, destroyedAt, kept } = retention;
  if (orderedAt !== null) {
    return (
      <Note title={t('petitions.retention.underWay', { time: format.time(orderedAt) })}>
        <p>{t('petitions.retention.underWayTodo')}</p>
      </Note>
    );
  }
  if (destroyBy !== null && isDue) {
    return (
      <Note tone="look" title={t('petitions.retention.due', { date: format.date(destroyBy) })}>
        <p>{t('petitions.retention.dueTodo')}</p>
      </Note>
    );
  }
  if (destroyedAt !== null && kept.pages + kept.files + kept.signers === 0) {
    return (
      <Note tone="good" title={t('petitions.retention.done', { time: format.time(destroyedAt) })}>
        <p>{t('petitions.retention.doneLead')}</p>
      </Note>
    );
  }
  if (destroyBy === null) return <p className="soft">{t('petitions.retention.notSet')}</p>;
  return <p>{t('petitions.retention.until', { date: format.date(destroyBy) })}</p>;
}

function KeptWords({ retention: { kept } }: { retention: RetentionWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = ['signers', 'pages', 'files'] as const;
  const words = kinds.map((kind) =>
    t(`petitions.retention.${kind}`, { count: kept[kind], value: format.number(kept[kind]) }),
  );
  return (
    <p className="soft">{t('common.labelled', { label: t('petitions.retention.kept'), value: words.join(' · ') })}</p>
  );
}
