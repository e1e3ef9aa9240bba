/** The station's arithmetic and rules, without a browser. */
import { describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../../src/domain/wire-review.ts';
import { commandFor, isCountedKey, type Pressed, REASON_LETTERS } from '../../../src/web/pages/review/bindings.ts';
import { writeName, writeReading } from '../../../src/domain/capitals.ts';
import { choicesFor, disagrees, isSameTown } from '../../../src/web/pages/review/choices.ts';
import {
  dittoValues,
  left,
  missingFields,
  nextPending,
  placed,
  startDraft,
  typed,
  undone,
} from '../../../src/web/pages/review/draft.ts';
import { layOutFields } from '../../../src/web/pages/review/lay-out-fields.ts';
import { uncertainRanges } from '../../../src/web/pages/review/uncertain-characters.ts';

const FIELDS = ['family_name', 'given_name', 'postcode', 'city', 'email'] as const;

function claim(changes: Partial<ClaimWire> = {}): ClaimWire {
  const each = <T>(value: T) => Object.fromEntries(FIELDS.map((name) => [name, value])) as Record<string, T>;
  return {
    id: 'a',
    version: 1,
    leaseExpiresAt: '2030-01-01T00:00:00Z',
    pageId: 'p',
    index: 2,
    mode: 'review',
    fields: { family_name: 'Diallo', given_name: 'Awa', postcode: '29000', city: 'Quimper', email: '' },
    prefill: each(true),
    confidence: each(0.99),
    ditto: each(false),
    alternatives: each([]),
    imageUrl: '/x',
    strip: { width: 2000, height: 300, line: [20, 100, 1960, 100] },
    formFields: [
      ...FIELDS.map((name, at) => ({
        name,
        type: name,
        label: name,
        box: [20 + at * 320, 100, 320, 100],
        required: at < 2,
      })),
      { name: 'signature', type: 'signature', label: 'Signature', box: [1620, 100, 340, 100], required: true },
    ],
    found: { state: 'filled', signed: true },
    confirmed: [],
    reasons: [],
    place: { batchName: 'b', file: 'f', page: 1, linesOnPage: 10, reviewedOnPage: 1, remaining: 9, lateness: null },
    above: { family_name: 'Diallo', given_name: 'Moussa', postcode: '29000', city: 'Quimper', email: '' },
    ...changes,
  } as ClaimWire;
}

describe('a draft', () => {
  test('does not stop at what somebody confirmed in a column', () => {
    const blank = { ...claim().fields, family_name: '' };
    const prefill = { ...claim().prefill, family_name: false };
    const waiting = claim({ fields: blank, prefill });
    expect(nextPending(waiting, startDraft(waiting))).toBe('family_name');
    const checked = claim({ fields: blank, prefill, confirmed: ['family_name'] });
    expect(nextPending(checked, startDraft(checked))).toBeNull();
  });

  test('begins with what has earned a prefill, blank elsewhere, dittos from the line above', () => {
    const doubtful = claim({
      prefill: { family_name: false, given_name: true, postcode: true, city: false, email: true },
      alternatives: { family_name: [{ value: 'Diallo', probability: 0.6 }] },
      ditto: { city: true },
    });
    const draft = startDraft(doubtful);
    expect(draft.values).toEqual({ family_name: '', given_name: 'Awa', postcode: '29000', city: 'Quimper', email: '' });
    expect(nextPending(doubtful, draft)).toBe('family_name');
    expect(missingFields(doubtful, draft)).toEqual(['family_name']);
    const seen = left(draft, 'family_name');
    expect(nextPending(doubtful, seen)).toBeNull();
    expect(missingFields(doubtful, seen)).toEqual(['family_name']);
  });

  test('takes a word back in one step and a placed value in another', () => {
    let draft = startDraft(claim());
    for (const value of ['D', 'Du', 'Dup']) draft = typed(draft, 'family_name', value);
    draft = placed(draft, { city: 'Brest' });
    draft = undone(draft) ?? draft;
    expect(draft.values).toMatchObject({ family_name: 'Dup', city: 'Quimper' });
    draft = undone(draft) ?? draft;
    expect(draft.values.family_name).toBe('Diallo');
    expect(undone(draft)).toBeNull();
  });

  test('knows what a ditto takes over: the field, or the whole address; nothing from nothing', () => {
    const { above } = claim();
    expect(dittoValues(claim(), above, 'given_name')).toEqual({ given_name: 'Moussa' });
    expect(dittoValues(claim(), above, 'address')).toEqual({ postcode: '29000', city: 'Quimper' });
    expect(dittoValues(claim(), above, 'email')).toBeNull();
    expect(dittoValues(claim(), null, 'address')).toBeNull();
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
    key,
    code: '',
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    metaKey: false,
    ...more,
  });
  const inside = { isFresh: false, digitsChoose: false };

  test('leave the browser its own', () => {
    for (const key of ['d', 't', 'w', 'n', 'l', 'r', 'f', 'p', '1', '+', '-', '0']) {
      expect(commandFor(press(key, { ctrlKey: true }), inside)).toBeNull();
    }
    for (const key of ['d', 'e', 'f', 'v', 's', 'b', 't', 'h', '1', 'ArrowLeft', 'Home', 'F4']) {
      expect(commandFor(press(key, { altKey: true }), inside)).toBeNull();
    }
    for (const key of ['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Tab', 'a', 'é', '1']) {
      expect(commandFor(press(key), inside)).toBeNull();
    }
    expect(commandFor(press('Enter', { isComposing: true }), inside)).toBeNull();
  });

  test('mean a ditto or a choice only where they cannot be part of the value', () => {
    expect(commandFor(press('"'), inside)).toBeNull();
    expect(commandFor(press('"', { shiftKey: true }), { ...inside, isFresh: true })).toEqual({ name: 'ditto_field' });
    expect(commandFor(press('3', { shiftKey: true }), { ...inside, digitsChoose: true })).toEqual({
      name: 'choice',
      number: 3,
    });
  });

  test('give each reason a letter of its own, also where Option types another character', () => {
    const letters = Object.values(REASON_LETTERS);
    expect(new Set(letters).size).toBe(letters.length);
    expect(commandFor(press('ı', { altKey: true, code: 'KeyI' }), inside)).toEqual({
      name: 'reason',
      reason: 'illegible',
    });
  });

  test('are counted when a hand pressed them', () => {
    expect(isCountedKey({ key: 'a', repeat: false, isTrusted: true })).toBe(true);
    expect(isCountedKey({ key: 'Shift', repeat: false, isTrusted: true })).toBe(false);
    expect(isCountedKey({ key: 'a', repeat: true, isTrusted: true })).toBe(false);
    expect(isCountedKey({ key: 'a', repeat: false, isTrusted: false })).toBe(false);
  });
});

describe('proposals', () => {
  const city = { name: 'city', type: 'city' as const, label: 'Ville', box: [], required: false };
  const email = { name: 'email', type: 'email' as const, label: 'E-mail', box: [], required: false };

  test('rank readings that are towns of the postcode first, then its towns, and repeat nothing', () => {
    const read = claim({
      alternatives: {
        city: [
          { value: 'Quimpor', probability: 0.5 },
          { value: 'Quimper', probability: 0.4 },
        ],
      },
    });
    const found = choicesFor(city, { claim: read, above: null, typed: '', towns: ['Quimper', 'Ergué'] });
    expect(found.map(({ value }) => value)).toEqual(['Quimper', 'Ergué', 'Quimpor']);
  });

  test('complete the domain of an e-mail address', () => {
    const found = choicesFor(email, { claim: claim(), above: null, typed: 'awa@or', towns: [] });
    expect(found.map(({ value }) => value)).toEqual(['awa@orange.fr']);
    expect(choicesFor(email, { claim: claim(), above: null, typed: '@', towns: [] })).toEqual([]);
  });

  test('know that St is Saint and CEDEX no other town', () => {
    expect(isSameTown('ST-ÉTIENNE', 'Saint-Étienne')).toBe(true);
    expect(isSameTown('PARIS CEDEX 19', 'Paris')).toBe(true);
    expect(isSameTown('Paris 11e', 'Paris')).toBe(true);
    expect(isSameTown('Brest', 'Quimper')).toBe(false);
    expect(disagrees(['Quimper'], 'Brest')).toBe(true);
    expect(disagrees([], 'Brest')).toBe(false);
    expect(disagrees(undefined, 'Brest')).toBe(false);
  });
});

test.each([
  ['MARTIN', false, 'Martin'],
  ['jean-paul', false, 'Jean-Paul'],
  ['DE LA TOUR', false, 'de La Tour'],
  ["O'BRIEN", false, "O'Brien"],
  ['McDonald', false, 'McDonald'],
  ['ÉLOÏSE', false, 'Éloïse'],
  ['SAINT-GERMAIN-EN-LAYE', true, 'Saint-Germain-en-Laye'],
  ['LES ULIS', true, 'Les Ulis'],
  ['  LE   GOFF ', false, 'Le Goff'],
  ['أمينة', false, 'أمينة'],
  ['', false, ''],
])('%s is written %s', (value, isPlace, written) => {
  expect(writeName(value, isPlace)).toBe(written);
});

test.each([
  ['MICHaEL', false, 'Michael'],
  ['fLERS', true, 'Flers'],
  ['DUPONT Marie', false, 'Dupont Marie'],
  ['SaINT-MALO', true, 'Saint-Malo'],
  ['McDonald', false, 'McDonald'],
  ['LeGoff', false, 'LeGoff'],
  ['de La Tour', false, 'de La Tour'],
  ["d'Artagnan", false, "d'Artagnan"],
  ["L'Haÿ-les-Roses", true, "L'Haÿ-les-Roses"],
  ['MARTIN', false, 'Martin'],
  ['3e Étage', true, '3E Étage'],
])('%s as the machine read it is written %s', (value, isPlace, written) => {
  expect(writeReading(value, isPlace)).toBe(written);
});

test('only the characters in which likely rivals differ are in doubt', () => {
  const rivals = (...values: string[]) => values.map((value) => ({ value, probability: 0.1 }));
  expect(uncertainRanges('Mendes', rivals('Mendez'))).toEqual([[5, 6]]);
  expect(uncertainRanges('Ghezali', rivals('Ghazali', 'Ghezalo'))).toEqual([
    [2, 3],
    [6, 7],
  ]);
  expect(uncertainRanges('Bernard', rivals('Bernhard'))).toEqual([[4, 5]]);
  expect(uncertainRanges('Mendes', [{ value: 'Mendez', probability: 0.001 }])).toEqual([]);
  expect(uncertainRanges('', rivals('a'))).toEqual([]);
});

describe('fields under their ink', () => {
  const field = (name: string, x: number, w: number, { y = 0, least = 100 } = {}) => ({
    name,
    box: [x, y, w, 40],
    least,
  });

  test('keep the left edge and width of their cells', () => {
    const places = layOutFields([field('a', 0, 400), field('b', 400, 600)], { scale: 1, width: 1000 });
    expect(places).toEqual([
      { name: 'a', left: 2, width: 396, row: 0 },
      { name: 'b', left: 402, width: 596, row: 0 },
    ]);
  });

  test('whose cells overlap a little give way', () => {
    const places = layOutFields([field('a', 0, 305), field('b', 300, 300)], { scale: 1, width: 600 });
    expect(places.map(({ row }) => row)).toEqual([0, 0]);
    expect((places[0]?.left ?? 0) + (places[0]?.width ?? 0)).toBeLessThanOrEqual(places[1]?.left ?? 0);
  });

  test('that are too narrow to type in fall into a row of their own and stay inside the stage', () => {
    const places = layOutFields([field('a', 0, 60), field('b', 60, 60), field('c', 960, 40)], {
      scale: 1,
      width: 1000,
    });
    expect(places.map(({ row }) => row)).toEqual([0, 1, 0]);
    expect(places.every(({ left: from, width }) => from >= 0 && from + width <= 1000)).toBe(true);
  });

  test('of stacked cells follow the storeys', () => {
    const places = layOutFields([field('below', 0, 500, { y: 50 }), field('above', 0, 500)], { scale: 1, width: 500 });
    expect(places.find(({ name }) => name === 'above')?.row).toBe(0);
    expect(places.find(({ name }) => name === 'below')?.row).toBe(1);
  });
});
