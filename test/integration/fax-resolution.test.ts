/** Faxes with unlike resolutions across and down: as high as the paper was, whether the file says so or not. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { readTiffResolution } from '../../src/imaging/tiff-resolution.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);
const form = formDefinitionSchema.parse(
  JSON.parse(readFileSync(new URL('forms/aif-xinjiang/form.json', SAMPLES), 'utf8')),
);
const truth = JSON.parse(readFileSync(new URL('sheets/dev-fax/truth.json', SAMPLES), 'utf8')) as {
  orientation: number;
  rows: { index: number }[];
}[];

/** The sample fax as a machine of this quality sends it: 1728 px across, fewer down. */
async function fax(down: number): Promise<Uint8Array> {
  const source = sharp(readFileSync(new URL('sheets/dev-fax/scan.tif', SAMPLES))).flatten({ background: '#fff' });
  const { width, height } = await source.metadata();
  const size = { width: 1728, height: Math.round((((height * 1728) / width) * down) / 204) };
  const grey = await source
    .resize({ ...size, fit: 'fill' })
    .greyscale()
    .toColourspace('b-w')
    .png()
    .toBuffer();
  const options = { compression: 'ccittfax4', bitdepth: 1, xres: 204 / 25.4, yres: down / 25.4 } as const;
  return new Uint8Array(await sharp(grey).threshold(150).toColourspace('b-w').tiff(options).toBuffer());
}

/** The same file with its resolutions struck out. */
function withoutResolution(tiff: Uint8Array): Uint8Array {
  const bytes = tiff.slice();
  const view = new DataView(bytes.buffer);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  for (let k = 0; k < view.getUint16(directory, little); k++) {
    const entry = directory + 2 + 12 * k;
    const tag = view.getUint16(entry, little);
    if (tag === 282 || tag === 283) view.setUint32(view.getUint32(entry + 8, little), 0, little);
  }
  return bytes;
}

async function expectRead(bytes: Uint8Array): Promise<void> {
  const outcome = preprocessPage(await decodePage(bytes), [prepareForm(form)]);
  expect(outcome.status).toBe('registered');
  if (outcome.status !== 'registered') return;
  expect(outcome.registration.orientation).toBe(truth[0]!.orientation);
  const seen = outcome.lines.filter((line) => line.state !== 'empty').map((line) => line.index);
  expect(seen).toEqual(truth[0]!.rows.map((row) => row.index));
}

test('the usual quality, 98 lines an inch', async () => {
  const bytes = await fax(98);
  expect(await readTiffResolution(bytes, 1)).toEqual({ x: expect.closeTo(204, 0), y: expect.closeTo(98, 0) });
  const { grey, dpi } = await decodePage(bytes);
  expect(grey.height / grey.width).toBeCloseTo(1.01 * Math.SQRT2, 1);
  expect(dpi).toBeCloseTo(204, 0);
  await expectRead(bytes);
});

test('fine quality, 196 lines an inch', async () => {
  const { grey } = await decodePage(await fax(196));
  expect(grey.height / grey.width).toBeCloseTo(1.01 * Math.SQRT2, 1);
});

test('the usual quality without a word about it', async () => {
  const bytes = withoutResolution(await fax(98));
  expect(await readTiffResolution(bytes, 1)).toBeNull();
  await expectRead(bytes);
});

test('a file cut short says nothing', async () => {
  const bytes = await fax(98);
  expect(await readTiffResolution(bytes.slice(0, 6), 1)).toBeNull();
  expect(await readTiffResolution(bytes, 2)).toBeNull();
});
