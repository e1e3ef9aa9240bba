/** Set-ups that somebody began: to go on with, or to give up. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DraftWire } from '../../../domain/wire-draft.ts';
import { change, get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote } from '../../parts/notes.tsx';

const KEY = ['drafts'];

export function DraftsList() {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ items: DraftWire[] }>('/api/drafts', signal),
  });
  const giveUp = useMutation({
    mutationFn: (id: string) => change('DELETE', `/api/drafts/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const drafts = query.data?.items ?? [];
  if (drafts.length === 0) return null;
  return (
    <section className="drafts">
      <h2>{t('petitions.setUps')}</h2>
      {giveUp.isError && <ProblemNote error={giveUp.error} />}
      <ul className="form-list">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <span>
              {draft.choices.title ||
                draft.form?.title ||
                t('petitions.untitled', { date: format.date(draft.updatedAt) })}
            </span>
            <span className="buttons">
              <Link className="button" href={`/petitions/set-up/${draft.id}`}>
                {t('petitions.goOn')}
              </Link>
              <button
                type="button"
                className="button"
                data-kind="quiet"
                disabled={giveUp.isPending}
                onClick={() => giveUp.mutate(draft.id)}
              >
                {t('petitions.giveUp')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
