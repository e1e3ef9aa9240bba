/** The published error rate: its interval against published values, its errors against a sample made by hand. */
import { describe, expect, test } from 'vitest';
import { binomialCdf, differingFields, measureErrors, rateOf } from '../../src/ledger/error-rate.ts';

describe('the exact interval', () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 1998, table I, method 5.
  test.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('%i of %i is between %f and %f', (errors, trials, low, high) => {
    const rate = rateOf(errors, trials);
    expect([rate.low, rate.high].map((limit) => Number(limit.toFixed(4)))).toEqual([low, high]);
  });

  test('agrees with the example in the manual of R’s binom.test', () => {
    const { low, high } = rateOf(682, 925);
    expect(low).toBeCloseTo(0.7076683, 7);
    expect(high).toBeCloseTo(0.7654066, 7);
  });

  test('without an error ends where chance would still have hidden one', () => {
    for (const trials of [1, 10, 500, 20_000]) {
      expect(rateOf(0, trials).high).toBeCloseTo(1 - 0.025 ** (1 / trials), 10);
      expect(rateOf(trials, trials)).toMatchObject({ high: 1, rate: 1 });
    }
  });

  test('says nothing where nothing was looked at', () => {
    expect(rateOf(0, 0)).toEqual({ errors: 0, trials: 0, rate: null, low: 0, high: 1 });
  });

  test('holds the rate, and narrows with more trials', () => {
    for (const errors of [1, 3, 40]) {
      const [few, many] = [rateOf(errors, 100), rateOf(errors * 50, 5_000)];
      expect(few.low).toBeLessThan(few.rate!);
      expect(few.high).toBeGreaterThan(few.rate!);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }
  });
});

test('the binomial distribution, by counting the throws of four coins', () => {
  expect([0, 1, 2, 3, 4].map((k) => binomialCdf(k, 4, 0.5))).toEqual(
    [1, 5, 11, 15, 16].map((ways) => expect.closeTo(ways / 16, 12)),
  );
});

test('what differs, to the letter', () => {
  const stored = { name: 'Diallo', postcode: '29000' };
  expect(differingFields(stored, { ...stored })).toEqual([]);
  expect(differingFields(stored, { name: 'Dialo', postcode: '29000' })).toEqual(['name']);
  expect(differingFields(stored, { name: 'Diallo' })).toEqual(['postcode']);
  expect(differingFields({ name: 'Diallo' }, { name: 'Diallo', postcode: '' })).toEqual([]);
});

test('errors are counted by field, over all values, and by line', () => {
  const settled = [{ wrong: [] }, { wrong: ['name'] }, { wrong: ['name', 'postcode'] }, { wrong: [] }, { wrong: null }];
  const measured = measureErrors(settled, ['name', 'postcode']);
  expect(measured.fields.map(({ field, errors, trials }) => [field, errors, trials])).toEqual([
    ['name', 2, 4],
    ['postcode', 1, 4],
  ]);
  expect(measured.values).toMatchObject({ errors: 3, trials: 8, rate: 0.375 });
  expect(measured.lines).toMatchObject({ errors: 3, trials: 5 });
  expect(measured.wronglyCounted).toBe(1);
});
