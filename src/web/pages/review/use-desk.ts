/** What the keys of the station do with the line at hand. */
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { keyTable } from '../../../domain/keys.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { useOwnKeys } from '../../http/session.ts';
import { type Command, commandFor } from './bindings.ts';
import { type Choice, choicesFor, disagrees } from './choices.ts';
import type { OpenDialog } from './desk-dialogs.tsx';
import {
  consented,
  dittoValues,
  left,
  missingFields,
  nextPending,
  placed,
  revealed,
  tooLongFields,
  typed,
} from './draft.ts';
import { type ClaimField, keyedFields, takesDigitsAsChoice } from './field-kinds.ts';
import { finalValues } from './final-values.ts';
import type { NoteKind } from './note-dialog.tsx';
import type { Station, StationState, Work } from './station-types.ts';
import { isUnsigned, suggestedReason } from './suggested-reason.ts';
import { usePreparedTowns, useTowns } from './towns.ts';
import { useHeldChoice } from './use-held-choice.ts';
import type { ViewChange } from './use-strip-view.ts';

export interface DeskOptions {
  petition: PetitionWire;
  state: StationState;
  work: Work;
  station: Station;
  changeView(what: ViewChange): void;
  /** The fields are laid out: before, there is nothing to put the focus on. */
  isLaidOut: boolean;
  isSample: boolean;
}

const NOT_IN_SAMPLES: readonly string[] = ['postpone', 'ask', 'escalate', 'hand_back'];

