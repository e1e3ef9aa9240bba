import { useTranslation } from 'react-i18next';
import type { OpenDialog } from './desk-dialogs.tsx';

interface DeskActionsProps {
  canUndo: boolean;
  onAccept(): void;
  onUndo(): void;
  onOpen(dialog: OpenDialog): void;
}

/** The main keys as buttons, each saying its key. */
export function DeskActions({ canUndo, onAccept, onUndo, onOpen }: DeskActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="buttons station-actions">
      <button type="button" className="button" data-kind="primary" onClick={onAccept}>
        {t('review.accept')} <kbd className="key">{t('review.key.enter')}</kbd>
      </button>
      <button type="button" className="button" onClick={() => onOpen('reasons')}>
        {t('review.doesNotCount')} <kbd className="key">{t('review.key.escape')}</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={onUndo} disabled={!canUndo}>
        {t('review.undo')} <kbd className="key">{t('review.key.ctrl')}+Z</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={() => onOpen('page')}>
        {t('review.wholePage')} <kbd className="key">F2</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={() => onOpen('help')}>
        {t('review.help')} <kbd className="key">?</kbd>
      </button>
    </div>
  );
}
