import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { change } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

export function RemovePracticeDialog({ petition, onClose }: { petition: PetitionWire; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => change('DELETE', `/api/petitions/${petition.id}`),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries();
    },
  });
  return (
    <Dialog title={t('petitions.removeTitle')} onClose={onClose}>
      <div className="form">
        {remove.isError && <ProblemNote error={remove.error} />}
        <p>{t('petitions.removeLead')}</p>
        <div className="buttons">
          <button
            type="button"
            className="button"
            data-kind="grave"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('petitions.removePractice')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
