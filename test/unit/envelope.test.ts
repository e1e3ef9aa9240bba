import { describe, expect, test } from 'vitest';
import { differencesOf, type Found, latenessOf } from '../../src/domain/envelope.ts';

const found: Found = { inWork: 0, openPages: 0, sheets: 5, signatures: 48, toReview: 48, stored: 0 };

describe('an envelope', () => {
  test('balances when what was declared is there, or nothing was declared', () => {
    expect(differencesOf({ declaredSheets: 5, declaredSignatures: 48 }, found)).toEqual([]);
    expect(differencesOf({ declaredSheets: null, declaredSignatures: null }, found)).toEqual([]);
    expect(differencesOf({ declaredSheets: 0, declaredSignatures: null }, { ...found, sheets: 0 })).toEqual([]);
  });

  test('says what differs, in which direction whatsoever', () => {
    expect(differencesOf({ declaredSheets: 6, declaredSignatures: 40 }, found)).toEqual([
      { kind: 'sheets', declared: 6, found: 5 },
      { kind: 'signatures', declared: 40, found: 48 },
    ]);
  });

  test('does not balance while a page is read or waits for a hand', () => {
    const kinds = differencesOf(
      { declaredSheets: 5, declaredSignatures: 48 },
      { ...found, inWork: 2, openPages: 1 },
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(['in_work', 'open_pages']);
  });
});

describe('an arrival after the closing date', () => {
  const closesOn = '2026-10-31';
  const opensOn = '2026-05-01';
  const before = { receivedOn: '2026-05-02', postmarkedOn: '2026-04-30' };
  const early = { receivedOn: '2026-10-31', postmarkedOn: null };
  const posted = { receivedOn: '2026-11-03', postmarkedOn: '2026-10-31' };
  const late = { receivedOn: '2026-11-03', postmarkedOn: '2026-11-01' };
  const unstamped = { receivedOn: '2026-11-03', postmarkedOn: null };

  test.each([
    ['postmark', ['early', 'in_time', 'in_time', 'late', 'unknown']],
    ['arrival', ['in_time', 'in_time', 'late', 'late', 'late']],
    ['none', [null, null, null, null, null]],
  ] as const)('by the rule %s', (lateRule, expected) => {
    const dates = { opensOn, closesOn, lateRule };
    const told = [before, early, posted, late, unstamped].map((batch) => latenessOf(batch, dates));
    expect(told).toEqual(expected);
  });

  test('is never late without a closing date', () => {
    expect(latenessOf(late, { opensOn: null, closesOn: null, lateRule: 'arrival' })).toBeNull();
    expect(latenessOf(late, { opensOn, closesOn: null, lateRule: 'arrival' })).toBe('in_time');
  });

  test('is early before the first day, by when it arrived where no postmark is there', () => {
    const unposted = { receivedOn: '2026-04-30', postmarkedOn: null };
    for (const lateRule of ['postmark', 'arrival'] as const) {
      expect(latenessOf(unposted, { opensOn, closesOn: null, lateRule })).toBe('early');
    }
  });
});
