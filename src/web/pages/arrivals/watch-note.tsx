/** The watched folder on the arrivals page: one line when all is well, a note when somebody has to do something. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WatchWire } from '../../../domain/wire-machines.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note } from '../../parts/notes.tsx';

/** ms. */
const EVERY = 10_000;
/** ms without a look after which the folder's server is taken as silent. */
const SILENT = 120_000;

export function WatchNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: watch } = useQuery({
    queryKey: ['watch'],
    queryFn: ({ signal }) => get<WatchWire>('/api/watch', signal),
    refetchInterval: EVERY,
  });
  if (watch === undefined || watch.state === 'off' || watch.state === 'elsewhere') return null;
  const { state, waiting, locked, refused, lookedAt } = watch;
  const folder = watch.folder ?? '';
  const isSilent = lookedAt !== null && Date.now() - Date.parse(lookedAt) > SILENT;
  if (isSilent || state !== 'watching') {
    const key = isSilent || state === 'watching' ? 'silent' : state;
    return (
      <Note tone="look" title={t(`arrivals.watch.${key}.what`, { folder, code: watch.code ?? '' })}>
        <p>{t(`arrivals.watch.${key}.todo`)}</p>
      </Note>
    );
  }
  const parts = [
    t('arrivals.watch.watching', { folder }),
    waiting > 0 ? t('arrivals.watch.waiting', { count: waiting, value: format.number(waiting) }) : null,
    locked > 0 ? t('arrivals.watch.locked', { count: locked }) : null,
    refused > 0 ? t('arrivals.watch.refused', { count: refused }) : null,
  ].filter((part) => part !== null);
  return <p className="small soft watch-line">{parts.join(' · ')}</p>;
}
