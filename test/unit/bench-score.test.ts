import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../src/domain/form.ts';
import type { CellReading } from '../../src/domain/candidate.ts';
import { scoreForm } from '../bench/score-form.ts';
import { accuracy, type CellCase, isFoldedExact, keysFor, prefills } from '../bench/score-reading.ts';
import { areaUnderCurve, calibrationError, editDistance, quantile } from '../bench/statistics.ts';

const form: FormDefinition = {
  id: 'f',
  version: 1,
  title: '',
  languages: ['fr'],
  page: { width: 210, height: 297 },
  header: [],
  rows: {
    boxes: [
      [10, 100, 190, 10],
      [10, 110, 190, 10],
    ],
  },
  fields: [
    { name: 'family_name', type: 'family_name', label: 'Nom', box: [0, 0, 90, 10], certain: true },
    { name: 'signature', type: 'signature', label: 'Signature', box: [90, 0, 100, 10], certain: true },
  ],
};

describe('scoring a detected form', () => {
  it('finds nothing wrong with the truth itself, wherever its lines begin', () => {
    const shifted: FormDefinition = {
      ...form,
      rows: { boxes: form.rows.boxes.map(([x, y, w, h]) => [x - 5, y, w + 5, h]) },
      fields: form.fields.map((f) => ({ ...f, box: [f.box[0] + 5, f.box[1], f.box[2], f.box[3]] })),
    };
    expect(scoreForm(form, shifted)).toMatchObject({
      columnsRight: 2,
      columnsInvented: 0,
      rowsRight: true,
      mistakes: [],
    });
  });

  it('counts wrong meanings, invented columns and missing lines', () => {
    const wrong: FormDefinition = {
      ...form,
      rows: { boxes: [form.rows.boxes[0]!] },
      fields: [
        { ...form.fields[0]!, type: 'name', certain: false },
        { ...form.fields[1]!, box: [90, 0, 20, 10] },
      ],
    };
    expect(scoreForm(form, wrong)).toMatchObject({
      columnsRight: 0,
      columnsInvented: 1,
      columnsUncertain: 1,
      rowsRight: false,
    });
  });
});

const reading = (value: string, over: Partial<CellReading> = {}): CellReading => ({
  field: 'city',
  type: 'city',
  raw: value,
  value,
  normalised: value,
  confidence: 0.9,
  alternatives: [],
  proposals: [],
  prefill: true,
  ditto: false,
  engine: 'handwriting',
  box: [0, 0, 1, 1],
  ...over,
});
const cell = (truth: string, read: CellReading | null): CellCase => ({
  type: 'city',
  line: 1,
  tier: 'clean',
  truth,
  isDitto: false,
  cell: read,
});

describe('scoring a reading', () => {
  it('counts letters, and a line that was not found as nothing read', () => {
    const metrics = accuracy([cell('Lyon', reading('Lyon')), cell('Brest', reading('Brast')), cell('Nice', null)]);
    expect(metrics['reading.clean.city.cer']).toBeCloseTo(5 / 13);
    expect(metrics['reading.clean.city.exact']).toBeCloseTo(1 / 3);
  });

  it('ignores case, accents and hyphens when folded', () => {
    expect(isFoldedExact('SAINT ETIENNE', 'Saint-Étienne')).toBe(true);
    expect(isFoldedExact('Saint-Etienne', 'St-Étienne')).toBe(false);
  });

  it('counts the keys of an attentive reviewer', () => {
    expect(keysFor(cell('Lyon', reading('Lyon')))).toBe(1);
    expect(keysFor(cell('Lyon', reading('Lion')))).toBe(6);
    expect(keysFor(cell('Lyon', reading('Lion', { prefill: false })))).toBe(5);
    expect(keysFor(cell('Lyon', reading('Lion', { alternatives: [{ value: 'Lyon', probability: 0.3 }] })))).toBe(2);
    expect(keysFor(cell('', null))).toBe(1);
    expect(keysFor(cell('', reading('x')))).toBe(2);
  });

  it('lets a space in a postcode stand', () => {
    const spaced: CellCase = { ...cell('29 000', reading('29000')), type: 'postcode' };
    expect(keysFor(spaced)).toBe(1);
    expect(prefills([spaced])['reading.prefill.precision']).toBe(1);
  });

  it('measures prefills only where something stands', () => {
    const metrics = prefills([
      cell('Lyon', reading('Lyon')),
      cell('Brest', reading('Brast')),
      cell('Nice', reading('Nice', { prefill: false })),
      cell('', null),
    ]);
    expect(metrics['reading.prefill.coverage']).toBeCloseTo(2 / 3);
    expect(metrics['reading.prefill.precision']).toBeCloseTo(1 / 2);
  });
});

describe('statistics', () => {
  it('measures distances, quantiles and ranks', () => {
    expect(editDistance('Étienne', 'Etienne')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([], 0.5)).toBeNull();
    const claims = [
      { confidence: 0.9, right: true },
      { confidence: 0.8, right: false },
      { confidence: 0.7, right: true },
      { confidence: 0.1, right: false },
    ];
    expect(areaUnderCurve(claims)).toBe(0.75);
    expect(areaUnderCurve(claims.filter((c) => c.right))).toBeNull();
  });

  it('is calibrated when as much is right as was claimed', () => {
    const fair = Array.from({ length: 10 }, (_, i) => ({ confidence: 0.7, right: i < 7 }));
    expect(calibrationError(fair)).toBeCloseTo(0);
    expect(calibrationError(fair.map((c) => ({ ...c, confidence: 0.95 })))).toBeCloseTo(0.25);
  });
});
