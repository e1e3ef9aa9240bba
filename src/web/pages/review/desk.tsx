/** The line at hand: strip, fields under their ink, and every key. */
import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { isCountedKey } from './bindings.ts';
import { Choices } from './choices-row.tsx';
import { DeskActions } from './desk-actions.tsx';
import { DeskDialogs } from './desk-dialogs.tsx';
import { consented } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import { KeyHints } from './key-hints.tsx';
import { LineNotes } from './line-notes.tsx';
import { MessageLine } from './message-line.tsx';
import { ReviewNav } from './review-nav.tsx';
import type { Station, StationState, Work } from './station-types.ts';
import { StatusLine } from './status-line.tsx';
import { StripStage, type StripView } from './strip-stage.tsx';
import { Trail } from './trail.tsx';
import { useDesk, usePageTitle } from './use-desk.ts';
import { useStageWidth } from './use-stage-width.ts';
import type { ViewChange } from './use-strip-view.ts';

interface DeskProps {
  petition: PetitionWire;
  state: StationState;
  work: Work;
  station: Station;
  view: StripView;
  changeView(what: ViewChange): void;
  /** A drawn line keyed again: it is decided here or left, and once decided not taken back. */
  isSample?: boolean;
}

export function Desk({ petition, state, work, station, view, changeView, isSample = false }: DeskProps) {
  const { t } = useTranslation();
  const { claim, draft } = work;
  const [stageRef, stageWidth] = useStageWidth();
  const desk = useDesk({ petition, state, work, station, changeView, isLaidOut: stageWidth > 0, isSample });
  const { field, focused, choices, doesDisagree, contactField } = desk;
  usePageTitle(t('review.title'));
  return (
    <div onKeyDownCapture={(event) => isCountedKey(event.nativeEvent) && station.countKey()}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside, gathered in one place */}
      <div className="station" onKeyDown={desk.onKeyDown}>
        <StatusLine petition={petition} state={state} work={work} onRetry={station.retryNow} />
        <div className="stage-frame" ref={stageRef}>
          <StripStage
            claim={claim}
            ahead={state.ahead}
            behind={state.decided.at(-1)?.claim}
            focused={focused}
            view={view}
          />
          <FieldRow
            claim={claim}
            draft={draft}
            contactField={contactField}
            width={stageWidth}
            focused={focused}
            doesDisagree={doesDisagree}
            inputs={desk.inputs.current}
            onFocus={desk.setFocused}
            onLeave={desk.leave}
            onType={desk.type}
            onConsent={(consent) => station.edit((now) => consented(now, consent))}
          />
          <Choices
            field={field}
            choices={choices}
            isComing={desk.waitsForTowns}
            value={field === null ? '' : (draft.values[field.name] ?? '')}
            onChoose={desk.choose}
            onReveal={draft.isRevealed ? null : desk.reveal}
          />
        </div>
        <MessageLine
          claim={claim}
          draft={draft}
          notice={state.notice}
          towns={doesDisagree ? (desk.towns ?? []) : null}
        />
        <DeskActions
          onAccept={desk.accept}
          onOpen={desk.setDialog}
          onPostpone={isSample ? null : station.postpone}
          onUndo={desk.undo}
          isAsked={desk.isAsked}
          canUndo={(!isSample && state.decided.length > 0) || draft.past.length > 0}
        />
        <LineNotes claim={claim} />
        <KeyHints decided={state.decided.length} />
        <Trail decided={state.decided} />
        {!isSample && <ReviewNav />}
      </div>
      <DeskDialogs
        dialog={desk.dialog}
        work={work}
        petition={petition}
        onReason={desk.reject}
        onAcceptAnyway={desk.acceptAnyway}
        onNote={desk.sendNote}
        onHandBack={(reason) => {
          desk.setDialog(null);
          station.handBack(reason);
        }}
        onClose={() => desk.setDialog(null)}
      />
    </div>
  );
}
