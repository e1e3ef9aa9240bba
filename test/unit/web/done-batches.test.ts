import { describe, expect, it } from 'vitest';
import type { BatchSummary } from '../../../src/web/pages/arrivals/batches.ts';
import { doneSince, see } from '../../../src/web/shell/done-batches.ts';

const batch = (id: string, pages: number, waiting: number, held = 0) =>
  ({ id, progress: { pages, pagesByState: { queued: waiting, preprocessed: held }, held } }) as unknown as BatchSummary;
const done = (before: BatchSummary[], now: BatchSummary[]) => doneSince(see(before), now).map(({ id }) => id);

describe('a batch is done', () => {
  it('when nothing waits any more, and once only', () => {
    expect(done([batch('a', 3, 2)], [batch('a', 3, 0)])).toEqual(['a']);
    expect(done([batch('a', 3, 0)], [batch('a', 3, 0)])).toEqual([]);
    expect(done([batch('a', 3, 2)], [batch('a', 3, 1)])).toEqual([]);
  });

  it('when its pages came and were read between two looks', () => {
    expect(done([batch('a', 3, 0)], [batch('a', 5, 0), batch('b', 1, 0)])).toEqual(['a', 'b']);
  });

  it('also when what is left waits for a person', () => {
    expect(done([batch('a', 3, 2)], [batch('a', 3, 0, 1)])).toEqual(['a']);
  });
});
