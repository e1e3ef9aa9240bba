/**
 * Decisions and what else is done with lines, on their way. Each is sent once, in order; without a network it waits here
 * and goes when the server answers again, and without a session when its writer has signed in again. A letter whose
 * answer was lost is sent again: the server refuses to do the same thing twice, and that refusal is then the proof that
 * the first one arrived.
 */
import type { HandBackReason } from '../../../domain/hand-back.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { type Problem, problemOf } from '../../http/problem.ts';
import { isShutOut } from '../../http/request.ts';

export interface DecisionBody {
  version: number;
  outcome: 'accepted' | 'rejected';
  fields?: Record<string, string>;
  reason?: string;
  note?: string;
  contactConsent?: boolean | null;
  elapsedMs: number;
  keys: number;
}

export type Letter =
  | { kind: 'decision'; body: DecisionBody }
  | { kind: 'postponement' }
  | { kind: 'question'; to: 'colleague' | 'supervisor'; personId: string | null; text: string }
  | { kind: 'answer'; text: string }
  | { kind: 'hand_back'; pageId: string; reason: HandBackReason }
  /** `version`: of the decision to take back; null: the line was put off, asked about, or went with its page. */
  | { kind: 'take_back'; version: number | null; pageId: string | null };

export interface Sent {
  /** The line's version afterwards; null when it did not change, or the answer was lost. */
  version: number | null;
  /** After taking back: the line as it is now. */
  claim?: ClaimWire;
}

export interface OutboxOptions {
  /** Rejects with a ProblemError. */
  post(lineId: string, letter: Letter): Promise<Sent>;
  onSent(lineId: string, letter: Letter, sent: Sent): void;
  onRefused(lineId: string, letter: Letter, problem: Problem): void;
  onChange(): void;
}

export interface Outbox {
  add(lineId: string, letter: Letter): void;
  /** Takes back the line's last letter if it has not left yet. */
  cancel(lineId: string): boolean;
  /** The line has another version than thought when these were written. */
  amend(lineId: string, version: number): void;
  /** Nothing of the line goes out any more. */
  drop(lineId: string): void;
  retryNow(): void;
  state(): { waiting: number; isOffline: boolean };
}

/** ms before the next try; the last repeats. */
const DELAYS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** What a second try is told when the first one had arrived. */
const DECIDED = ['already_decided', 'stale_version', 'line_decided', 'stale'];
const ARRIVED: Record<Letter['kind'], readonly string[]> = {
  decision: DECIDED,
  postponement: ['lease_not_held'],
  question: ['lease_not_held'],
  answer: ['no_question'],
  hand_back: [],
  take_back: [],
};

interface Posted {
  lineId: string;
  letter: Letter;
  /** A try was cut before its answer. */
  wasCut: boolean;
  isOut: boolean;
}

const isUnreachable = ({ code, status }: Problem) =>
  code === 'network' || status >= 502 || code === 'too_many_requests';

export function createOutbox({ post, onSent, onRefused, onChange }: OutboxOptions): Outbox {
  const letters: Posted[] = [];
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  /** Until somebody asks for another try: time alone brings no session. */
  let isHeld = false;

  async function sendNext(): Promise<void> {
    const posted = letters[0];
    if (isBusy || isHeld || posted === undefined) return;
    isBusy = true;
    posted.isOut = true;
    const { lineId, letter } = posted;
    try {
      const sent = await post(lineId, letter);
      settle(posted, () => onSent(lineId, letter, sent));
    } catch (error) {
      const problem = problemOf(error);
      if (isShutOut(problem)) hold(posted);
      else if (isUnreachable(problem)) wait(posted);
      else if (posted.wasCut && ARRIVED[letter.kind].includes(problem.code))
        settle(posted, () => onSent(lineId, letter, { version: null }));
      else settle(posted, () => onRefused(lineId, letter, problem));
    } finally {
      isBusy = false;
    }
    if (failures === 0 && letters.length > 0) void sendNext();
    onChange();
  }

  function settle(posted: Posted, tell: () => void): void {
    letters.splice(letters.indexOf(posted), 1);
    failures = 0;
    tell();
  }

  /** It was refused at the door: nothing of it was done. */
  function hold(posted: Posted): void {
    posted.isOut = false;
    isHeld = true;
  }

  function wait(posted: Posted): void {
    posted.wasCut = true;
    posted.isOut = false;
    const delay = DELAYS[Math.min(failures, DELAYS.length - 1)];
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(() => void sendNext(), delay);
  }

  function remove(index: number): boolean {
    if (index === -1) return false;
    letters.splice(index, 1);
    onChange();
    return true;
  }

  return {
    add(lineId, letter) {
      letters.push({ lineId, letter, wasCut: false, isOut: false });
      if (failures === 0) void sendNext();
      onChange();
    },
    cancel(lineId) {
      const index = letters.findLastIndex((one) => one.lineId === lineId);
      const last = letters[index];
      return last === undefined || last.isOut || last.wasCut ? false : remove(index);
    },
    amend(lineId, version) {
      for (const { lineId: id, letter } of letters) {
        if (id !== lineId) continue;
        if (letter.kind === 'decision') letter.body.version = version;
        else if (letter.kind === 'take_back' && letter.version !== null) letter.version = version;
      }
    },
    drop(lineId) {
      for (let index = letters.length - 1; index >= 0; index--) {
        if (letters[index]?.lineId === lineId && !letters[index]?.isOut) letters.splice(index, 1);
      }
      onChange();
    },
    retryNow() {
      clearTimeout(timer);
      isHeld = false;
      void sendNext();
    },
    state: () => ({ waiting: letters.length, isOffline: failures > 0 || isHeld }),
  };
}
