/**
 * The reviewer's station without its looks: claims fetched ahead, the line at hand, what was decided, and the way back.
 * A plain store, so that a decision and the next line on the screen are one synchronous step.
 */
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { ClaimWire } from '../../../domain/wire.ts';
import { type Problem, problemOf } from '../../http/problem.ts';
import { type Above, type Draft, startDraft, undone } from './draft.ts';
import { createOutbox, type DecisionBody } from './outbox.ts';

export interface StationApi {
  /** `resume`: first what this person already holds, after a reload of the page. */
  claim(limit: number, resume: boolean): Promise<ClaimWire[]>;
  decide(lineId: string, body: DecisionBody): Promise<{ version: number }>;
  /** Takes the decision back; the line is this person's again. */
  reopen(lineId: string, version: number): Promise<ClaimWire>;
  /** Prolongs leases; answers those still held. */
  heartbeat(lineIds: string[]): Promise<{ id: string; leaseExpiresAt: string }[]>;
  /** Gives lines back to the others. */
  release(lineIds: string[]): void;
  /** Starts to fetch the strip. */
  prepare(url: string): void;
  now(): number;
}

export interface Work {
  claim: ClaimWire;
  draft: Draft;
  above: Above;
  startedAt: number;
  keys: number;
}

export interface Decided extends Work {
  outcome: 'accepted' | 'rejected';
  reason: RejectionReason | null;
  /** After the decision; null until the server has said so. */
  version: number | null;
  /** Why the server did not take it: nothing of it is stored. */
  refusal: Problem | null;
}

export interface Notice {
  kind: 'refused' | 'undo_failed' | 'undone' | 'missing';
  problem?: Problem;
  /** Which line, for the reader: file and index. */
  line?: string;
}

export interface StationState {
  phase: 'loading' | 'working' | 'empty' | 'failed';
  work: Work | null;
  ahead: readonly ClaimWire[];
  decided: readonly Decided[];
  notice: Notice | null;
  problem: Problem | null;
  outbox: { waiting: number; isOffline: boolean };
  isUndoing: boolean;
  /** Lines of the petition still waiting, this desk's included. */
  remaining: number;
}

export interface Station {
  subscribe(listener: () => void): () => void;
  read(): StationState;
  start(): void;
  stop(): void;
  /** Asks for more lines; harmless when enough are at hand. */
  refill(): Promise<void>;
  /** Keeps the lines at hand. */
  heartbeat(): Promise<void>;
  edit(change: (draft: Draft) => Draft): void;
  countKey(): void;
  accept(fields: Record<string, string>): void;
  reject(reason: RejectionReason): void;
  undo(): Promise<void>;
  dismissNotice(): void;
  retryNow(): void;
}

/** Lines held at once. Few enough that a colleague finds some, enough to outlast a slow answer. */
const HELD = 6;
/** Asked for when fewer than this are ahead. */
const LOW = 4;
/** Lines that can be taken back. */
const REMEMBERED = 200;
/** ms: a lease about to end is not worth starting on. */
const LEASE_MARGIN = 5_000;

const EMPTY: StationState = {
  phase: 'loading',
  work: null,
  ahead: [],
  decided: [],
  notice: null,
  problem: null,
  outbox: { waiting: 0, isOffline: false },
  isUndoing: false,
  remaining: 0,
};

