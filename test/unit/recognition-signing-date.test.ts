import { expect, test } from 'vitest';
import { completions, signingPrior } from '../../src/recognition/signing-date.ts';

const window = { from: 2011, to: 2026, last: '2026-11-26' };

test('a date that runs out of its cell may end in the last two years or the one above, never in the future', () => {
  expect(completions('21/12/20', window, null)).toEqual(['21/12/2025']);
  expect(completions('04.09.202', window, null)).toEqual(['04.09.2026', '04.09.2025']);
  expect(completions('20/08', window, { iso: '2023-08-20', confidence: 0.9 })).toContain('20/08/2023');
  expect(completions('21/12/2025', window, null)).toEqual([]);
  expect(completions('21/12/58', window, null)).toEqual([]);
  expect(completions('Martin', window, null)).toEqual([]);
});

test('lately is likelier than long ago, the day above likeliest of all, the future hardly', () => {
  const alone = (iso: string) => signingPrior(iso, window, null);
  expect(alone('2026-03-01')).toBeGreaterThan(alone('2020-03-01'));
  expect(alone('2026-03-01')).toBeGreaterThan(alone('2026-12-24'));
  const above = { iso: '2020-03-01', confidence: 0.95 };
  expect(signingPrior('2020-03-01', window, above)).toBeGreaterThan(signingPrior('2026-03-01', window, above));
  expect(signingPrior(null, window, above)).toBe(0);
});
