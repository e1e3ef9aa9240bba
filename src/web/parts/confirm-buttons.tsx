import { useTranslation } from 'react-i18next';

interface ConfirmButtonsProps {
  /** What is done, as a verb. */
  label: string;
  /** It cannot be taken back. */
  isGrave?: boolean;
  isPending: boolean;
  onConfirm(): void;
  onClose(): void;
}

/** The end of a dialog that asks before it acts. */
export function ConfirmButtons({ label, isGrave = false, isPending, onConfirm, onClose }: ConfirmButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className="buttons">
      <button
        type="button"
        className="button"
        data-kind={isGrave ? 'grave' : 'primary'}
        disabled={isPending}
        onClick={onConfirm}
      >
        {label}
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={onClose}>
        {t('common.cancel')}
      </button>
    </div>
  );
}
