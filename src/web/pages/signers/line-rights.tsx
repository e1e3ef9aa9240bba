/** The rights of whoever signed a line, for the data protection officer: restriction, lifted again, and erasure. */
import './signers.css';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { erasureSchema } from '../../../domain/wire-signer.ts';
import { change } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { ConfirmButtons } from '../../parts/confirm-buttons.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Note, ProblemNote } from '../../parts/notes.tsx';

type Erased = z.infer<typeof erasureSchema>;

interface LineRightsProps {
  lineId: string;
  /** The sheet and the line in words: several of these stand on one page. */
  name: string;
  isRestricted: boolean;
  isErased: boolean;
  onChanged(): void;
}

export function LineRights({ lineId, name, isRestricted, isErased, onChanged }: LineRightsProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const [isAsking, setIsAsking] = useState(false);
  const [erased, setErased] = useState<Erased | null>(null);
  const restrict = useMutation({
    mutationFn: () => change(isRestricted ? 'DELETE' : 'POST', `/api/lines/${lineId}/restriction`),
    onSettled: onChanged,
  });
  if (!hasRole(person, 'dpo')) return null;
  if (erased !== null) return <ErasedNote erased={erased} />;
  if (isErased) return null;
  const what = t(isRestricted ? 'signers.rights.lift' : 'signers.rights.restrict');
  return (
    <div className="line-rights">
      {restrict.isError && <ProblemNote error={restrict.error} />}
      <div className="buttons">
        <button
          type="button"
          className="button"
          aria-label={`${what} – ${name}`}
          disabled={restrict.isPending}
          onClick={() => restrict.mutate()}
        >
          {what}
        </button>
        <button
          type="button"
          className="button"
          aria-label={`${t('signers.rights.erase')} – ${name}`}
          onClick={() => setIsAsking(true)}
        >
          {t('signers.rights.erase')}
        </button>
      </div>
      {isAsking && (
        <EraseDialog
          lineId={lineId}
          name={name}
          onClose={() => setIsAsking(false)}
          onDone={(outcome) => {
            setIsAsking(false);
            setErased(outcome);
            onChanged();
          }}
        />
      )}
    </div>
  );
}

/** What the machine cannot do: the paper. */
function ErasedNote({ erased: { paper, scrubbed } }: { erased: Erased }) {
  const { t } = useTranslation();
  return (
    <Note tone="look" title={t('signers.rights.done')}>
      <p>{t('signers.rights.paper', paper)}</p>
      {!scrubbed && <p>{t('signers.rights.tonight')}</p>}
    </Note>
  );
}

interface EraseDialogProps {
  lineId: string;
  name: string;
  onDone(erased: Erased): void;
  onClose(): void;
}

function EraseDialog({ lineId, name, onDone, onClose }: EraseDialogProps) {
  const { t } = useTranslation();
  const [count, setCount] = useState<'keep' | 'remove'>('keep');
  const erase = useMutation({
    mutationFn: () => change<Erased>('POST', `/api/lines/${lineId}/erasure`, { count }),
    onSuccess: onDone,
  });
  return (
    <Dialog title={t('signers.rights.ask', { name })} onClose={onClose}>
      <div className="form">
        {erase.isError && <ProblemNote error={erase.error} />}
        <p>{t('signers.rights.lead')}</p>
        <SelectField
          label={t('signers.rights.signature')}
          value={count}
          onChange={(event) => setCount(event.target.value === 'remove' ? 'remove' : 'keep')}
        >
          <option value="keep">{t('signers.rights.keep')}</option>
          <option value="remove">{t('signers.rights.remove')}</option>
        </SelectField>
        <ConfirmButtons
          label={t('signers.rights.forGood')}
          isGrave
          isPending={erase.isPending}
          onConfirm={() => erase.mutate()}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}
