import { expect, test } from 'vitest';
import { destructionDay } from '../../src/domain/retention.ts';

test.each([
  ['2026-10-31', 12, '2027-10-31'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-11-30', 1, '2026-12-30'],
  ['2026-12-15', 240, '2046-12-15'],
])('of %s, %i months later: %s', (closesOn, months, day) => {
  expect(destructionDay(closesOn, months)).toBe(day);
});

test('is not known without an end or without months', () => {
  expect(destructionDay(null, 12)).toBeNull();
  expect(destructionDay('2026-10-31', null)).toBeNull();
});
