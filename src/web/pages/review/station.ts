/**
 * The reviewer's station without its looks: claims fetched ahead, the line at hand, what was decided, and the way back.
 * A plain store, so that a decision and the next line on the screen are one synchronous step; taking back is one, too.
 */
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { type Problem, problemOf } from '../../http/problem.ts';
import { isShutOut } from '../../http/request.ts';
import { type Above, startDraft, undone } from './draft.ts';
import { createOutbox, type Letter, type Sent } from './outbox.ts';
import type { Decided, SetAside, Station, StationApi, StationState, Work } from './station-types.ts';

/** Lines held at once. Few enough that a colleague finds some, enough to outlast a slow answer. */
const HELD = 6;
/** Asked for when fewer than this are ahead. */
const LOW = 4;
/** Lines that can be taken back. */
const REMEMBERED = 200;
/** ms for the server to hear that a line was taken back. */
const TAKING_BACK = 60_000;
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
  remaining: 0,
};

export function createStation(api: StationApi): Station {
  let state = EMPTY;
  let isFilling = false;
  let isStopped = false;
  let hasClaimed = false;
  /** Begun on a line that was then laid aside for another one. */
  const drafts = new Map<string, Pick<Work, 'draft' | 'above' | 'keys'>>();
  const listeners = new Set<() => void>();

  function set(changes: Partial<StationState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  const outbox = createOutbox({ post: api.send, onSent, onRefused, onChange: () => set({ outbox: outbox.state() }) });

  const changeDecided = (lineId: string, changes: Partial<Decided>) =>
    state.decided.map((one) => (one.claim.id === lineId ? { ...one, ...changes } : one));

  function onSent(lineId: string, letter: Letter, { version, claim }: Sent): void {
    if (letter.kind !== 'take_back') {
      if (version !== null) outbox.amend(lineId, version);
      set({ decided: changeDecided(lineId, { isSent: true, ...(version !== null && { version }) }) });
      return;
    }
    if (claim === undefined) return;
    // What was typed meanwhile stays; the line has a new version and a new lease.
    outbox.amend(lineId, claim.version);
    const fresh = (known: ClaimWire) =>
      known.id === lineId ? { ...known, version: claim.version, leaseExpiresAt: claim.leaseExpiresAt } : known;
    set({
      work: state.work && { ...state.work, claim: fresh(state.work.claim) },
      ahead: state.ahead.map(fresh),
      decided: state.decided.map((one) => ({ ...one, claim: fresh(one.claim) })),
    });
  }

  function onRefused(lineId: string, letter: Letter, problem: Problem): void {
    const known = [state.work?.claim, ...state.ahead, ...state.decided.map((one) => one.claim)];
    const claim = known.find((one) => one?.id === lineId);
    const kind = letter.kind === 'take_back' ? ('undo_failed' as const) : ('refused' as const);
    const notice = { kind, problem, ...(claim && { line: lineName(claim) }) };
    if (letter.kind === 'take_back') {
      // The earlier decision stands: the line leaves the desk, whatever was made of it meanwhile.
      outbox.drop(lineId);
      drafts.delete(lineId);
      set({
        ahead: state.ahead.filter(({ id }) => id !== lineId),
        decided: changeDecided(lineId, { refusal: problem }),
      });
      if (state.work?.claim.id === lineId) next();
      set({ notice });
    } else set({ decided: changeDecided(lineId, { refusal: problem }), notice });
    // The line may be back in the pile, or this person may not be a reviewer any more: the next claim tells.
    if (problem.status === 403) set({ phase: 'failed', problem, work: null, ahead: [] });
  }

  /** The line above on the same sheet as decided at this desk is fresher than what the server knew when it was claimed. */
  function aboveOf(claim: ClaimWire): Above {
    const above = state.decided.findLast((one) => one.claim.pageId === claim.pageId && one.claim.index < claim.index);
    const isNearest = above?.outcome === 'accepted' && above.refusal === null;
    return isNearest ? above.draft.values : claim.above;
  }

  function begin(claim: ClaimWire): Work {
    const above = aboveOf(claim);
    const begun = drafts.get(claim.id) ?? { above, draft: startDraft(claim, above), keys: 0 };
    drafts.delete(claim.id);
    return { claim, ...begun, startedAt: api.now() };
  }

  function next(): void {
    const usable = state.ahead.filter((claim) => Date.parse(claim.leaseExpiresAt) - Date.now() > LEASE_MARGIN);
    const [claim, ...ahead] = usable;
    set({ work: claim === undefined ? null : begin(claim), ahead, ...(claim === undefined && { phase: 'loading' }) });
    void refill();
  }

  async function refill(postponed = false): Promise<void> {
    if (isFilling || isStopped || state.ahead.length >= LOW) return;
    isFilling = true;
    // What is here now may be decided before the answer comes, or its decision be under way: the answer does not know.
    const stale = new Set([...heldIds(), ...onTheirWay()]);
    try {
      const claims = await api.claim({ limit: HELD - state.ahead.length, resume: !hasClaimed, postponed });
      hasClaimed = true;
      if (isStopped) api.release(claims.map(({ id }) => id));
      else take(claims.filter(({ id }) => !stale.has(id)));
    } catch (error) {
      const problem = problemOf(error);
      // Asked for again once somebody has signed in again.
      if (isShutOut(problem)) set({ problem });
      else if (problem.code === 'network' && state.work !== null) set({ problem });
      else if (state.work === null || problem.status === 403) set({ phase: 'failed', problem, work: null, ahead: [] });
    } finally {
      isFilling = false;
    }
  }

  /** Decided here; the server does not know yet that the line is done. */
  const onTheirWay = () => state.decided.filter((one) => !one.isSent && !one.refusal).map(({ claim }) => claim.id);

  /** Begins with one certain line; when it is not to be had, says so and goes on with the pile. */
  async function startWith(lineId: string): Promise<void> {
    try {
      take([await api.take(lineId)]);
    } catch (error) {
      set({ notice: { kind: 'take_failed', problem: problemOf(error) } });
    }
    await refill();
  }

  function take(claims: ClaimWire[]): void {
    const known = new Set([state.work?.claim.id, ...state.ahead.map(({ id }) => id), ...onTheirWay()]);
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

  /** Off the desk, the next line on it; then the letter goes. */
  function finish(work: Work, done: Pick<Decided, 'outcome' | 'reason'>, letter: Letter): void {
    const decided: Decided = { ...work, ...done, version: null, isSent: false, refusal: null };
    state = {
      ...state,
      decided: [...state.decided, decided].slice(-REMEMBERED),
      notice: null,
      remaining: Math.max(0, state.remaining - 1),
    };
    next();
    outbox.add(work.claim.id, letter);
  }

  function decide(
    outcome: 'accepted' | 'rejected',
    details: { fields?: Record<string, string>; reason?: RejectionReason; note?: string | undefined },
  ) {
    const { work } = state;
    if (work === null) return;
    const { claim, draft } = work;
    const values = details.fields ?? draft.values;
    const body = {
      version: claim.version,
      outcome,
      ...(outcome === 'accepted' && { fields: values, contactConsent: draft.consent }),
      ...(details.reason && { reason: details.reason }),
      ...(details.note && { note: details.note }),
      elapsedMs: Math.round(Math.max(0, api.now() - work.startedAt)),
      keys: work.keys,
    };
    const reason = details.reason ?? null;
    finish({ ...work, draft: { ...draft, values } }, { outcome, reason }, { kind: 'decision', body });
  }

  function setAside(outcome: SetAside, letter: Letter): void {
    const { work } = state;
    if (work !== null) finish(work, { outcome, reason: null }, letter);
  }

  function handBack(reason: Extract<Letter, { kind: 'hand_back' }>['reason']): void {
    const pageId = state.work?.claim.pageId;
    if (pageId === undefined) return;
    // The other lines of the sheet go with it.
    state = { ...state, ahead: state.ahead.filter((claim) => claim.pageId !== pageId) };
    setAside('handed_back', { kind: 'hand_back', pageId, reason });
  }

  /** Puts the line at hand back in front of the pile, as it stands, and the earlier one on the desk. */
  function putBack(earlier: Decided): void {
    // Leased again as soon as the server hears of it; until then it must not pass for run out.
    const claim = { ...earlier.claim, leaseExpiresAt: new Date(Date.now() + TAKING_BACK).toISOString() };
    if (state.work !== null) drafts.set(state.work.claim.id, state.work);
    set({
      phase: 'working',
      work: {
        claim,
        draft: { ...earlier.draft, past: [], typing: null },
        above: earlier.above,
        startedAt: api.now(),
        keys: 0,
      },
      ahead: state.work === null ? state.ahead : [state.work.claim, ...state.ahead],
      decided: state.decided.filter((one) => one !== earlier && one.claim.id !== claim.id),
      notice: { kind: 'undone', line: lineName(claim) },
      remaining: state.remaining + 1,
    });
  }

  /** The earlier line is on the desk at once, so that no key lands in another one; the server follows. */
  function undo(): void {
    const back = state.work && undone(state.work.draft);
    if (state.work && back) {
      set({ work: { ...state.work, draft: back } });
      return;
    }
    const earlier = state.decided.findLast((one) => one.refusal === null);
    if (earlier === undefined) return;
    const { claim, outcome } = earlier;
    putBack(earlier);
    if (outbox.cancel(claim.id)) return;
    const isDecision = outcome === 'accepted' || outcome === 'rejected';
    const version = isDecision ? (earlier.version ?? claim.version + 1) : null;
    outbox.add(claim.id, { kind: 'take_back', version, pageId: outcome === 'handed_back' ? claim.pageId : null });
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
    start(lineId = null) {
      isStopped = false;
      if (lineId === null) void refill();
      else void startWith(lineId);
    },
    stop() {
      // What is decided still goes out, also when the reviewer has left the page.
      isStopped = true;
      const ids = heldIds();
      if (ids.length > 0) api.release(ids);
      hasClaimed = false;
      set({ ...EMPTY, decided: state.decided, outbox: outbox.state() });
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
    reject: (reason, note) => decide('rejected', { reason, note }),
    postpone: () => setAside('postponed', { kind: 'postponement' }),
    ask: (to, personId, text) =>
      setAside(to === 'supervisor' ? 'escalated' : 'asked', { kind: 'question', to, personId, text }),
    answer: (text) => setAside('answered', { kind: 'answer', text }),
    handBack,
    undo,
    dismissNotice: () => set({ notice: null }),
    retryNow: outbox.retryNow,
    goOn() {
      outbox.retryNow();
      void refill();
    },
  };
}

function lineName(claim: ClaimWire): string {
  return `${claim.place.file} · ${claim.index}`;
}
