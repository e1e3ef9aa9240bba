import './review.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire.ts';
import { ProblemError } from '../../http/problem.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { Desk } from './desk.tsx';
import { Trail } from './trail.tsx';
import { useStation } from './use-station.ts';

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
          {aside}
          <Trail decided={state.decided} />
          {state.decided.length > 0 && state.phase === 'empty' && (
            <p className="buttons">
              <button type="button" className="button" onClick={() => void station.undo()}>
                {t('review.undoLast')}
              </button>
            </p>
          )}
        </div>
      ) : (
        <Desk petition={petition} state={state} work={state.work} station={station} />
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
