import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { csrfHeader, send } from '../../http/request.ts';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

interface PrintEditionProps {
  petitionId: string;
  form: PetitionWire['forms'][number];
}

const MOST_COPIES = 500;
const BEGIN_WITH = 20;

export function PrintEdition({ petitionId, form }: PrintEditionProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [copies, setCopies] = useState(BEGIN_WITH);
  const print = useMutation({
    mutationFn: async () => {
      const answer = await send(`/api/petitions/${petitionId}/forms/${form.id}/print`, {
        method: 'POST',
        headers: { ...csrfHeader(), 'content-type': 'application/json' },
        body: JSON.stringify({ copies }),
      });
      const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'sheets.pdf';
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['petitions', petitionId] }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    print.mutate();
  }

  return (
    <form className="print-edition" onSubmit={submit}>
      <h3>{t('setUp.petition.printTitle')}</h3>
      <p className="soft">{t('setUp.petition.printLead')}</p>
      {print.isError && <ProblemNote error={print.error} />}
      <div className="line-count">
        <TextField
          label={t('setUp.petition.copies')}
          type="number"
          min={1}
          max={MOST_COPIES}
          value={copies}
          onChange={(event) => setCopies(Math.min(MOST_COPIES, Math.max(1, event.target.valueAsNumber || 1)))}
        />
        <button type="submit" className="button" disabled={print.isPending}>
          {t('setUp.petition.print')}
        </button>
      </div>
      {form.printedSheets > 0 && (
        <p className="soft small">{t('setUp.petition.printed', { count: form.printedSheets })}</p>
      )}
    </form>
  );
}
