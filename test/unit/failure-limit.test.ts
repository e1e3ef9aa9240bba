import { expect, test } from 'vitest';
import { createFailureLimit } from '../../src/api/auth/failure-limit.ts';

test('failures within a minute exhaust a key; successes and time give it back', () => {
  let now = 0;
  const limit = createFailureLimit(2, () => now);
  const first = limit.take('a');
  expect(first).not.toBeNull();
  first?.();
  expect([limit.take('a'), limit.take('a'), limit.take('a')].map((one) => one === null)).toEqual([false, false, true]);
  expect(limit.take('b')).not.toBeNull();
  now = 60_001;
  expect(limit.take('a')).not.toBeNull();
});

test('many keys at once do not push each other over the limit', () => {
  const limit = createFailureLimit(1, () => 0);
  for (let key = 0; key < 20_000; key += 1) expect(limit.take(String(key))).not.toBeNull();
  expect(limit.take('19999')).toBeNull();
});
