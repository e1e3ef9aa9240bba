import { useTranslation } from 'react-i18next';
import type { OpenDialog } from './desk-dialogs.tsx';
import { useKeyOf } from './key-names.tsx';

interface DeskActionsProps {
  canUndo: boolean;
  /** A colleague asked about this line: the key answers. */
  isAsked: boolean;
  onAccept(): void;
  onUndo(): void;
  onOpen(dialog: OpenDialog): void;
  /** Null: the line is decided here or left. */
  onPostpone: (() => void) | null;
}

/** The main keys as buttons, each saying its key. */
export function DeskActions({ canUndo, isAsked, onAccept, onUndo, onOpen, onPostpone }: DeskActionsProps) {
  const { t } = useTranslation();
  const keyOf = useKeyOf();
  return (
    <div className="buttons station-actions">
      <button type="button" className="button" data-kind="primary" onClick={onAccept}>
        {t('review.accept')} <kbd className="key">{keyOf('accept')}</kbd>
      </button>
      <button type="button" className="button" onClick={() => onOpen('reasons')}>
        {t('review.doesNotCount')} <kbd className="key">{keyOf('reasons')}</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={onUndo} disabled={!canUndo}>
        {t('review.undo')} <kbd className="key">{keyOf('undo')}</kbd>
      </button>
      {onPostpone !== null && (
        <>
          <button type="button" className="button" data-kind="quiet" onClick={onPostpone}>
            {t('review.postpone')} <kbd className="key">{keyOf('postpone')}</kbd>
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={() => onOpen(isAsked ? 'answer' : 'ask')}>
            {t(isAsked ? 'review.answer' : 'review.ask')} <kbd className="key">{keyOf('ask')}</kbd>
          </button>
        </>
      )}
      <button type="button" className="button" data-kind="quiet" onClick={() => onOpen('page')}>
        {t('review.wholePage')} <kbd className="key">{keyOf('page')}</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={() => onOpen('help')}>
        {t('review.help')} <kbd className="key">{keyOf('help')}</kbd>
      </button>
    </div>
  );
}
