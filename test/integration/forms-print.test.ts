import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type FieldType, formDefinitionSchema } from '../../src/domain/form.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { detectForm } from '../../src/forms/detect-form.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { parseSheetCode, printSheets, sheetCode } from '../../src/forms/print-form.ts';
import { cropGrey } from '../../src/imaging/grey.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { readCodes } from '../../src/imaging/read-codes.ts';

const form = formDefinitionSchema.parse(JSON.parse(await readFile('samples/forms/aif-xinjiang/form.json', 'utf8')));

describe('print edition', () => {
  it('has a page a sheet with marks in the corners, and the same lines and fields', async () => {
    const bytes = await printSheets(form, { petitionId: 'p-1', copies: 3, firstSheet: 41 });
    const pdf = await openPdf(bytes);
    expect(pdf.pageCount).toBe(3);
    const { grey } = await pdf.render(3, { dpi: 100 });
    for (const [x, y] of [
      [40, 40],
      [grey.width - 40, 40],
      [40, grey.height - 40],
      [grey.width - 40, grey.height - 40],
    ] as const) {
      expect(Math.max(...cropGrey(grey, [x - 3, y - 3, 6, 6]).data)).toBeLessThan(60);
    }
    expect(pdf.words(3).map((it) => it.text)).toContain('43');
    pdf.close();
    const { form: found } = await detectForm(await openSheet(bytes), { recogniseText: async () => [] });
    expect(found.fields.map((it) => it.type)).toEqual(form.fields.map((it) => it.type));
    expect(found.rows.boxes.length).toBe(form.rows.boxes.length);
  });

  it('heads every block of lines, and a tick box that stands alone', async () => {
    const at = (name: string, type: FieldType, box: Box) => ({ name, type, label: `${name} heading`, box });
    const foreign = formDefinitionSchema.parse({
      ...form,
      header: [],
      page: { width: 297, height: 210 },
      rows: { boxes: [15, 150].flatMap((x) => [60, 72, 84].map((y) => [x, y, 125, 12])) },
      fields: [
        at('upper', 'family_name', [0, 0, 60, 6]),
        at('lower', 'address', [0, 6, 60, 6]),
        at('signed', 'signature', [60, 0, 50, 12]),
        at('news', 'checkbox', [115, 4, 4, 4]),
      ],
    });
    const pdf = await openPdf(await printSheets(foreign, { petitionId: 'p', copies: 1 }));
    const words = pdf.words(1).map((word) => word.text);
    pdf.close();
    const count = (name: string) => words.filter((word) => word === name).length;
    expect(['upper', 'signed', 'news'].map(count)).toEqual([2, 2, 2]);
    expect(count('lower')).toBe(6);
  });

  it('leaves out a code that has no room, and refuses a form that leaves none to the marks', async () => {
    const top = form.rows.boxes[0]![1];
    const moved = (right: number, down: number) =>
      formDefinitionSchema.parse({
        ...form,
        rows: { boxes: form.rows.boxes.map(([x, y, w, h]) => [x + right, y + down, w, h]) },
      });
    const high = moved(0, 13 - top);
    const doc = await openPdf(await printSheets(high, { petitionId: 'p', copies: 1 }));
    const { grey } = await doc.render(1, { dpi: 150 });
    doc.close();
    expect(await readCodes(grey)).toEqual([sheetCode(high, 'p', 1)]);
    await expect(printSheets(moved(-3, 8 - top), { petitionId: 'p', copies: 1 })).rejects.toMatchObject({
      code: 'print_no_room',
    });
  });

  it('names petition, form and sheet in its code', () => {
    expect(parseSheetCode(sheetCode(form, 'a:b/ç', 7))).toEqual({
      petitionId: 'a:b/ç',
      formId: form.id,
      formVersion: 1,
      sheet: 7,
    });
    expect(parseSheetCode('https://example.org')).toBeNull();
  });

  it('refuses no copies and too many', async () => {
    await expect(printSheets(form, { petitionId: 'p', copies: 0 })).rejects.toThrow(RangeError);
    await expect(printSheets(form, { petitionId: 'p', copies: 1e6 })).rejects.toThrow(RangeError);
  });
});
