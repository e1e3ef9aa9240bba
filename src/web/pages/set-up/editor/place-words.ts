/** Parts of a form in words. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../../domain/form.ts';
import { fieldAt, type Place } from './form-edit.ts';

export interface PlaceWords {
  /** In full, for lists and for those who do not see the sheet. */
  describe(form: FormDefinition, place: Place): string;
  /** What fits into a box. */
  short(form: FormDefinition, place: Place): string;
}

export function usePlaceWords(): PlaceWords {
  const { t } = useTranslation();
  const short = useCallback(
    (form: FormDefinition, place: Place): string => {
      if (place.kind === 'line') return t('setUp.editor.line', { line: place.index + 1 });
      if (place.kind === 'notice') return t('setUp.editor.notice');
      const field = fieldAt(form, place);
      if (field === undefined) return '';
      if (place.kind !== 'option') return field.label.replace(/\s+/g, ' ') || t(`setUp.type.${field.type}`);
      return field.options?.[place.option]?.label || t('setUp.editor.tickBox', { number: place.option + 1 });
    },
    [t],
  );
  return useMemo(
    () => ({
      short,
      describe(form, place) {
        const field = fieldAt(form, place);
        const name = short(form, place);
        if (place.kind === 'option') return t('setUp.editor.optionOf', { name, field: field?.label ?? '' });
        if (field === undefined) return name;
        const type = t(`setUp.type.${field.type}`);
        const kind = place.kind === 'header' ? t('setUp.editor.onceASheet') : '';
        const guess = field.certain ? '' : t('setUp.editor.toConfirm');
        return [name, type === name ? '' : type, kind, guess].filter((part) => part !== '').join(', ');
      },
    }),
    [short, t],
  );
}
