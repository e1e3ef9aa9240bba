import './review.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { ProblemError } from '../../http/problem.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { Desk } from './desk.tsx';
import { ReviewNav, useQuestions } from './review-nav.tsx';
import { Trail } from './trail.tsx';
import { useStation } from './use-station.ts';
import { useStripView } from './use-strip-view.ts';

export default function ReviewPage() {
  const { petition, isPending, error } = usePetition();
  if (petition === null) {
    return (
      <div className="station-aside">
        {isPending ? <Waiting /> : error ? <ProblemNote error={error} /> : <NoPetition />}
      </div>
    );
  }
  return <Station key={petition.id} petition={petition} />;
}

function NoPetition() {
  const { t } = useTranslation();
  return <BlankState icon="review" title={t('arrivals.needPetition')} />;
}

function Station({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const person = usePerson();
  const [state, station] = useStation(petition);
  // Above the desk, which goes when the pile is empty for a moment: how somebody looks at strips stays.
  const [view, changeView] = useStripView();
  const aside = useMemo(() => {
    if (state.phase === 'empty') return <NothingLeft isMailroom={hasRole(person, 'mailroom', 'supervisor')} />;
    if (state.phase === 'failed')
      return <ProblemNote error={state.problem && new ProblemError(state.problem)} onRetry={() => location.reload()} />;
    return <Waiting />;
  }, [state.phase, state.problem, person]);
  return (
    <>
      <h1 className="unseen">{t('review.title')}</h1>
      <p className="station-phone">{t('review.needsKeyboard')}</p>
      {state.work === null ? (
        <div className="station-aside">
          <ReviewNav />
          {aside}
          {state.phase === 'empty' && <Postponed onTake={() => void station.refill(true)} />}
          <Trail decided={state.decided} />
          {state.decided.length > 0 && state.phase === 'empty' && (
            <p className="buttons">
              <button type="button" className="button" onClick={station.undo}>
                {t('review.undoLast')}
              </button>
            </p>
          )}
        </div>
      ) : (
        <Desk
          petition={petition}
          state={state}
          work={state.work}
          station={station}
          view={view}
          changeView={changeView}
        />
      )}
    </>
  );
}

function NothingLeft({ isMailroom }: { isMailroom: boolean }) {
  const { t } = useTranslation();
  return (
    <BlankState icon="done" title={t('review.nothingLeft')}>
      <p>{t('review.nothingLeftTodo')}</p>
      <p className="buttons">
        <Link href="/count" className="button">
          {t('review.toCount')}
        </Link>
        {isMailroom && (
          <Link href="/arrivals" className="button" data-kind="quiet">
            {t('review.toArrivals')}
          </Link>
        )}
      </p>
    </BlankState>
  );
}

/** Nothing else is left: what was put off may be taken up now. */
function Postponed({ onTake }: { onTake: () => void }) {
  const { t } = useTranslation();
  const count = useQuestions().data?.filter(({ waitsFor }) => waitsFor === 'later').length ?? 0;
  if (count === 0) return null;
  return (
    <p className="buttons postponed">
      <button type="button" className="button" data-kind="primary" onClick={onTake}>
        {t('review.takePostponed', { count })}
      </button>
    </p>
  );
}
