/** The line at hand: strip, fields under their ink, and every key. */
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { PetitionWire } from '../../../domain/wire.ts';
import { type Command, commandFor, isCountedKey } from './bindings.ts';
import { type Choice, choicesFor, disagrees } from './choices.ts';
import { Choices } from './choices-row.tsx';
import { DeskActions } from './desk-actions.tsx';
import { DeskDialogs, type OpenDialog } from './desk-dialogs.tsx';
import { consented, dittoValues, left, missingFields, nextPending, placed, typed } from './draft.ts';
import { keyedFields, takesDigitsAsChoice } from './field-kinds.ts';
import { FieldRow } from './field-row.tsx';
import { finalValues } from './final-values.ts';
import { KeyHints } from './key-hints.tsx';
import { MessageLine } from './message-line.tsx';
import type { Station, StationState, Work } from './station.ts';
import { StatusLine } from './status-line.tsx';
import { StripStage } from './strip-stage.tsx';
import { isUnsigned, suggestedReason } from './suggested-reason.ts';
import { Trail } from './trail.tsx';
import { usePreparedTowns, useTowns } from './towns.ts';
import { useStageWidth } from './use-stage-width.ts';
import { useStripView } from './use-strip-view.ts';

interface DeskProps {
  petition: PetitionWire;
  state: StationState;
  work: Work;
  station: Station;
}

