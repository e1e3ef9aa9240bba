import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import type { SignerHistoryWire } from './signer-page.tsx';

interface CorrectionFormProps {
  signer: SignerHistoryWire;
  onDone(): void;
  onCancel(): void;
}

export function CorrectionForm({ signer, onDone, onCancel }: CorrectionFormProps) {
  const { t } = useTranslation();
  const correct = useMutation({
    mutationFn: (fields: Record<string, string>) =>
      change('POST', `/api/signers/${signer.id}/corrections`, { version: signer.lineVersion, fields }),
    onSuccess: onDone,
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    correct.mutate(Object.fromEntries(signer.formFields.map(({ name }) => [name, String(form.get(name) ?? '')])));
  }
  return (
    <form className="form correction" onSubmit={submit}>
      <p className="soft">{t('signers.correctLead')}</p>
      {correct.isError && <ProblemNote error={correct.error} />}
      <div className="pair">
        {signer.formFields.map(({ name, label }, index) => (
          <TextField
            key={name}
            className="value"
            label={label}
            name={name}
            defaultValue={signer.fields?.[name] ?? ''}
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            autoFocus={index === 0}
          />
        ))}
      </div>
      <div className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={correct.isPending}>
          {t('signers.saveCorrection')}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}
