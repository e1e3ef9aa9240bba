import { useTranslation } from 'react-i18next';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';
import { keyedFields } from './field-kinds.ts';
import type { Decided } from './station-types.ts';

/** Lines shown: what a glance takes in. */
const SHOWN = 5;

/** What was just decided, newest first: for dittos, and to see what Ctrl+Z would bring back. */
export function Trail({ decided }: { decided: readonly Decided[] }) {
  const { t } = useTranslation();
  const tell = useTell();
  if (decided.length === 0) return null;
  return (
    <section className="trail-lines" aria-label={t('review.trail')}>
      <h2 className="small soft">{t('review.trail')}</h2>
      <ol className="trail-list">
        {decided
          .slice(-SHOWN)
          .reverse()
          .map((one) => (
            <li key={one.claim.id}>
              <span className="soft">
                {t('review.line', { line: one.claim.index, of: one.claim.place.linesOnPage })}
              </span>
              {one.refusal !== null ? <Word tone="wrong">{t('review.notSaved')}</Word> : <Outcome one={one} />}
              <span className="value">
                {one.refusal !== null && `${tell(one.refusal).what}. ${tell(one.refusal).todo} `}
                {keyedFields(one.claim)
                  .map(({ name }) => one.draft.values[name])
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

function Outcome({ one: { outcome, reason, claim, isSent } }: { one: Decided }) {
  const { t } = useTranslation();
  if (outcome === 'accepted') return <Word tone="good">{t('state.counted')}</Word>;
  if (outcome === 'rejected') {
    return <Word tone="wrong">{reason === null ? t('state.rejected') : t(`reason.${reason}`)}</Word>;
  }
  return (
    <span>
      <Word tone="busy">{t(`review.setAside.${outcome}`)}</Word>
      {outcome === 'handed_back' && isSent && (
        <>
          {' '}
          <a href={`/api/pages/${claim.pageId}/re-scan-slip.pdf`} target="_blank" rel="noreferrer">
            {t('review.slip')}
          </a>
        </>
      )}
    </span>
  );
}
