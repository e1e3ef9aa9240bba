/** The verdict on a page overtakes everything that is already queued to be read. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Consumer, createConsumer, type JobHandlers } from '../../src/jobs/consumer.ts';
import type { PagePayload } from '../../src/jobs/definitions.ts';
import { createQueues, type Queues } from '../../src/jobs/queues.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { until } from '../helpers/intake-bench.ts';

let database: TestDatabase;
let queues: Queues;
const consumers: Consumer[] = [];
/** Jobs in the order in which they were begun. */
const begun: string[] = [];
const gates = new Map<string, () => void>();
const isHeld = (name: string) => gates.has(name);

/** A job of this name, once begun, waits until it is let go. */
function handle(name: string) {
  return async (payload: object) => {
    begun.push(`${name} ${'pageId' in payload ? payload.pageId : ''}`.trim());
    if (name === 'read-page' || name === 'split-scan') {
      await new Promise<void>((resolve) => {
        gates.set(name, resolve);
      });
    }
  };
}

const handlers: JobHandlers = {
  'split-scan': handle('split-scan'),
  'assess-page': handle('assess-page'),
  'preprocess-page': handle('preprocess-page'),
  'read-page': handle('read-page'),
  'detect-form': handle('detect-form'),
  'try-form': handle('try-form'),
};
const newPages = (count: number): PagePayload[] =>
  Array.from({ length: count }, () => ({ pageId: randomUUID(), generation: 1, attempt: 1 }));

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = { databaseUrl: database.url, redisUrl: null, namespace: 'test_lanes' };
  queues = createQueues({ ...settings, onError: () => {} });
  for (const lane of ['entrance', 'steady'] as const) {
    const options = { ...settings, lane, handlers, onGivenUp: async () => {}, onError: () => {} };
    consumers.push(createConsumer(options));
  }
});
afterAll(async () => {
  for (const consumer of consumers) await consumer.close({ force: true });
  await queues.close();
  await database.close();
});

test('a page in hand and two hundred queued, urgent ones among them, do not hold up a verdict', async () => {
  await queues.add('read-page', newPages(200), { isUrgent: true });
  await until('a page is being read', async () => isHeld('read-page'));
  const [page] = newPages(1);
  await queues.add('assess-page', [page!]);
  await queues.add('preprocess-page', [page!]);
  await until('the verdict is there', async () => begun.includes(`assess-page ${page!.pageId}`));
  expect(begun.filter((job) => job.startsWith('read-page'))).toHaveLength(1);
  expect(begun).not.toContain(`preprocess-page ${page!.pageId}`);
  expect((await queues.counts()).waiting).toBe(200);
});

test('what arrives after a stack does not wait for the end of the stack', async () => {
  begun.length = 0;
  await queues.add('split-scan', [{ scanId: randomUUID(), attempt: 1 }]);
  await until('the entrance is busy', async () => isHeld('split-scan'));
  const stack = newPages(60);
  const [late] = newPages(1);
  await queues.add('assess-page', stack);
  await queues.add('assess-page', [late!]);
  gates.get('split-scan')!();
  await until('all are assessed', async () => begun.length === 62);
  expect(begun.slice(1, 4)).toEqual([stack[0], late, stack[1]].map((page) => `assess-page ${page!.pageId}`));
});
