import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { change } from '../../http/request.ts';
import { ConfirmButtons } from '../../parts/confirm-buttons.tsx';
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
        <ConfirmButtons
          label={t('petitions.removePractice')}
          isGrave
          isPending={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}