export function useDesk({ petition, state, work, station, changeView, isLaidOut, isSample }: DeskOptions) {
  const { claim, draft, above } = work;
  const contactField = petition.settings.contactField;
  const fields = keyedFields(claim).filter(({ name }) => name !== contactField);
  const [focused, setFocused] = useState<string | null>(fields[0]?.name ?? null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const own = useOwnKeys();
  const table = useMemo(() => keyTable(own), [own]);
  /** The line on which the focused field was entered: leaving it for the next line is no look at that line's field. */
  const enteredOn = useRef<number | null>(null);

  const valueOfType = (type: string) => {
    const field = fields.find((one) => one.type === type);
    return field === undefined ? '' : (draft.values[field.name] ?? '');
  };
  const { towns, isComing } = useTowns(valueOfType('postcode'));
  usePreparedTowns(state.ahead);
  const doesDisagree = disagrees(towns, valueOfType('city'));
  const field = fields.find(({ name }) => name === focused) ?? null;
  // Going through the proposals must not change the list of them: they answer what the hand has typed.
  const [byHand, setByHand] = useState({ lineId: claim.id, field: '', value: '' });
  const isByHand = byHand.lineId === claim.id && byHand.field === field?.name;
  const typedValue = (name: string) => (isByHand ? byHand.value : (draft.past[0] ?? draft).values[name]) ?? '';
  const choicesOf = (one: ClaimField) =>
    choicesFor(one, {
      claim,
      above,
      typed: typedValue(one.name),
      towns: towns ?? [],
      isRevealed: draft.isRevealed,
    });
  // A list that the towns are about to change is not shown: the next key would fall on another line of it.
  const waitsForTowns = isComing && field?.type === 'city' && draft.isRevealed;
  const choices = field === null || waitsForTowns ? [] : choicesOf(field);
  const cityField = fields.find(({ type }) => type === 'city');
  const held = useHeldChoice({
    lineId: claim.id,
    isComing,
    list: () => (cityField === undefined ? [] : choicesOf(cityField)),
    put(choice) {
      if (cityField === undefined) return;
      flushSync(() => station.edit((now) => placed(now, { [cityField.name]: choice.value })));
      if (focused === cityField.name) inputs.current.get(cityField.name)?.select();
    },
    accept: () => accept(),
  });

  const isUnchecked = ({ name }: { name: string }) => !claim.confirmed.includes(name);

  const focus = useCallback((name: string | null | undefined) => {
    const input = name ? inputs.current.get(name) : undefined;
    input?.focus();
    input?.select();
  }, []);

  // Where the reviewer is needed first: what the machine saw but may not fill in, else the first field. Only another
  // line moves the focus: news of the line at hand must not, somebody is typing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useLayoutEffect(() => {
    focus(nextPending(claim, draft) ?? (fields.find(isUnchecked) ?? fields[0])?.name);
    enteredOn.current = work.startedAt;
  }, [work.startedAt, claim.id, isLaidOut, focus]);

  function leave(name: string) {
    if (enteredOn.current === work.startedAt) station.edit((now) => left(now, name));
  }

  function type(name: string, value: string) {
    if (name === cityField?.name) held.drop();
    setByHand({ lineId: claim.id, field: name, value });
    station.edit((now) => typed(now, name, value));
  }

  /** Tab passes by what was checked in a column; this leads there. */
  function focusChecked() {
    const checked = fields.filter((one) => !isUnchecked(one)).map(({ name }) => name);
    focus(checked[(checked.indexOf(focused ?? '') + 1) % checked.length]);
  }

  /** True when something must be put right first; the focus is there then. */
  function isHeldUp(): boolean {
    const [long] = tooLongFields(claim, station.read().work?.draft ?? draft);
    if (long !== undefined) focus(long);
    return long !== undefined;
  }

  function accept() {
    if (held.takeAccept()) return;
    if (focused !== null) station.edit((now) => left(now, focused));
    const now = station.read().work?.draft ?? draft;
    if (isHeldUp()) return;
    const pending = nextPending(claim, now);
    if (pending !== null) return focus(pending);
    if (missingFields(claim, now).length > 0 || isUnsigned(claim)) return setDialog('reasons');
    station.accept(finalValues(claim, now, petition.settings.capitals));
  }

  /** Signed after all, says the reviewer; what is missing stays missing. */
  function acceptAnyway() {
    if (isHeldUp()) return setDialog(null);
    if (missingFields(claim, draft).length > 0) return setDialog('reasons');
    setDialog(null);
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
    if (!draft.isRevealed) return reveal();
    if (waitsForTowns) return held.take({ step: by });
    if (field === null || choices.length === 0) return;
    const now = choices.findIndex(({ value }) => value === draft.values[field.name]);
    choose(choices[now === -1 ? (by === 1 ? 0 : choices.length - 1) : (now + by + choices.length) % choices.length]);
  }

  /** Within the line the field is selected again, as it was: typing replaces what came back. */
  function undo() {
    if (isSample && draft.past.length === 0) return;
    held.drop();
    flushSync(station.undo);
    if (station.read().work?.startedAt === work.startedAt) focus(focused);
  }

  function reveal() {
    flushSync(() => station.edit((now) => revealed(claim, now)));
    focus(focused);
  }

  function reject(reason: RejectionReason) {
    if (!petition.reasons.includes(reason)) return;
    // `Other` says nothing without a note.
    if (reason === 'unlisted') return setDialog('unlisted');
    setDialog(null);
    station.reject(reason);
  }

  function rejectAsSuggested() {
    const reason = suggestedReason(claim, draft);
    if (reason === null || !petition.reasons.includes(reason)) setDialog('reasons');
    else reject(reason);
  }

  function sendNote(kind: NoteKind, text: string, personId: string | null) {
    setDialog(null);
    if (kind === 'unlisted') station.reject('unlisted', text);
    else if (kind === 'answer') station.answer(text);
    else station.ask(kind === 'escalate' ? 'supervisor' : 'colleague', personId, text);
  }

  const isAsked = claim.waitsFor === 'colleague' || claim.waitsFor === 'supervisor';

  function run(command: Command) {
    if (isSample && NOT_IN_SAMPLES.includes(command.name)) return;
    switch (command.name) {
      case 'choice':
        if (waitsForTowns) return held.take({ place: command.number - 1 });
        return choose(choices[command.number - 1]);
      case 'reason':
        return reject(command.reason);
      case 'accept':
        return accept();
      case 'accept_anyway':
        return acceptAnyway();
      case 'suggested_reason':
        return rejectAsSuggested();
      case 'undo':
        return undo();
      case 'postpone':
        return station.postpone();
      case 'ask':
        return setDialog(isAsked ? 'answer' : 'ask');
      case 'reasons':
      case 'escalate':
      case 'hand_back':
      case 'page':
      case 'help':
        return setDialog(command.name);
      case 'consent':
        return contactField !== null && station.edit((now) => consented(now, now.consent !== true));
      case 'next_choice':
        return cycle(1);
      case 'previous_choice':
        return cycle(-1);
      case 'checked_field':
        return focusChecked();
      case 'ditto_field':
        return place(field && dittoValues(claim, above, field.name));
      case 'ditto_address':
        return place(dittoValues(claim, above, 'address'));
      default:
        return changeView(command.name);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target instanceof HTMLInputElement ? event.target : null;
    // Buttons keep their own Enter; everything else belongs to the line.
    if (target === null && event.key === 'Enter' && !event.ctrlKey && !event.altKey) return;
    const command = commandFor(
      event.nativeEvent,
      {
        isFresh: target !== null && target.selectionStart === 0 && target.selectionEnd === target.value.length,
        digitsChoose: field !== null && target !== null && takesDigitsAsChoice(field),
      },
      table,
    );
    if (command === null) return;
    event.preventDefault();
    if (!event.repeat || ['next_choice', 'previous_choice'].includes(command.name)) run(command);
  }

  return {
    ...{ contactField, field, focused, setFocused, inputs, choices, towns, doesDisagree, dialog, setDialog, isAsked },
    ...{ waitsForTowns, accept, acceptAnyway, choose, reject, sendNote, leave, type, reveal, undo, onKeyDown },
  };
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Paraphe`;
  }, [title]);
}
