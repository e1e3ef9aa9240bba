/** A separator sheet as the scanner sees it: no form lies on it, and its code is read whichever way it was laid down. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import { parseSeparatorCode, printSeparators, separatorCode } from '../../src/forms/print-separator.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { readCodes } from '../../src/imaging/read-codes.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import { turnPage } from '../../workers/turn-page.ts';
import { sampleForm } from '../helpers/intake-bench.ts';

const sheet = {
  id: randomUUID(),
  label: 'K7AC',
  petitionTitle: 'Liberté pour les détenu·es',
  batchName: 'Groupe de Brest, décembre',
  declaredSheets: 12,
  declaredSignatures: 96,
};

async function scan(language: 'fr' | 'en'): Promise<GreyImage> {
  const pdf = await openPdf(await printSeparators([sheet], language));
  const { grey } = await pdf.render(1, { dpi: 110 });
  pdf.close();
  return grey;
}

/** 1-bit, with specks: what a fax makes of it. */
function roughen({ width, height, data }: GreyImage): GreyImage {
  let state = 7;
  const rough = data.map((value) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % 400 === 0 ? 0 : value < 140 ? 0 : 255;
  });
  return { width, height, data: rough };
}

test('it is read upright, turned, and after a fax', async () => {
  const page = await scan('fr');
  const pictures = [page, turnPage({ grey: page, colour: null, dpi: 110 }, 180).grey, roughen(page)];
  for (const picture of pictures) expect((await readCodes(picture)).map(parseSeparatorCode)).toEqual([sheet.id]);
});

test('no form is found on it', async () => {
  const outcome = preprocessPage({ grey: await scan('en'), colour: null, dpi: 110 }, [prepareForm(sampleForm())]);
  expect(outcome.status).toBe('unrecognised');
});

test('its code holds ids and declared counts, and no other code is taken for it', () => {
  expect(separatorCode(sheet)).toBe(`paraphe:separator:1:${sheet.id}:12:96`);
  expect(parseSeparatorCode(separatorCode({ ...sheet, declaredSheets: null }))).toBe(sheet.id);
  for (const other of ['paraphe:1:p:form:1:7', 'https://example.org', `paraphe:separator:2:${sheet.id}::`]) {
    expect(parseSeparatorCode(other)).toBeNull();
  }
});
