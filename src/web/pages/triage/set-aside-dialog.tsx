import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageAction } from '../../http/page-actions.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';

export const INSERT_KINDS = ['letter', 'cheque', 'other'] as const;
type InsertKind = (typeof INSERT_KINDS)[number];

interface SetAsideDialogProps {
  kind?: InsertKind;
  note?: string;
  onSend(action: PageAction): void;
  onClose(): void;
}

/** No sheet: what it is, and to whom it went. */
export function SetAsideDialog({ kind = 'letter', note = '', onSend, onClose }: SetAsideDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<InsertKind>(kind);
  const [words, setWords] = useState(note);
  function send(event: FormEvent): void {
    event.preventDefault();
    onSend({ name: 'set-aside', kind: chosen, ...(words.trim() === '' ? {} : { note: words.trim() }) });
    onClose();
  }
  return (
    <Dialog title={t('triage.withdrawTitle')} onClose={onClose}>
      <form className="form" onSubmit={send}>
        <p>{t('triage.withdrawLead')}</p>
        <SelectField
          label={t('triage.insert.kind')}
          value={chosen}
          onChange={(event) => setChosen(event.target.value as InsertKind)}
        >
          {INSERT_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`triage.insert.${one}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('triage.insert.note')}
          hint={t('triage.insert.noteHint')}
          name="note"
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary">
            {t('triage.withdraw')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
