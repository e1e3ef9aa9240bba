import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { useFormat } from '../../i18n/format.ts';
import { Word } from '../../parts/word.tsx';
import type { StationState, Work } from './station-types.ts';

interface StatusLineProps {
  petition: PetitionWire;
  state: StationState;
  work: Work;
  onRetry(): void;
}

/** Decisions behind the time estimate: fewer say nothing. */
const ENOUGH = 5;
/** Only the last ones count: the pace now, not this morning's. */
const RECENT = 30;

const LATENESS_WORDS = { early: 'review.early', late: 'review.late', unknown: 'review.lateUnknown' } as const;

function minutesLeft(state: StationState, remaining: number): number | null {
  const recent = state.decided.slice(-RECENT);
  const first = recent[0];
  const last = recent.at(-1);
  if (recent.length < ENOUGH || first === undefined || last === undefined) return null;
  const each = (last.startedAt - first.startedAt) / (recent.length - 1);
  return Math.max(1, Math.round((each * remaining) / 60_000));
}

export function StatusLine({ petition, state, work, onRetry }: StatusLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { place, index, mode } = work.claim;
  const minutes = minutesLeft(state, state.remaining);
  return (
    <header className="status-line">
      <p className="where">
        <strong>{place.batchName}</strong>
        <span className="soft">{place.file}</span>
        <span>{t('review.page', { page: place.page })}</span>
        <span>{t('review.line', { line: index, of: place.linesOnPage })}</span>
        {mode !== 'review' && <span className="practice">{t(`review.mode.${mode}`)}</span>}
        {place.lateness !== null && place.lateness !== 'in_time' && (
          <Word tone="look">{t(LATENESS_WORDS[place.lateness])}</Word>
        )}
        {petition.isPractice && <span className="practice">{t('common.practice')}</span>}
      </p>
      <p className="where">
        {state.outbox.isOffline ? (
          <>
            <Word tone="look">{t('review.waitingToSend', { count: state.outbox.waiting })}</Word>
            <button type="button" className="button" data-kind="quiet" onClick={onRetry}>
              {t('common.retry')}
            </button>
          </>
        ) : (
          <>
            <span>{t('review.remaining', { count: state.remaining, number: format.number(state.remaining) })}</span>
            {minutes !== null && (
              <span className="soft">{t('review.minutes', { minutes: format.number(minutes) })}</span>
            )}
          </>
        )}
      </p>
    </header>
  );
}
