import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { HAND_BACK_CODES, type HandBackReason } from '../../../domain/hand-back.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { moveInList } from './move-in-list.ts';

/** Why must the sheet be scanned again? One digit answers; all of its undecided lines go with it. */
export function HandBackDialog({ onReason, onClose }: { onReason(reason: HandBackReason): void; onClose(): void }) {
  const { t } = useTranslation();
  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return moveInList(event);
    const reason = HAND_BACK_CODES[Number(event.key) - 1];
    if (reason === undefined) return;
    event.preventDefault();
    onReason(reason);
  }
  return (
    <Dialog title={t('review.handBackTitle')} onClose={onClose} className="reason-dialog" onKeyDown={onKeyDown}>
      <p className="reason-lead">{t('review.handBackLead')}</p>
      <ul className="reason-list">
        {HAND_BACK_CODES.map((reason, index) => (
          <li key={reason}>
            <button type="button" data-first={index === 0 || undefined} onClick={() => onReason(reason)}>
              <kbd className="key">{index + 1}</kbd>
              {t(`review.handBack.${reason}`)}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
