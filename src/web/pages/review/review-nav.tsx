import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { QuestionWire } from '../../../domain/wire-questions.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { usePetition } from '../../shell/petition.tsx';

/** ms. Questions come seldom, and whoever asks goes on with other lines. */
const LOOK_AGAIN_MS = 60_000;

export function useQuestions() {
  const { petition } = usePetition();
  return useQuery({
    queryKey: ['questions', petition?.id],
    queryFn: async ({ signal }) =>
      (await get<{ items: QuestionWire[] }>(`/api/petitions/${petition?.id}/questions`, signal)).items,
    enabled: petition !== null,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** What lies beside the pile: questions and lines put off, one's own corrected lines, the record of work. */
export function ReviewNav() {
  const { t } = useTranslation();
  const format = useFormat();
  const person = usePerson();
  const [location] = useLocation();
  const waiting = useQuestions().data?.length ?? 0;
  const places = [
    { path: '/review', name: t('review.pile') },
    { path: '/review/questions', name: t('review.questions'), count: waiting },
    { path: '/review/corrected', name: t('review.corrected') },
    ...(hasRole(person, 'supervisor') ? [{ path: '/review/work', name: t('review.work') }] : []),
  ];
  return (
    <nav className="review-nav" aria-label={t('review.beside')}>
      {places.map(({ path, name, count = 0 }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {name}
          {count > 0 && <span className="count">{format.number(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
