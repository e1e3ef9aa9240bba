import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RejectionReason } from '../../../domain/reasons.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { reasonForLetter, REASON_LETTERS } from './bindings.ts';
import { moveInList } from './move-in-list.ts';

interface ReasonDialogProps {
  reasons: readonly RejectionReason[];
  suggested: RejectionReason | null;
  missing: string[];
  canAcceptAnyway: boolean;
  onReason(reason: RejectionReason): void;
  onAcceptAnyway(): void;
  onClose(): void;
}

/** Why does this line not count? One letter answers; Enter takes the one that stands out. */
export function ReasonDialog({
  reasons,
  suggested,
  missing,
  canAcceptAnyway,
  onReason,
  onAcceptAnyway,
  onClose,
}: ReasonDialogProps) {
  const { t } = useTranslation();
  const isOffered = suggested !== null && reasons.includes(suggested);
  const sorted = isOffered ? [suggested, ...reasons.filter((reason) => reason !== suggested)] : [...reasons];

  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canAcceptAnyway) {
      event.preventDefault();
      return onAcceptAnyway();
    }
    if (event.ctrlKey || event.metaKey || event.repeat) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return moveInList(event);
    const reason = event.key.length === 1 ? reasonForLetter(event.key) : null;
    if (reason === null || !reasons.includes(reason)) return;
    event.preventDefault();
    onReason(reason);
  }

  return (
    <Dialog title={t('review.whyNot')} onClose={onClose} className="reason-dialog" onKeyDown={onKeyDown}>
      {missing.length > 0 && (
        <p className="reason-lead">{t('review.incompleteLead', { fields: missing.join(', ') })}</p>
      )}
      {canAcceptAnyway && (
        <p className="reason-lead buttons">
          <span>{t('review.unsignedLead')}</span>
          <button type="button" className="button" onClick={onAcceptAnyway}>
            {t('review.acceptAnyway')}{' '}
            <kbd className="key">
              {t('review.key.ctrl')}+{t('review.key.enter')}
            </kbd>
          </button>
        </p>
      )}
      <ul className="reason-list">
        {sorted.map((reason, index) => (
          <li key={reason}>
            <button type="button" data-first={index === 0 || undefined} onClick={() => onReason(reason)}>
              <kbd className="key">{REASON_LETTERS[reason].toUpperCase()}</kbd>
              {t(`reason.${reason}`)}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
