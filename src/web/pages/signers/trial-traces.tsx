/** For requests about a person: what the filled-in sheets of set-ups still hold. */
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TrialTraceWire } from '../../../domain/wire-trial.ts';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote } from '../../parts/notes.tsx';

export function TrialTraces({ traces, onErased }: { traces: TrialTraceWire[]; onErased(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const erase = useMutation({
    mutationFn: (id: string) => change('DELETE', `/api/trial-sheets/${id}`),
    onSettled: onErased,
  });
  if (traces.length === 0) return null;
  return (
    <section className="section" aria-labelledby="traces-title">
      <h2 id="traces-title">{t('signers.trials.title')}</h2>
      <p className="soft">{t('signers.trials.lead')}</p>
      {erase.isError && <ProblemNote error={erase.error} />}
      <ul className="form-list">
        {traces.map(({ id, title, file, page, createdAt, lines, isUnread }) => (
          <li key={id}>
            <span>
              {t('signers.trials.sheet', { file, page })}
              <span className="soft">
                {' · '}
                {title === '' ? t('petitions.untitled', { date: format.date(createdAt) }) : title}
                {' · '}
                {isUnread ? t('signers.trials.unread') : t('signers.trials.lines', { lines: lines.join(', ') || '–' })}
              </span>
            </span>
            <button type="button" className="button" disabled={erase.isPending} onClick={() => erase.mutate(id)}>
              {t('signers.trials.erase')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
