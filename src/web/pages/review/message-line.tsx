/** One line of words for what deserves a look; it keeps its height, so nothing moves. */
import { useTranslation } from 'react-i18next';
import { LONGEST_VALUE } from '../../../domain/limits.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { useFormat } from '../../i18n/format.ts';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';
import { type Draft, missingFields, tooLongFields } from './draft.ts';
import { useKeyOf } from './key-names.tsx';
import type { Notice } from './station-types.ts';

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
  const format = useFormat();
  const keyOf = useKeyOf();
  const labelOf = (name: string) => claim.formFields.find((field) => field.name === name)?.label ?? name;
  if (notice !== null) {
    const told = notice.problem && tell(notice.problem);
    const words = t(`review.notice.${notice.kind}`, { line: notice.line ?? '' });
    return (
      <Word tone={notice.kind === 'undone' ? 'busy' : 'wrong'}>
        {words} {told && `${told.what}. ${told.todo}`}
      </Word>
    );
  }
  const long = tooLongFields(claim, draft);
  if (long.length > 0) {
    const sizes = long.map((name) => `${labelOf(name)} (${format.number((draft.values[name] ?? '').length)})`);
    return <Word tone="wrong">{t('review.tooLong', { fields: sizes.join(', '), most: LONGEST_VALUE })}</Word>;
  }
  if (claim.mode === 'adjudication') return <Adjudication claim={claim} isRevealed={draft.isRevealed} />;
  const key = keyOf('suggested_reason');
  if (claim.found.state === 'struck') return <Word tone="look">{t('review.foundStruck', { key })}</Word>;
  if (towns !== null)
    return (
      <Word tone="look">
        {t('review.townDisagrees', { towns: towns.slice(0, 3).join(', '), key: keyOf('next_choice') })}
      </Word>
    );
  const unsigned = claim.found.signed === false && claim.mode === 'review';
  if (unsigned) return <Word tone="look">{t('review.foundUnsigned', { key })}</Word>;
  const missing = missingFields(claim, draft);
  const labels = missing.map(labelOf);
  if (missing.length > 0)
    return <span className="soft">{t('review.stillMissing', { fields: labels.join(', ') })}</span>;
  return null;
}

/** The image first; the two values once asked for, and nothing that says whose is whose. */
function Adjudication({ claim, isRevealed }: { claim: ClaimWire; isRevealed: boolean }) {
  const { t } = useTranslation();
  const keyOf = useKeyOf();
  if (!isRevealed) return <Word tone="busy">{t('review.adjudicationHint', { key: keyOf('next_choice') })}</Word>;
  const reasons = claim.reasons.map((reason) => t(`reason.${reason}`)).join(', ');
  return (
    <Word tone="busy">
      {t('review.adjudicationShown')}
      {reasons !== '' && ` ${t('review.adjudicationReasons', { reasons })}`}
    </Word>
  );
}
