import { describe, expect, it } from 'vitest';
import { checkForm } from '../../src/forms/check-form.ts';

const form = {
  id: 'a',
  version: 1,
  title: 'A',
  languages: ['fr'],
  page: { width: 210, height: 297 },
  header: [{ name: 'canton', type: 'text', label: 'Canton', box: [20, 40, 60, 8] }],
  rows: {
    boxes: [
      [12, 100, 186, 10],
      [12, 110, 186, 10],
    ],
  },
  fields: [
    { name: 'name', type: 'name', label: 'Nom', box: [0, 0, 90, 10] },
    { name: 'signature', type: 'signature', label: 'Signature', box: [90, 0, 96, 10] },
  ],
};
type Form = typeof form;

function problemsOf(change: (copy: Form) => void): string[] {
  const copy = structuredClone(form);
  change(copy);
  const checked = checkForm(copy);
  return checked.ok ? [] : checked.problems.map((it) => `${it.path} ${it.code} ${it.message}`);
}

describe('checkForm', () => {
  it('accepts a sound definition, with boxes that touch or overlap by a hair', () => {
    expect(problemsOf((it) => it.fields[0]!.box.splice(2, 1, 90.5))).toEqual([]);
  });

  it('accepts a column that stands apart from the table, level with its lines', () => {
    expect(
      problemsOf(
        (it) => it.fields[1]!.box.splice(0, 1, it.rows.boxes[0]![2]! + 1) && it.fields[1]!.box.splice(2, 1, 8),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'fields.1.box boxes_overlap Field "Signature" overlaps field "Nom".',
      (it: Form) => it.fields[1]!.box.splice(0, 2, 80, 0),
    ],
    [
      'fields.1.box field_outside_line Field "Signature" lies outside its line.',
      (it: Form) => it.fields[1]!.box.splice(2, 1, 120),
    ],
    ['rows.boxes.1 boxes_overlap Line 2 overlaps line 1.', (it: Form) => it.rows.boxes[1]!.splice(1, 1, 105)],
    ['rows.boxes.1 box_outside Line 2 lies outside the page.', (it: Form) => it.rows.boxes[1]!.splice(1, 1, 295)],
    [
      'header.0.box boxes_overlap Field "Canton" overlaps a line for signers.',
      (it: Form) => it.header[0]!.box.splice(1, 1, 98),
    ],
    [
      'header.0.name name_taken Two fields are named "name".',
      (it: Form) => Object.assign(it.header[0]!, { name: 'name' }),
    ],
  ])('says %s', (expected, change) => {
    expect(problemsOf(change)).toEqual([expected]);
  });

  it('names the field whose type is unknown', () => {
    const [problem] = problemsOf((it) => Object.assign(it.fields[0]!, { type: 'nickname' }));
    expect(problem).toContain('fields.0.type form_schema Field "Nom" (fields.0.type)');
  });

  it.each([[null], [[]], ['text'], [{ ...form, fields: [] }], [{ ...form, rows: { boxes: [] } }]])(
    'refuses %j',
    (content) => {
      expect(checkForm(content).ok).toBe(false);
    },
  );
});
