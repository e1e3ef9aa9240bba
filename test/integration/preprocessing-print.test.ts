/** What the printed words tell: petitions of one layout apart, and where a table lies whose rules are lost. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { pxToMm } from '../../src/domain/geometry.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import { describePrint } from '../../src/preprocessing/print.ts';
import { sourcePoint } from '../../src/preprocessing/source-point.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);

async function blankSheet(): Promise<GreyImage> {
  const scan = await openScan(new URL('forms/aif-xinjiang/blank.pdf', SAMPLES).pathname);
  const { grey } = await scan.page(1);
  scan.close();
  return grey;
}

it('finds the petition whose words stand on the sheet', async () => {
  const form = formDefinitionSchema.parse(
    JSON.parse(readFileSync(new URL('forms/aif-xinjiang/form.json', SAMPLES), 'utf8')),
  );
  const grey = await blankSheet();
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

describe('a table whose rules are lost, as pale ones are to a 1-bit scan', () => {
  const form = formDefinitionSchema.parse(
    JSON.parse(readFileSync(new URL('forms/aif-xinjiang/form.json', SAMPLES), 'utf8')),
  );
  const [truth] = JSON.parse(readFileSync(new URL('sheets/dev-office/truth.json', SAMPLES), 'utf8')) as {
    geometry: { dpi: number; lines: { corners: number[] }[] };
  }[];
  const corners = truth!.geometry.lines.map((line) => line.corners);

  /** Nothing is left of the table and of what stands in it. */
  function withoutTable({ width, height, data }: GreyImage): GreyImage {
    const out = data.slice();
    const xs = corners.flatMap((corner) => [corner[0]!, corner[2]!, corner[4]!, corner[6]!]);
    const ys = corners.flatMap((corner) => [corner[1]!, corner[3]!, corner[5]!, corner[7]!]);
    const [left, right] = [Math.floor(Math.min(...xs)) - 12, Math.ceil(Math.max(...xs)) + 12];
    for (let y = Math.floor(Math.min(...ys)) - 12; y < Math.max(...ys) + 12; y++) {
      out.fill(248, y * width + left, y * width + right);
    }
    return { width, height, data: out };
  }

  it('is placed by the words round it', async () => {
    const page = await decodePage(new URL('sheets/dev-office/scan.jpg', SAMPLES).pathname);
    const forms = [prepareForm(form, describePrint(await blankSheet(), form))];
    const outcome = preprocessPage({ ...page, colour: null, grey: withoutTable(page.grey) }, forms);
    expect(outcome.status).toBe('registered');
    if (outcome.status !== 'registered') return;
    const errors = form.rows.boxes.flatMap(([x, y, w, h], line) =>
      [
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
      ].map(([u, v], k) => {
        const at = sourcePoint(outcome.registration, u!, v!);
        const [tx, ty] = [corners[line]![2 * k]!, corners[line]![2 * k + 1]!];
        return pxToMm(Math.hypot(at.x - tx, at.y - ty), truth!.geometry.dpi);
      }),
    );
    expect(Math.max(...errors)).toBeLessThan(0.6);
    expect(outcome.lines.every((line) => line.state === 'empty')).toBe(true);
  });
});
