/** One line of words for what deserves a look; it keeps its height, so nothing moves. */
import { useTranslation } from 'react-i18next';
import type { ClaimWire } from '../../../domain/wire.ts';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';
import { type Draft, missingFields } from './draft.ts';
import type { Notice } from './station.ts';

interface MessageLineProps {
  claim: ClaimWire;
  draft: Draft;
  notice: Notice | null;
  /** Towns of the postcode when the town on the line is none of them. */
  towns: readonly string[] | null;
}

export function MessageLine({ claim, draft, notice, towns }: MessageLineProps) {
  return (
    <p className="message-line" id="station-message" role="status">
      <Message claim={claim} draft={draft} notice={notice} towns={towns} />
    </p>
  );
}

function Message({ claim, draft, notice, towns }: MessageLineProps) {
  const { t } = useTranslation();
  const tell = useTell();
  if (notice !== null) {
    const told = notice.problem && tell(notice.problem);
    const words = t(`review.notice.${notice.kind}`, { line: notice.line ?? '' });
    return (
      <Word tone={notice.kind === 'undone' ? 'busy' : 'wrong'}>
        {words} {told && `${told.what}. ${told.todo}`}
      </Word>
    );
  }
  if (claim.mode === 'adjudication') return <Word tone="busy">{t('review.adjudicationHint')}</Word>;
  if (claim.found.state === 'struck') return <Word tone="look">{t('review.foundStruck')}</Word>;
  if (towns !== null)
    return <Word tone="look">{t('review.townDisagrees', { towns: towns.slice(0, 3).join(', ') })}</Word>;
  const unsigned = claim.found.signed === false && claim.mode === 'review';
  if (unsigned) return <Word tone="look">{t('review.foundUnsigned')}</Word>;
  const missing = missingFields(claim, draft);
  const labels = missing.map((name) => claim.formFields.find((field) => field.name === name)?.label ?? name);
  if (missing.length > 0)
    return <span className="soft">{t('review.stillMissing', { fields: labels.join(', ') })}</span>;
  return null;
}
