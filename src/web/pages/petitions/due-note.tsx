/** Petitions whose content should be gone, told where petitions are looked at. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RetentionWire } from '../../../domain/wire-retention.ts';
import { get } from '../../http/request.ts';
import { Note } from '../../parts/notes.tsx';

export function DueNote() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => get<{ items: RetentionWire[] }>('/api/retention', signal),
  });
  const due = (data?.items ?? []).filter((one) => one.isDue && one.orderedAt === null);
  return due.map(({ petitionId, title }) => (
    <Note key={petitionId} tone="look">
      <Link href={`/petitions/${petitionId}`}>{t('petitions.retention.dueList', { title })}</Link>
    </Note>
  ));
}
