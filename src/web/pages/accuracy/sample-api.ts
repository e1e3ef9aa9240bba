/** The station's way to the server when the drawn lines of a sample are keyed: its own leases, no way back. */
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { ProblemError } from '../../http/problem.ts';
import { change } from '../../http/request.ts';
import type { StationApi } from '../review/station-types.ts';
import { createStripCache } from '../review/strip-cache.ts';
import { withoutContactReading } from '../review/use-station.ts';

const post = <T>(path: string, body?: unknown) => change<T>('POST', path, body);

export function createSampleApi(petitionId: string, contactField: string | null): StationApi {
  const strips = createStripCache();
  return {
    claim: async ({ limit }) =>
      (await post<{ items: ClaimWire[] }>('/api/accuracy/claims', { petitionId, limit })).items.map((claim) =>
        withoutContactReading(claim, contactField),
      ),
    async take() {
      throw new ProblemError({ code: 'line_not_free', status: 409 });
    },
    async send(lineId, letter) {
      // The desk of a sample offers nothing else.
      if (letter.kind !== 'decision') throw new ProblemError({ code: 'sample_keyed', status: 409 });
      const { outcome, fields, reason } = letter.body;
      await post(`/api/accuracy/lines/${lineId}/keyings`, { outcome, fields, reason });
      return { version: null };
    },
    heartbeat: async (ids) =>
      (await post<{ items: { id: string; leaseExpiresAt: string }[] }>('/api/accuracy/heartbeats', { ids })).items,
    release: (ids) => void change('POST', '/api/accuracy/releases', { ids }, { keepalive: true }).catch(() => {}),
    prepare: (url) => strips.prepare(url),
    now: () => performance.now(),
  };
}