export function createStation(api: StationApi): Station {
  let state = EMPTY;
  let isFilling = false;
  let isStopped = false;
  let hasClaimed = false;
  const listeners = new Set<() => void>();

  function set(changes: Partial<StationState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  const outbox = createOutbox({
    post: api.decide,
    onSent: (lineId, { version }) =>
      set({ decided: state.decided.map((one) => (one.claim.id === lineId ? { ...one, version } : one)) }),
    onRefused(lineId, problem) {
      const refused = state.decided.find((one) => one.claim.id === lineId);
      set({
        decided: state.decided.map((one) => (one.claim.id === lineId ? { ...one, refusal: problem } : one)),
        notice: { kind: 'refused', problem, ...(refused && { line: lineName(refused.claim) }) },
      });
      // The line may be back in the pile, or this person may not be a reviewer any more: the next claim tells.
      if (problem.status === 403) set({ phase: 'failed', problem, work: null, ahead: [] });
    },
    onChange: () => set({ outbox: outbox.state() }),
  });

  /** The line above on the same sheet as decided at this desk is fresher than what the server knew when it was claimed. */
  function aboveOf(claim: ClaimWire): Above {
    const above = state.decided.findLast((one) => one.claim.pageId === claim.pageId && one.claim.index < claim.index);
    const isNearest = above?.outcome === 'accepted' && above.refusal === null;
    return isNearest ? above.draft.values : claim.above;
  }

  function begin(claim: ClaimWire): Work {
    const above = aboveOf(claim);
    return { claim, above, draft: startDraft(claim, above), startedAt: api.now(), keys: 0 };
  }

  function next(): void {
    const usable = state.ahead.filter((claim) => Date.parse(claim.leaseExpiresAt) - Date.now() > LEASE_MARGIN);
    const [claim, ...ahead] = usable;
    set({ work: claim === undefined ? null : begin(claim), ahead, ...(claim === undefined && { phase: 'loading' }) });
    void refill();
  }

  async function refill(): Promise<void> {
    if (isFilling || isStopped || state.ahead.length >= LOW) return;
    isFilling = true;
    try {
      const claims = await api.claim(HELD - state.ahead.length, !hasClaimed);
      hasClaimed = true;
      if (isStopped) api.release(claims.map(({ id }) => id));
      else take(claims);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'network' && state.work !== null) set({ problem });
      else if (state.work === null || problem.status === 403) set({ phase: 'failed', problem, work: null, ahead: [] });
    } finally {
      isFilling = false;
    }
  }

  function take(claims: ClaimWire[]): void {
    const known = new Set([state.work?.claim.id, ...state.ahead.map(({ id }) => id)]);
    // A decision still on its way: the server does not know yet that the line is done.
    for (const one of state.decided) if (one.version === null && !one.refusal) known.add(one.claim.id);
    const fresh = claims.filter(({ id }) => !known.has(id));
    for (const claim of fresh) api.prepare(claim.imageUrl);
    // The server's number, less the decisions it had not heard of when it answered.
    const counted = fresh[0] && fresh[0].place.remaining - outbox.state().waiting;
    set({ ahead: [...state.ahead, ...fresh], problem: null, ...(counted !== undefined && { remaining: counted }) });
    if (state.work !== null) return;
    const [claim, ...ahead] = state.ahead;
    if (claim === undefined) set({ phase: 'empty' });
    else set({ phase: 'working', work: begin(claim), ahead });
  }

  function decide(
    outcome: 'accepted' | 'rejected',
    details: { fields?: Record<string, string>; reason?: RejectionReason },
  ) {
    const { work } = state;
    if (work === null) return;
    const { claim, draft } = work;
    const values = details.fields ?? draft.values;
    const decided: Decided = {
      ...work,
      draft: { ...draft, values },
      outcome,
      reason: details.reason ?? null,
      version: null,
      refusal: null,
    };
    state = {
      ...state,
      decided: [...state.decided, decided].slice(-REMEMBERED),
      notice: null,
      remaining: Math.max(0, state.remaining - 1),
    };
    next();
    outbox.add(claim.id, {
      version: claim.version,
      outcome,
      ...(outcome === 'accepted' && { fields: values, contactConsent: draft.consent }),
      ...(details.reason && { reason: details.reason }),
      elapsedMs: Math.round(Math.max(0, api.now() - work.startedAt)),
      keys: work.keys,
    });
  }

  /** Puts the line at hand back in front of the pile and the earlier one on the desk. */
  function putBack(earlier: Decided, claim: ClaimWire): void {
    const ahead = state.work === null ? state.ahead : [state.work.claim, ...state.ahead];
    const work: Work = {
      claim,
      draft: { ...earlier.draft, past: [], typing: null },
      above: earlier.above,
      startedAt: api.now(),
      keys: 0,
    };
    set({
      phase: 'working',
      work,
      ahead,
      decided: state.decided.filter((one) => one !== earlier && one.claim.id !== claim.id),
      notice: { kind: 'undone', line: lineName(claim) },
      remaining: state.remaining + 1,
      isUndoing: false,
    });
  }

  async function undo(): Promise<void> {
    const back = state.work && undone(state.work.draft);
    if (state.work && back) return set({ work: { ...state.work, draft: back } });
    const earlier = state.decided.findLast((one) => one.refusal === null);
    if (earlier === undefined || state.isUndoing) return;
    if (outbox.cancel(earlier.claim.id)) return putBack(earlier, earlier.claim);
    set({ isUndoing: true });
    try {
      const version = earlier.version ?? earlier.claim.version + 1;
      putBack(earlier, await api.reopen(earlier.claim.id, version));
    } catch (error) {
      set({
        isUndoing: false,
        notice: { kind: 'undo_failed', problem: problemOf(error), line: lineName(earlier.claim) },
      });
    }
  }

  const heldIds = () => [state.work?.claim, ...state.ahead].flatMap((claim) => claim?.id ?? []);

  async function heartbeat(): Promise<void> {
    const ids = heldIds();
    if (ids.length === 0) return;
    // Without an answer the leases stand as they are; the next beat tries again.
    const leases = await api.heartbeat(ids).catch(() => null);
    if (leases === null) return;
    const until = new Map(leases.map(({ id, leaseExpiresAt }) => [id, leaseExpiresAt]));
    const prolong = (claim: ClaimWire) => ({ ...claim, leaseExpiresAt: until.get(claim.id) ?? claim.leaseExpiresAt });
    set({
      // A line ahead that is lost goes; the one at hand stays, its lease is asked for again with the decision.
      ahead: state.ahead.filter(({ id }) => until.has(id)).map(prolong),
      work: state.work && { ...state.work, claim: prolong(state.work.claim) },
    });
    void refill();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    start() {
      isStopped = false;
      void refill();
    },
    stop() {
      // What is decided still goes out, also when the reviewer has left the page.
      isStopped = true;
      const ids = heldIds();
      if (ids.length > 0) api.release(ids);
      hasClaimed = false;
      set({ ...EMPTY, decided: state.decided });
    },
    refill,
    heartbeat,
    edit(change) {
      if (state.work) set({ work: { ...state.work, draft: change(state.work.draft) }, notice: null });
    },
    countKey() {
      if (state.work) state.work.keys += 1;
    },
    accept: (fields) => decide('accepted', { fields }),
    reject: (reason) => decide('rejected', { reason }),
    undo,
    dismissNotice: () => set({ notice: null }),
    retryNow: outbox.retryNow,
  };
}

function lineName(claim: ClaimWire): string {
  return `${claim.place.file} · ${claim.index}`;
}
