/** The pure rules of review: what is shown, what is accepted, who agrees with whom, where the strip lies. */
import { describe, expect, test } from 'vitest';
import type { PrefillPolicy } from '../../src/domain/candidate.ts';
import { DEFAULT_PREFILL_POLICY } from '../../src/domain/policies.ts';
import { foldText, toSearchText } from '../../src/domain/search-text.ts';
import { checkDecision, cleanValue } from '../../src/review/check-decision.ts';
import {
  areEqualKeyings,
  currentRound,
  needsSecondKeying,
  reviewModeOf,
  showKeyings,
} from '../../src/review/second-keying.ts';
import { showReadings, standingValues } from '../../src/review/show-fields.ts';
import { fieldBoxInStrip, stripGeometry } from '../../src/review/strip-geometry.ts';
import { someone, testForm } from '../helpers/sheet.ts';

const form = testForm(2);
const reading = (field: string, value: string, confidence: number) => ({
  field,
  value,
  normalised: value,
  confidence,
  alternatives: [{ value, probability: confidence }, { nonsense: true }],
  ditto: false,
});
const rules = { form, countableFields: ['family_name', 'signature'], reasons: ['illegible' as const] };

describe('what is shown', () => {
  const rule = { prefillPolicy: { default: 0.9, postcode: 0.99 }, capitals: 'title' as const };
  const shown = showReadings(form, [reading('family_name', 'Le Goff', 0.9), reading('postcode', '29000', 0.98)], rule);

  test('prefills what reaches the bar of its type and leaves blank what does not', () => {
    expect(shown.fields).toEqual({ family_name: 'Le Goff', given_name: '', postcode: '29000', city: '', email: '' });
    expect(shown.prefill).toMatchObject({ family_name: true, postcode: false, given_name: false });
    expect(shown.alternatives.postcode).toEqual([{ value: '29000', probability: 0.98 }]);
    expect(standingValues(shown)).toMatchObject({ family_name: 'Le Goff', postcode: '' });
  });
});

describe('a whole name in one cell, which has not earned a prefill', () => {
  const whole = { ...form, fields: form.fields.map((it, k) => (k === 0 ? { ...it, type: 'name' as const } : it)) };
  const prefilled = (prefillPolicy: PrefillPolicy) =>
    showReadings(whole, [reading('family_name', 'Le Goff', 0.999)], { prefillPolicy, capitals: 'title' }).prefill
      .family_name;

  test('stays blank however sure its reading is, unless the petition sets a limit for it', () => {
    expect(prefilled(DEFAULT_PREFILL_POLICY)).toBe(false);
    expect(prefilled({ ...DEFAULT_PREFILL_POLICY, name: 0.98 })).toBe(true);
  });
});

describe('proposals', () => {
  const showing = (capitals: 'title' | 'as_written') =>
    showReadings(
      form,
      [
        {
          ...{ field: 'family_name', value: 'MICHaEL', normalised: 'MICHaEL', confidence: 0.5, ditto: false },
          alternatives: [
            { value: 'MICHaEL', stored: 'MICHaEL', probability: 0.3 },
            { value: 'MICHEL', stored: 'Michel', probability: 0.4 },
            { value: 'Michael', stored: 'Michael', probability: 0.2 },
          ],
        },
        {
          ...{ field: 'postcode', value: '29 000', normalised: '29000', confidence: 0.5, ditto: false },
          alternatives: [
            { value: '29 000', stored: '29000', probability: 0.5 },
            { value: '29-000', stored: '29000', probability: 0.2 },
            // As an older version left it.
            { value: '29800', probability: 0.1 },
          ],
        },
      ],
      { prefillPolicy: { default: 0.9 }, capitals },
    );

  test('are written as they would be stored, each once, with what speaks for them together', () => {
    const { fields, alternatives } = showing('title');
    expect(fields).toMatchObject({ family_name: 'Michael', postcode: '29000' });
    expect(alternatives.family_name).toEqual([
      { value: 'Michael', probability: 0.5 },
      { value: 'Michel', probability: 0.4 },
    ]);
    expect(alternatives.postcode!.map(({ value }) => value)).toEqual(['29000', '29800']);
  });

  test('stand as on the paper where the petition stores names so', () => {
    const { fields, alternatives } = showing('as_written');
    expect(fields).toMatchObject({ family_name: 'MICHaEL', postcode: '29000' });
    expect(alternatives.family_name!.map(({ value }) => value)).toEqual(['MICHEL', 'MICHaEL', 'Michael']);
  });
});

