/**
 * Decisions on their way. Each is sent once, in order; without a network it waits here and goes when the server
 * answers again. A decision whose answer was lost is sent again with the same version: the server refuses a second one,
 * and that refusal is then the proof that the first arrived.
 */
import { type Problem, problemOf } from '../../http/problem.ts';

export interface DecisionBody {
  version: number;
  outcome: 'accepted' | 'rejected';
  fields?: Record<string, string>;
  reason?: string;
  contactConsent?: boolean | null;
  elapsedMs: number;
  keys: number;
}

export interface Sent {
  /** The line's version after the decision; null when the answer was lost and only the refusal of a second try came. */
  version: number | null;
}

export interface OutboxOptions {
  /** Rejects with a ProblemError. */
  post(lineId: string, body: DecisionBody): Promise<{ version: number }>;
  onSent(lineId: string, sent: Sent): void;
  onRefused(lineId: string, problem: Problem): void;
  onChange(): void;
}

export interface Outbox {
  add(lineId: string, body: DecisionBody): void;
  /** Takes back a decision that has not left yet. */
  cancel(lineId: string): boolean;
  retryNow(): void;
  state(): { waiting: number; isOffline: boolean };
}

/** ms before the next try; the last repeats. */
const DELAYS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** What a second try is told when the first one had arrived. */
const ARRIVED = ['already_decided', 'stale_version', 'line_decided', 'stale'];

interface Letter {
  lineId: string;
  body: DecisionBody;
  /** A try was cut before its answer. */
  wasCut: boolean;
  isOut: boolean;
}

export function createOutbox({ post, onSent, onRefused, onChange }: OutboxOptions): Outbox {
  const letters: Letter[] = [];
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;

  async function sendNext(): Promise<void> {
    const letter = letters[0];
    if (isBusy || letter === undefined) return;
    isBusy = true;
    letter.isOut = true;
    try {
      const { version } = await post(letter.lineId, letter.body);
      settle(letter, () => onSent(letter.lineId, { version }));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'network' || problem.status >= 502 || problem.code === 'too_many_requests') wait(letter);
      else if (letter.wasCut && ARRIVED.includes(problem.code))
        settle(letter, () => onSent(letter.lineId, { version: null }));
      else settle(letter, () => onRefused(letter.lineId, problem));
    } finally {
      isBusy = false;
    }
    if (failures === 0 && letters.length > 0) void sendNext();
    onChange();
  }

  function settle(letter: Letter, tell: () => void): void {
    letters.splice(letters.indexOf(letter), 1);
    failures = 0;
    tell();
  }

  function wait(letter: Letter): void {
    letter.wasCut = true;
    letter.isOut = false;
    const delay = DELAYS[Math.min(failures, DELAYS.length - 1)];
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(() => void sendNext(), delay);
  }

  function retryNow(): void {
    clearTimeout(timer);
    void sendNext();
  }

  return {
    add(lineId, body) {
      letters.push({ lineId, body, wasCut: false, isOut: false });
      if (failures === 0) void sendNext();
      onChange();
    },
    cancel(lineId) {
      const index = letters.findIndex((letter) => letter.lineId === lineId && !letter.isOut && !letter.wasCut);
      if (index === -1) return false;
      letters.splice(index, 1);
      onChange();
      return true;
    },
    retryNow,
    state: () => ({ waiting: letters.length, isOffline: failures > 0 }),
  };
}
