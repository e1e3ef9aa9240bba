import { useTranslation } from 'react-i18next';
import type { Choice } from './choices.ts';
import { type ClaimField, takesDigitsAsChoice } from './field-kinds.ts';

interface ChoicesProps {
  field: ClaimField | null;
  choices: Choice[];
  value: string;
  onChoose(choice: Choice): void;
}

/** What one key puts into the field in focus. The row keeps its height when it is empty: nothing moves. */
export function Choices({ field, choices, value, onChoose }: ChoicesProps) {
  const { t } = useTranslation();
  const hasNumbers = field !== null && takesDigitsAsChoice(field);
  return (
    <fieldset className="choices" aria-label={t('review.choices')}>
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
          <kbd className="key">{hasNumbers ? index + 1 : '↓'}</kbd>
          <span className="value">{choice.value}</span>
          {choice.source !== 'reading' && <span className="small soft">{t(`review.source.${choice.source}`)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
