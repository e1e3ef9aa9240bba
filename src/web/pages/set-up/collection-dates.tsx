/** From when to when signatures are collected: in the set-up and in a petition's settings. */
import { useTranslation } from 'react-i18next';
import { TextField } from '../../parts/field.tsx';

interface CollectionDatesProps {
  /** ISO dates. */
  opensOn: string | null | undefined;
  closesOn: string | null | undefined;
}

export function CollectionDates({ opensOn, closesOn }: CollectionDatesProps) {
  const { t } = useTranslation();
  return (
    <div className="pair">
      <TextField
        label={t('setUp.about.opensOn')}
        hint={t('setUp.about.opensHint')}
        name="opensOn"
        type="date"
        defaultValue={opensOn ?? ''}
      />
      <TextField
        label={t('petitions.closesOn')}
        hint={t('setUp.about.closesHint')}
        name="closesOn"
        type="date"
        defaultValue={closesOn ?? ''}
      />
    </div>
  );
}
