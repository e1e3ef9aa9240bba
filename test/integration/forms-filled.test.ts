import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectFilledForm } from '../../src/forms/detect-filled-form.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { openTesseractEngine } from '../../src/recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../../src/recognition/text-engine.ts';

/** ms: three sheets take half a minute, or minutes on a machine busy with other things. */
const PATIENCE = 400_000;
/** mm: scans are not cut to the paper's edge. */
const WITHIN = 4;

let engine: PageTextEngine;
beforeAll(async () => {
  engine = await openTesseractEngine({ languages: ['fra', 'deu', 'eng'] });
});
afterAll(() => engine.close());

describe('three filled sheets of one form', () => {
  it('show its columns and lines, and nothing that was written', { timeout: PATIENCE }, async () => {
    const pages = [];
    for (const name of ['dev-grey', 'dev-office', 'dev-sharp'])
      pages.push(await openSheet(await readFile(`samples/sheets/${name}/scan.jpg`)));
    const { form, used } = await detectFilledForm({ pages }, { recogniseText: engine.readPage });
    const blank = JSON.parse(await readFile('samples/forms/aif-xinjiang/form.json', 'utf8'));
    expect(used).toEqual([true, true, true]);
    expect(form.fields.map((it) => it.type)).toEqual(blank.fields.map((it: { type: string }) => it.type));
    expect(form.rows.boxes).toHaveLength(blank.rows.boxes.length);
    const places = (of: typeof form) => of.fields.map((it) => it.box[0] + of.rows.boxes[0]![0]);
    places(form).forEach((x, k) => {
      expect(Math.abs(x - places(blank)[k]!)).toBeLessThan(WITHIN);
    });
    expect(form.title).toContain('Liberté pour les détenus');
    expect(form.header).toEqual([]);
  });
});
