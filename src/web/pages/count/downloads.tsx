import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { Icon } from '../../parts/icon.tsx';

/** Plain links: the browser's own download, progress and all. */
export function Downloads({ petition, counted }: { petition: PetitionWire; counted: number }) {
  const { t } = useTranslation();
  const path = `/api/petitions/${petition.id}/signers.csv`;
  if (counted === 0) return null;
  return (
    <section className="section" aria-labelledby="download-title">
      <h2 id="download-title">{t('count.downloadList')}</h2>
      <p className="soft">{t('count.downloadLead')}</p>
      <p className="buttons download-buttons">
        <a className="button" href={`${path}?separator=%3B&bom=1`} download>
          <Icon name="download" size={18} />
          {t('count.csvFrench')}
        </a>
        <a className="button" href={path} download>
          <Icon name="download" size={18} />
          {t('count.csv')}
        </a>
      </p>
    </section>
  );
}