describe('a decision', () => {
  test('takes what stood there for fields not sent', () => {
    const checked = checkDecision({ outcome: 'accepted', fields: { city: 'Brest' } }, someone(1), rules);
    expect(checked).toEqual({ ok: true, fields: { ...someone(1), city: 'Brest' } });
  });

  test('needs no signature field, but heeds one sent as empty', () => {
    const missing = checkDecision({ outcome: 'accepted', fields: { signature: '' } }, someone(1), rules);
    expect(missing).toMatchObject({
      ok: false,
      code: 'countable_fields_missing',
      problems: [{ path: 'fields.signature' }],
    });
  });

  test('may reject an incomplete line with a reason of the petition only', () => {
    expect(checkDecision({ outcome: 'rejected', reason: 'illegible' }, {}, rules).ok).toBe(true);
    expect(checkDecision({ outcome: 'rejected', reason: 'late' }, {}, rules)).toMatchObject({
      code: 'reason_not_allowed',
    });
  });

  test.each([
    ['  Le\tGoff \n', 'Le Goff'],
    ['Rene\u0301', 'René'],
    ['a\u0000b', 'a b'],
    ['\ud800x', 'x'],
    ['abc\u202Edef', 'abc def'],
    ['👩‍🌾 Zoé', '👩‍🌾 Zoé'],
  ])('keeps %j as %j', (typed, kept) => {
    expect(cleanValue(typed)).toBe(kept);
  });
});

describe('second keying', () => {
  const keying = (kind: string, city: string) => ({
    kind,
    outcome: 'accepted',
    reason: null,
    fields: { ...someone(1), city },
  });
  const facts = { leastConfidence: 0.8, reviewerDecisions: 10, draw: 0.5 };

  test('follows the policy', () => {
    expect(needsSecondKeying({ mode: 'random', share: 0.5 }, facts)).toBe(false);
    expect(needsSecondKeying({ mode: 'random', share: 0.51 }, facts)).toBe(true);
    expect(needsSecondKeying({ mode: 'low_confidence', below: 0.8 }, facts)).toBe(false);
    expect(needsSecondKeying({ mode: 'low_confidence', below: 0.1 }, { ...facts, leastConfidence: null })).toBe(true);
    expect(needsSecondKeying({ mode: 'new_reviewers', decisions: 10 }, facts)).toBe(false);
  });

  test('agrees to the letter or not at all', () => {
    expect(areEqualKeyings(keying('review', 'Brest'), keying('second_keying', 'Brest'))).toBe(true);
    expect(areEqualKeyings(keying('review', 'Brest'), keying('second_keying', 'brest'))).toBe(false);
    const rejected = { kind: 'second_keying', outcome: 'rejected', reason: 'illegible', fields: null };
    expect(areEqualKeyings(keying('review', 'Brest'), rejected)).toBe(false);
    expect(areEqualKeyings(rejected, { ...rejected, reason: 'struck' })).toBe(false);
  });

  test('begins anew after a reopening', () => {
    const reopened = { kind: 'reopening', outcome: 'reopened', reason: null, fields: null };
    const round = currentRound([keying('review', 'A'), keying('second_keying', 'B'), reopened, keying('review', 'C')]);
    expect(round).toHaveLength(1);
    expect(reviewModeOf('in_second_keying', round)).toBe('second_keying');
    expect(reviewModeOf('in_second_keying', [...round, keying('second_keying', 'D')])).toBe('adjudication');
    expect(reviewModeOf('awaiting_review', round)).toBe('review');
  });

  test('shows the third person the same whoever typed what', () => {
    const [a, b] = [keying('review', 'Brest'), keying('second_keying', 'Auray')];
    const swapped = [keying('review', 'Auray'), keying('second_keying', 'Brest')];
    expect(showKeyings(form, [a, b])).toEqual(showKeyings(form, swapped));
    expect(showKeyings(form, [a, b]).fields).toMatchObject({ city: '', postcode: '29000' });
  });
});

describe('the strip', () => {
  const page = { width: 2480, height: 3508 };

  test('shows the neighbours and never leaves the page', () => {
    const middle = stripGeometry([200, 1000, 2000, 120], page);
    expect(middle).toEqual({ crop: [175, 910, 2050, 300], line: [25, 90, 2000, 120] });
    const top = stripGeometry([0, 10, 2480, 120], page);
    expect(top).toEqual({ crop: [0, 0, 2480, 220], line: [0, 10, 2480, 120] });
  });

  test('has every field under its own part, at whatever resolution', () => {
    const strip = stripGeometry([150, 500, 1800, 100], { width: 2100, height: 2970 });
    const field = form.fields.find(({ name }) => name === 'postcode')!;
    const [lineX, lineY] = strip.line;
    expect(fieldBoxInStrip(form, field, { index: 1, strip, dpi: 254 })).toEqual([lineX + 700, lineY, 200, 100]);
  });
});

test('what is searched for is folded the same way as what was written', () => {
  expect(foldText('  LEFÈVRE-Łukasz, Œdipe ')).toBe('lefevre lukasz oedipe');
  expect(toSearchText(form, { ...someone(1), family_name: 'D’Ôrsay', signature: 'x' })).toBe(
    'd orsay aline1 29000 quimper aline1@example.org',
  );
});
