import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { accuracyKey } from './accuracy-section.tsx';

/** Lines: five fields each without an error keep the upper end of the interval below 0.13 %, better than pooled double entry. */
const USUAL = 600;

/** Drawing happens once: what it means is said before, not after. */
export function DrawForm({ petitionId, counted }: { petitionId: string; counted: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function draw(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const size = Number(new FormData(event.currentTarget).get('size'));
    setBusy(true);
    setError(null);
    try {
      queries.setQueryData(
        accuracyKey(petitionId),
        await change('POST', `/api/petitions/${petitionId}/accuracy-sample`, { size }),
      );
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={draw} className="form">
      {error !== null && <ProblemNote error={error} />}
      <TextField
        label={t('accuracy.size')}
        hint={t('accuracy.sizeHint', { counted: format.number(counted) })}
        name="size"
        type="number"
        min={1}
        max={Math.min(counted, 10_000)}
        defaultValue={Math.min(counted, USUAL)}
        required
      />
      <div className="buttons">
        <button type="submit" className="button" disabled={isBusy}>
          {t('accuracy.draw')}
        </button>
      </div>
    </form>
  );
}
