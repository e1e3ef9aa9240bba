/** Drawn lines are keyed again here: the station, blank, and for a third person with both values unattributed. */
import '../review/review.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { ProblemError } from '../../http/problem.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { Desk } from '../review/desk.tsx';
import type { StationState } from '../review/station-types.ts';
import { useStation } from '../review/use-station.ts';
import { useStripView } from '../review/use-strip-view.ts';
import { createSampleApi } from './sample-api.ts';

export default function AccuracyPage() {
  const { petition, isPending, error } = usePetition();
  if (petition !== null) return <Keying key={petition.id} petition={petition} />;
  return <div className="station-aside">{isPending ? <Waiting /> : <ProblemNote error={error} />}</div>;
}

function Keying({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const [state, station] = useStation(petition, createSampleApi);
  const [view, changeView] = useStripView();
  const title = t('accuracy.keyTitle');
  useEffect(() => {
    if (state.work === null) document.title = `${title} · Paraphe`;
  }, [state.work, title]);
  return (
    <>
      <h1 className="unseen">{title}</h1>
      {state.work === null ? (
        <div className="station-aside">
          <Aside state={state} />
        </div>
      ) : (
        <Desk
          petition={petition}
          state={state}
          work={state.work}
          station={station}
          view={view}
          changeView={changeView}
          isSample
        />
      )}
    </>
  );
}

function Aside({ state }: { state: StationState }) {
  const { t } = useTranslation();
  if (state.phase === 'failed')
    return <ProblemNote error={state.problem && new ProblemError(state.problem)} onRetry={() => location.reload()} />;
  if (state.phase !== 'empty') return <Waiting />;
  return (
    <BlankState icon="done" title={t('accuracy.nothingToKey')}>
      <p>{t('accuracy.nothingToKeyTodo')}</p>
      <p className="buttons">
        <Link href="/count" className="button">
          {t('review.toCount')}
        </Link>
      </p>
    </BlankState>
  );
}
