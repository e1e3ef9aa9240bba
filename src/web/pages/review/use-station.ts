import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { PETITIONS_KEY } from '../../shell/petition.tsx';
import { hasCode, ProblemError } from '../../http/problem.ts';
import { change, whenSignedInAgain } from '../../http/request.ts';
import type { Letter, Sent } from './outbox.ts';
import { createStation } from './station.ts';
import type { Station, StationApi, StationState } from './station-types.ts';
import { createStripCache } from './strip-cache.ts';

/** ms between looks for new lines while there are none; events usually come first. */
const LOOK_AGAIN_MS = 10_000;

/** ms between signs of life: well below the life of a lease. */
const HEARTBEAT_MS = 60_000;

const post = <T>(path: string, body?: unknown) => change<T>('POST', path, body);

const row = (lineId: string) => `/api/rows/${lineId}`;

/** A lease that ran out over a closed laptop or a lost network is taken again, if nobody else has touched the line. */
async function withLease<T>(lineId: string, version: number | null, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!hasCode(error, 'lease_expired', 'lease_not_held')) throw error;
    const claim = await post<ClaimWire | null>(`${row(lineId)}/lease`).catch((again: unknown) => {
      // The reason that matters to the reviewer is the first one, unless it is the network again.
      throw hasCode(again, 'network') ? again : error;
    });
    if (claim === null || (version !== null && claim.version !== version)) throw error;
    return await act();
  }
}

async function takeBack(lineId: string, letter: Extract<Letter, { kind: 'take_back' }>): Promise<ClaimWire> {
  if (letter.pageId !== null) await change('DELETE', `/api/pages/${letter.pageId}/hand-back`);
  const lease = async () => {
    const claim = await post<ClaimWire | null>(`${row(lineId)}/lease`);
    if (claim === null) throw new ProblemError({ code: 'line_not_free', status: 409 });
    return claim;
  };
  if (letter.version === null) return await lease();
  try {
    const { claim } = await post<{ claim: ClaimWire | null }>(`${row(lineId)}/reopen`, { version: letter.version });
    if (claim !== null) return claim;
  } catch (error) {
    // Reopened already, by a try whose answer was lost.
    if (!hasCode(error, 'not_decided')) throw error;
  }
  return await lease();
}

async function send(lineId: string, letter: Letter): Promise<Sent> {
  switch (letter.kind) {
    case 'decision': {
      const { body } = letter;
      return await withLease(lineId, body.version, () => post(`${row(lineId)}/decisions`, body));
    }
    case 'postponement':
      await withLease(lineId, null, () => post(`${row(lineId)}/postponement`, {}));
      break;
    case 'question': {
      const { to, personId, text } = letter;
      await withLease(lineId, null, () => post(`${row(lineId)}/questions`, { to, personId, text }));
      break;
    }
    case 'answer':
      await post(`${row(lineId)}/answers`, { text: letter.text });
      break;
    case 'hand_back':
      await post(`/api/pages/${letter.pageId}/hand-back`, { reason: letter.reason });
      break;
    case 'take_back':
      return { version: null, claim: await takeBack(lineId, letter) };
  }
  return { version: null };
}

/** The contact question is a decision of its own: nothing the machine read answers it, and no line waits for it. */
export function withoutContactReading(claim: ClaimWire, contactField: string | null): ClaimWire {
  if (contactField === null) return claim;
  return {
    ...claim,
    prefill: { ...claim.prefill, [contactField]: false },
    ditto: { ...claim.ditto, [contactField]: false },
    alternatives: { ...claim.alternatives, [contactField]: [] },
    formFields: claim.formFields.map((field) => (field.name === contactField ? { ...field, required: false } : field)),
  };
}

function createApi(petitionId: string, contactField: string | null): StationApi {
  const strips = createStripCache();
  return {
    claim: async (wish) =>
      (await post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, ...wish })).items.map((claim) =>
        withoutContactReading(claim, contactField),
      ),
    async take(lineId) {
      const claim = await post<ClaimWire | null>(`${row(lineId)}/lease`);
      if (claim === null) throw new ProblemError({ code: 'line_not_free', status: 409 });
      return withoutContactReading(claim, contactField);
    },
    send,
    heartbeat: async (ids) =>
      (await post<{ items: { id: string; leaseExpiresAt: string }[] }>('/api/review/heartbeats', { ids })).items,
    // Also when the page is being left: the browser finishes it. If it fails, the leases end by themselves.
    release: (ids) => void change('POST', '/api/review/releases', { ids }, { keepalive: true }).catch(() => {}),
    prepare: (url) => strips.prepare(url),
    now: () => performance.now(),
  };
}

/** The line that another page sent the reviewer to; asked for once. */
function askedFor(): string | null {
  const lineId = new URLSearchParams(location.search).get('line');
  if (lineId !== null) history.replaceState(history.state, '', location.pathname);
  return lineId;
}

/** `makeApi` must be the same from one rendering to the next. */
export function useStation(
  { id: petitionId, settings: { contactField } }: PetitionWire,
  makeApi: (petitionId: string, contactField: string | null) => StationApi = createApi,
): [StationState, Station] {
  const queries = useQueryClient();
  const station = useMemo(() => createStation(makeApi(petitionId, contactField)), [makeApi, petitionId, contactField]);
  const state = useSyncExternalStore(station.subscribe, station.read);

  useEffect(() => {
    station.start(askedFor());
    const online = () => station.retryNow();
    const leave = () => station.stop();
    // Back from the browser's cache of pages, with nothing at hand.
    const comeBack = (event: PageTransitionEvent) => event.persisted && station.start();
    addEventListener('online', online);
    addEventListener('pagehide', leave);
    addEventListener('pageshow', comeBack);
    const forgetSignIn = whenSignedInAgain(station.goOn);
    const beat = setInterval(() => void station.heartbeat(), HEARTBEAT_MS);
    return () => {
      clearInterval(beat);
      forgetSignIn();
      removeEventListener('online', online);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', comeBack);
      station.stop();
    };
  }, [station]);

  const isIdle = state.phase === 'empty';
  useEffect(() => {
    if (!isIdle) return;
    void queries.invalidateQueries({ queryKey: PETITIONS_KEY });
    const timer = setInterval(() => void station.refill(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isIdle, station, queries]);

  const isOwing = state.outbox.waiting > 0;
  useEffect(() => {
    if (!isOwing) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isOwing]);
  return [state, station];
}
