import { describe, expect, test } from 'vitest';
import type { FormDefinition } from '../../../src/domain/form.ts';
import { checkForm } from '../../../src/forms/check-form.ts';
import * as edit from '../../../src/web/pages/set-up/editor/form-edit.ts';
import { step } from '../../../src/web/pages/set-up/editor/history.ts';
import { testForm } from '../../helpers/sheet.ts';

const field = (index: number) => ({ kind: 'field', index }) as const;
const boxes = (form: FormDefinition) => form.fields.map(({ box }) => box);

describe('a field', () => {
  test('is moved and sized where it stands in the first line, to a hundredth of a millimetre', () => {
    const form = edit.resizeBy(edit.moveBy(testForm(), field(0), 0.5, 1 / 3), field(0), -10, 0);
    expect(form.fields[0]!.box).toEqual([0.5, 0.33, 30, 10]);
    expect(edit.boxOf(form, field(0))).toEqual([15.5, 50.33, 30, 10]);
  });

  test('never shrinks away', () => {
    expect(edit.resizeBy(testForm(), field(0), -500, -500).fields[0]!.box.slice(2)).toEqual([1, 1]);
  });

  test('splits in two that fill its place, the second unnamed and to be confirmed, and merges again', () => {
    const form = edit.split(testForm(), field(0), 'across');
    expect(boxes(form).slice(0, 3)).toEqual([
      [0, 0, 20, 10],
      [20, 0, 20, 10],
      [40, 0, 30, 10],
    ]);
    expect(form.fields[1]).toMatchObject({ name: 'text', type: 'text', certain: false });
    expect(checkForm(form).ok).toBe(true);
    expect(edit.mergeWithNext(form, field(0))).toEqual(testForm());
  });

  test('is named by its type, or by its heading where the type says little, and never as another', () => {
    const second = edit.setType(testForm(), field(1), 'family_name');
    expect(second.fields.map(({ name }) => name).slice(0, 2)).toEqual(['family_name', 'family_name_2']);
    const text = edit.setLabel(edit.setType(testForm(), field(1), 'text'), field(1), 'N° d’élève');
    expect(text.fields[1]).toMatchObject({ name: 'n_d_eleve', label: 'N° d’élève', certain: true });
    // Exports and rules know a field by its name: another heading alone does not change it.
    expect(edit.setLabel(testForm(), field(0), 'Nom de famille').fields[0]!.name).toBe('family_name');
  });

  test('drawn over the lines belongs to every line, drawn elsewhere to the sheet', () => {
    const inLine = edit.drawField(testForm(), [196, 61, 10, 8]);
    expect(inLine.place).toEqual(field(6));
    expect(inLine.form.fields[6]!.box).toEqual([181, 1, 10, 8]);
    const above = edit.drawField(testForm(), [20, 20, 40, 8]);
    expect(above.place).toEqual({ kind: 'header', index: 0 });
    expect(above.form.header[0]!.box).toEqual([20, 20, 40, 8]);
  });

  test('the last one stays, and so does the last line', () => {
    let form = testForm();
    for (let n = 0; n < 10; n++) form = edit.remove(edit.remove(form, field(0)), { kind: 'line', index: 0 });
    expect([form.fields.length, form.rows.boxes.length]).toEqual([1, 1]);
  });
});

describe('the lines', () => {
  test('become as many as the sheet has, at the distance of the others', () => {
    const more = edit.setLineCount(testForm(3), 5);
    expect(more.rows.boxes.map(([, y]) => y)).toEqual([50, 60, 70, 80, 90]);
    expect(edit.setLineCount(more, 2).rows.boxes).toHaveLength(2);
    expect(edit.setLineCount(more, 0)).toBe(more);
  });

  test('are evened out between the first and the last', () => {
    const crooked = edit.moveBy(testForm(3), { kind: 'line', index: 1 }, 4, 3);
    expect(edit.evenOut(crooked)).toEqual(testForm(3));
  });
});

test('a tick box is added inside its field, labelled, moved and removed', () => {
  const choice = edit.addOption(edit.setType(testForm(), field(1), 'choice'), field(1));
  const place = { kind: 'option', index: 1, option: 0 } as const;
  expect(checkForm(choice).ok).toBe(true);
  const labelled = edit.setOptionLabel(edit.moveBy(choice, place, 2, 0), place, 'oui');
  expect(labelled.fields[1]!.options).toEqual([{ label: 'oui', box: [3, 3, 4, 4] }]);
  expect(edit.remove(labelled, place).fields[1]!.options).toEqual([]);
});

test('every step can be taken back and taken again, until another one is made', () => {
  const [first, second, third] = [testForm(1), testForm(2), testForm(3)];
  let history = step({ past: [], now: first, future: [] }, { kind: 'change', form: second });
  history = step(history, { kind: 'undo' });
  expect(history.now).toBe(first);
  history = step(history, { kind: 'redo' });
  expect(history.now).toBe(second);
  history = step(step(history, { kind: 'undo' }), { kind: 'change', form: third });
  expect(step(history, { kind: 'redo' }).now).toBe(third);
});
