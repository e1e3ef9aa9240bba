import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { detectForm } from '../../src/forms/detect-form.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { parseSheetCode, printSheets, sheetCode } from '../../src/forms/print-form.ts';
import { cropGrey } from '../../src/imaging/grey.ts';
import { openPdf } from '../../src/imaging/pdf.ts';

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
