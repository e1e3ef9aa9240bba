import { afterAll, expect, test } from 'vitest';
import type { FieldType } from '../../src/domain/form.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openRecognition } from '../../src/recognition/open-recognition.ts';

const recognition = await openRecognition();
afterAll(() => recognition.close());

function filled(width: number, height: number, value: number): GreyImage {
  return { width, height, data: new Uint8Array(width * height).fill(value) };
}

const TYPES: FieldType[] = [
  'family_name',
  'name',
  'email',
  'postcode',
  'city',
  'address',
  'date_of_birth',
  'phone',
  'number',
  'text',
];

test.each([
  ['an empty cell', filled(300, 60, 250)],
  ['a black cell', filled(300, 60, 0)],
  ['one pixel', filled(1, 1, 128)],
  ['5 px high', filled(400, 5, 240)],
  ['20,000 px wide', filled(20_000, 60, 245)],
  ['a tall, empty cell', filled(200, 400, 245)],
])('%s reads as nothing sure, whatever its type', async (_name, picture) => {
  for (const type of TYPES) {
    const reading = await recognition.readCell(picture, type);
    expect(reading.confidence).toBeLessThan(0.9);
    expect(reading.prefill).toBe(false);
  }
});

const line = new URL('../fixtures/handwriting/golden/00.png', import.meta.url).pathname;

test('with handwriting switched off, or its model refused, Tesseract reads alone', async () => {
  const { grey } = await decodePage(line);
  for (const options of [{ handwriting: false }, { modelPath: line }]) {
    const alone = await openRecognition(options);
    const reading = await alone.readCell(grey, 'text');
    expect(reading.engine).toBe('tesseract');
    expect(alone.refused?.code).toBe('modelPath' in options ? 'model_not_ours' : undefined);
    await alone.close();
  }
});

/** Columns or rows of a picture, repeated until the size is reached. */
function tiled({ width, height, data }: GreyImage, toWidth: number, toHeight: number): GreyImage {
  const at = (i: number) => data[(Math.floor(i / toWidth) % height) * width + ((i % toWidth) % width)]!;
  return { width: toWidth, height: toHeight, data: Uint8Array.from({ length: toWidth * toHeight }, (_, i) => at(i)) };
}

test('writing 5 px high or 20,000 px wide is read without being trusted', async () => {
  const { grey } = await decodePage(line);
  for (const picture of [tiled(grey, grey.width, 5), tiled(grey, 20_000, grey.height)]) {
    for (const type of ['family_name', 'city', 'email', 'address'] as const) {
      const reading = await recognition.readCell(picture, type);
      expect(reading.prefill).toBe(false);
      expect(reading.confidence).toBeLessThan(0.9);
    }
  }
});

test('a petition of a country without lists still reads what stands there', async () => {
  const abroad = await openRecognition({ country: 'PT' });
  const { grey } = await decodePage(line);
  for (const type of ['city', 'family_name', 'address'] as const) {
    const reading = await abroad.readCell(grey, type);
    expect(reading.value).not.toBe('');
    expect(reading.raw).not.toBe('');
  }
  // Digits are no matter of lists; what is none is not made one.
  expect((await abroad.readCell(grey, 'postcode')).prefill).toBe(false);
  await abroad.close();
});