export function Desk({ petition, state, work, station }: DeskProps) {
  const { t } = useTranslation();
  const { claim, draft, above } = work;
  const contactField = petition.settings.contactField;
  const fields = keyedFields(claim).filter(({ name }) => name !== contactField);
  const [focused, setFocused] = useState<string | null>(fields[0]?.name ?? null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [view, changeView] = useStripView();
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const [stageRef, stageWidth] = useStageWidth();

  const valueOfType = (type: string) => {
    const field = fields.find((one) => one.type === type);
    return field === undefined ? '' : (draft.values[field.name] ?? '');
  };
  const towns = useTowns(valueOfType('postcode'));
  usePreparedTowns(state.ahead);
  const doesDisagree = disagrees(towns, valueOfType('city'));
  const field = fields.find(({ name }) => name === focused) ?? null;
  // Going through the proposals must not change the list of them: they answer what the hand has typed.
  const [byHand, setByHand] = useState({ lineId: claim.id, field: '', value: '' });
  const isByHand = byHand.lineId === claim.id && byHand.field === field?.name;
  const typedValue = (name: string) => (isByHand ? byHand.value : (draft.past[0] ?? draft).values[name]) ?? '';
  const choices =
    field === null ? [] : choicesFor(field, { claim, above, typed: typedValue(field.name), towns: towns ?? [] });

  const isUnchecked = ({ name }: { name: string }) => !claim.confirmed.includes(name);

  const focus = useCallback((name: string | null | undefined) => {
    const input = name ? inputs.current.get(name) : undefined;
    input?.focus();
    input?.select();
  }, []);

  // Where the reviewer is needed first: what the machine saw but may not fill in, else the first field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another line moves the focus
  useLayoutEffect(
    () => focus(nextPending(claim, draft) ?? (fields.find(isUnchecked) ?? fields[0])?.name),
    [claim.id, claim.version, stageWidth > 0, focus],
  );
  useEffect(() => {
    document.title = `${t('review.title')} · Paraphe`;
  }, [t]);

  function accept() {
    if (focused !== null) station.edit((now) => left(now, focused));
    const now = station.read().work?.draft ?? draft;
    const pending = nextPending(claim, now);
    if (pending !== null) return focus(pending);
    if (missingFields(claim, now).length > 0 || isUnsigned(claim)) return setDialog('reasons');
    station.accept(finalValues(claim, now, petition.settings.capitals));
  }

  /** Signed after all, says the reviewer; what is missing stays missing. */
  function acceptAnyway() {
    if (missingFields(claim, draft).length > 0) return setDialog('reasons');
    station.accept(finalValues(claim, draft, petition.settings.capitals));
  }

  function place(values: Record<string, string> | null, next?: string) {
    if (values === null) return;
    // The browser puts the caret at the end of a value set from outside; select it, so that typing replaces it. Before
    // the next key arrives: a frame later the next line may be on the desk, and its keys would land in this field.
    flushSync(() => station.edit((now) => placed(now, values)));
    focus(next ?? focused);
  }

  function choose(choice: Choice | undefined) {
    if (field !== null && choice !== undefined) place({ [field.name]: choice.value });
  }

  function cycle(by: 1 | -1) {
    if (field === null || choices.length === 0) return;
    const now = choices.findIndex(({ value }) => value === draft.values[field.name]);
    choose(choices[now === -1 ? (by === 1 ? 0 : choices.length - 1) : (now + by + choices.length) % choices.length]);
  }

  function reject(reason: RejectionReason) {
    if (!petition.reasons.includes(reason)) return;
    setDialog(null);
    station.reject(reason);
  }

  function run(command: Command) {
    if (command.name === 'accept') accept();
    else if (command.name === 'accept_anyway') acceptAnyway();
    else if (command.name === 'reasons') setDialog('reasons');
    else if (command.name === 'suggested_reason') {
      const reason = suggestedReason(claim, draft);
      if (reason === null || !petition.reasons.includes(reason)) setDialog('reasons');
      else reject(reason);
    } else if (command.name === 'reason') reject(command.reason);
    else if (command.name === 'undo') void station.undo();
    else if (command.name === 'page' || command.name === 'help') setDialog(command.name);
    else if (command.name === 'consent') toggleConsent();
    else if (command.name === 'next_choice') cycle(1);
    else if (command.name === 'previous_choice') cycle(-1);
    else if (command.name === 'choice') choose(choices[command.number - 1]);
    else if (command.name === 'checked_field') focusChecked();
    else if (command.name === 'ditto_field') place(field && dittoValues(claim, above, field.name));
    else if (command.name === 'ditto_address') place(dittoValues(claim, above, 'address'));
    else changeView(command.name);
  }

  /** Tab passes by what was checked in a column; this leads there. */
  function focusChecked() {
    const checked = fields.filter((one) => !isUnchecked(one)).map(({ name }) => name);
    focus(checked[(checked.indexOf(focused ?? '') + 1) % checked.length]);
  }

  function toggleConsent() {
    if (contactField !== null) station.edit((now) => consented(now, now.consent !== true));
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target instanceof HTMLInputElement ? event.target : null;
    // Buttons keep their own Enter; everything else belongs to the line.
    if (target === null && event.key === 'Enter' && !event.ctrlKey) return;
    const command = commandFor(event.nativeEvent, {
      isFresh: target !== null && target.selectionStart === 0 && target.selectionEnd === target.value.length,
      digitsChoose: field !== null && target !== null && takesDigitsAsChoice(field),
    });
    if (command === null) return;
    event.preventDefault();
    if (!event.repeat || ['next_choice', 'previous_choice'].includes(command.name)) run(command);
  }

  return (
    <div onKeyDownCapture={(event) => isCountedKey(event.nativeEvent) && station.countKey()}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside, gathered in one place */}
      <div className="station" onKeyDown={onKeyDown}>
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
            inputs={inputs.current}
            onFocus={setFocused}
            onLeave={(name) => station.edit((now) => left(now, name))}
            onType={(name, value) => {
              setByHand({ lineId: claim.id, field: name, value });
              station.edit((now) => typed(now, name, value));
            }}
            onConsent={(consent) => station.edit((now) => consented(now, consent))}
          />
          <Choices
            field={field}
            choices={choices}
            value={field === null ? '' : (draft.values[field.name] ?? '')}
            onChoose={choose}
          />
        </div>
        <MessageLine claim={claim} draft={draft} notice={state.notice} towns={doesDisagree ? (towns ?? []) : null} />
        <DeskActions
          onAccept={accept}
          onOpen={setDialog}
          onUndo={() => void station.undo()}
          canUndo={state.decided.length > 0 || draft.past.length > 0}
        />
        <KeyHints decided={state.decided.length} />
        <Trail decided={state.decided} />
      </div>
      <DeskDialogs
        dialog={dialog}
        work={work}
        reasons={petition.reasons}
        onReason={reject}
        onAcceptAnyway={() => {
          setDialog(null);
          acceptAnyway();
        }}
        onClose={() => setDialog(null)}
      />
    </div>
  );
}
