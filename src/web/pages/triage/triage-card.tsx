import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire.ts';
import { useTell } from '../../parts/tell-problem.ts';
import { PAGE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import type { BatchPageRow } from '../arrivals/batches.ts';
import { PageActions } from './page-actions.tsx';

/** px: the widest picture in which nobody's name can be read. */
const THUMBNAIL = 400;

interface TriageCardProps {
  page: BatchPageRow;
  batchName: string;
  petitions: PetitionWire[];
}

/** Picture, reason, remedy, and what can be done about it. */
export function TriageCard({ page, batchName, petitions }: TriageCardProps) {
  const { t } = useTranslation();
  const tell = useTell();
  const told = page.reason === null ? null : tell(page.reason);
  const name = t('triage.pageOf', { file: page.file, page: page.page });
  return (
    <li className="triage-card">
      <Link href={`/pages/${page.id}`} className="triage-picture" aria-label={`${t('triage.open')}: ${name}`}>
        <img src={`/api/pages/${page.id}/image?width=${THUMBNAIL}`} alt="" loading="lazy" decoding="async" />
      </Link>
      <div className="triage-words">
        <h2>{name}</h2>
        <p className="soft">{batchName}</p>
        <p>
          <Word tone={PAGE_TONES[page.state]}>{t(`pageState.${page.state}`)}</Word>
        </p>
        {told !== null && (
          <p>
            {told.what}. {told.todo}
          </p>
        )}
        <PageActions pageId={page.id} name={name} petitions={petitions} />
      </div>
    </li>
  );
}
