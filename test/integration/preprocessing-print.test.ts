/** Two petitions on one layout: only the printed words tell them apart. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import { describePrint } from '../../src/preprocessing/print.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);

it('finds the petition whose words stand on the sheet', async () => {
  const form = formDefinitionSchema.parse(
    JSON.parse(readFileSync(new URL('forms/aif-xinjiang/form.json', SAMPLES), 'utf8')),
  );
  const scan = await openScan(new URL('forms/aif-xinjiang/blank.pdf', SAMPLES).pathname);
  const { grey } = await scan.page(1);
  scan.close();
  const print = describePrint(grey, form);
  expect(JSON.stringify(print).length).toBeLessThan(60_000);

  // The other petition: the same table under other words, here the same block of text upside down.
  const other = { ...grey, data: grey.data.slice() };
  const rows = Math.round((grey.height * 115) / 297);
  for (let y = 0; y < rows; y++) {
    const from = (rows - 1 - y) * grey.width;
    other.data.set(grey.data.subarray(from, from + grey.width), y * grey.width);
  }
  const page = await decodePage(new URL('sheets/dev-grey/scan.jpg', SAMPLES).pathname);
  const right = prepareForm(form, print);
  const wrong = prepareForm(form, describePrint(other, form));
  for (const forms of [
    [wrong, right],
    [right, wrong],
  ]) {
    const outcome = preprocessPage(page, forms);
    expect(outcome.status === 'registered' && forms[outcome.formIndex]).toBe(right);
  }
});
