/** A carpet with its keys: confirm all that is not in doubt, put off, back to the list of fields. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { Word } from '../../parts/word.tsx';
import { Cells } from './cells.tsx';
import { type Carpet, useCarpet } from './use-carpet.ts';

interface CarpetViewProps {
  petitionId: string;
  field: string;
  onBack(): void;
}

export function CarpetView({ petitionId, field, onBack }: CarpetViewProps) {
  const { t } = useTranslation();
  const state = useCarpet(petitionId, field);
  const [isEarly, setEarly] = useState(false);
  const { carpet } = state;
  const back = useRef<HTMLButtonElement>(null);
  const isEmpty = carpet?.items.length === 0;
  // The cell that had the focus is gone; the keys must not be.
  useEffect(() => {
    if (isEmpty || state.error !== null) back.current?.focus();
  }, [isEmpty, state.error]);
  const confirm = () => setEarly(!state.confirm());

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') onBack();
    else if (event.key !== 'Enter' || !(event.target as HTMLElement).matches('.cell')) return;
    else if (event.ctrlKey || event.metaKey) state.postpone();
    else if (!event.repeat) confirm();
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the cells inside, gathered in one place
    <div onKeyDown={onKeyDown}>
      {state.error !== null && <ProblemNote error={state.error} onRetry={state.retry} />}
      {carpet === null && state.error === null && <Waiting lines={6} />}
      {carpet !== null && isEmpty && (
        <BlankState icon="done" title={t('columns.nothingLeft', { field: carpet.label })}>
          <p>{t('columns.nothingLeftTodo')}</p>
        </BlankState>
      )}
      {carpet !== null && carpet.items.length > 0 && <Cells carpet={carpet} state={state} />}
      <p className="carpet-message" role="status">
        {isEarly ? t('columns.stillLoading') : <SaidWords state={state} />}
      </p>
      <div className="buttons">
        {carpet !== null && carpet.items.length > 0 && (
          <>
            <button type="button" className="button" data-kind="primary" onClick={confirm} disabled={state.isBusy}>
              {t('columns.confirm')} <kbd className="key">{t('review.key.enter')}</kbd>
            </button>
            <button type="button" className="button" onClick={state.postpone} disabled={state.isBusy}>
              {t('columns.putOff')}{' '}
              <kbd className="key">
                {t('review.key.ctrl')}+{t('review.key.enter')}
              </kbd>
            </button>
          </>
        )}
        <button type="button" className="button" data-kind="quiet" onClick={onBack} ref={back}>
          {t('columns.otherField')} <kbd className="key">{t('review.key.escape')}</kbd>
        </button>
      </div>
      {carpet !== null && carpet.items.length > 0 && <p className="small soft carpet-hints">{t('columns.hints')}</p>}
    </div>
  );
}

function SaidWords({ state }: { state: Carpet }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (state.said === null) return null;
  const { confirmed, doubted, lapsed } = state.said;
  return (
    <Word tone={lapsed > 0 ? 'look' : 'good'}>
      {t('columns.said', { confirmed: format.number(confirmed), doubted: format.number(doubted) })}{' '}
      {lapsed > 0 && t('columns.lapsed', { count: lapsed })}
    </Word>
  );
}
