import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { change } from '../../http/request.ts';
import { ProblemNote } from '../../parts/notes.tsx';

/** Puts the sample sheets into the practice petition, for those who have no scans at hand. */
export function PracticeButton({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const load = useMutation({
    mutationFn: () => change<{ batchId: string }>('POST', `/api/petitions/${petitionId}/practice-scans`),
    onSuccess: async ({ batchId }) => {
      await queries.invalidateQueries({ queryKey: ['batches'] });
      navigate(`/arrivals/${batchId}`);
    },
  });
  return (
    <>
      {load.isError && <ProblemNote error={load.error} />}
      <button type="button" className="button" disabled={load.isPending} onClick={() => load.mutate()}>
        {load.isPending ? t('common.loading') : t('arrivals.practiceScans')}
      </button>
    </>
  );
}
