import { useTranslation } from 'react-i18next';
import type { Choice } from './choices.ts';
import { useKeyOf } from './key-names.tsx';
import { type ClaimField, takesDigitsAsChoice } from './field-kinds.ts';

interface ChoicesProps {
  field: ClaimField | null;
  choices: Choice[];
  /** The list is on its way; a key pressed now waits for it. */
  isComing: boolean;
  value: string;
  onChoose(choice: Choice): void;
  /** In adjudication, until the two values are asked for. */
  onReveal: (() => void) | null;
}

/** What one key puts into the field in focus. The row keeps its height when it is empty: nothing moves. */
export function Choices({ field, choices, isComing, value, onChoose, onReveal }: ChoicesProps) {
  const { t } = useTranslation();
  const keyOf = useKeyOf();
  const hasNumbers = field !== null && takesDigitsAsChoice(field);
  return (
    <fieldset className="choices" aria-label={t('review.choices')}>
      {onReveal !== null && (
        <button
          type="button"
          className="choice"
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onReveal}
        >
          <kbd className="key">{keyOf('next_choice')}</kbd>
          {t('review.showValues')}
        </button>
      )}
      {isComing && <span className="small soft">{t('review.townsComing')}</span>}
      {choices.length > 0 && <span className="small soft">{field?.label}</span>}
      {choices.map((choice, index) => (
        <button
          key={choice.value}
          type="button"
          className="choice"
          tabIndex={-1}
          aria-pressed={choice.value === value}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          <kbd className="key">{hasNumbers ? index + 1 : keyOf('next_choice')}</kbd>
          <span className="value">{choice.value}</span>
          {choice.source !== 'reading' && <span className="small soft">{t(`review.source.${choice.source}`)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
