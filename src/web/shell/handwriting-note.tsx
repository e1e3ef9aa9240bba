import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { healthSchema } from '../../domain/wire-machines.ts';
import { get } from '../http/request.ts';
import { usePerson } from '../http/session.ts';
import { Note } from '../parts/notes.tsx';

/** ms. A damaged installation does not come and go. */
const ASKED_EVERY = 5 * 60 * 1000;

/** Tells an administrator that handwriting is not read because a worker refused its model file. */
export function HandwritingNote() {
  const { t } = useTranslation();
  const isAdministrator = usePerson().roles.includes('administrator');
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => get<z.infer<typeof healthSchema>>('/health', signal),
    enabled: isAdministrator,
    staleTime: ASKED_EVERY,
    refetchInterval: ASKED_EVERY,
    retry: false,
  });
  if (health.data?.handwriting !== 'refused') return null;
  return (
    <div className="inner">
      <Note tone="wrong" title={t('shell.handwritingRefused')}>
        <p>{t('shell.handwritingRefusedTodo')}</p>
      </Note>
    </div>
  );
}
