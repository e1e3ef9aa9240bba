import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { medianBlur } from '../../src/recognition/median-blur.ts';
import { CELL_HEIGHT, normaliseCell, PAPER } from '../../src/recognition/normalise-cell.ts';

const golden = new URL('../fixtures/handwriting/golden/', import.meta.url).pathname;
const names = readdirSync(golden).filter((name) => /^\d+\.png$/.test(name));

test.each(names)('%s is normalised as in training', async (name) => {
  const picture = (await decodePage(`${golden}${name}`)).grey;
  const expected = (await decodePage(`${golden}${name.replace('.png', '.normalised.png')}`)).grey;
  const actual = normaliseCell(picture);
  expect([actual.width, actual.height]).toEqual([expected.width, expected.height]);
  let most = 0;
  let different = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const by = Math.abs(expected.data[i]! - actual.data[i]!);
    most = Math.max(most, by);
    if (by > 0) different++;
  }
  // Rounding of fixed-point weights may differ by a grey level of the source, stretched by the contrast.
  expect(most).toBeLessThanOrEqual(2);
  expect(different / expected.data.length).toBeLessThan(0.01);
});

function filled(width: number, height: number, value: number): GreyImage {
  return { width, height, data: new Uint8Array(width * height).fill(value) };
}

test.each([
  ['an empty cell', filled(300, 60, 250)],
  ['a black cell', filled(300, 60, 0)],
  ['one pixel', filled(1, 1, 128)],
  ['5 px high', filled(400, 5, 240)],
  ['20,000 px wide', filled(20_000, 60, 245)],
  ['a narrow, tall cell', filled(3, 900, 245)],
])('%s becomes a plain picture of paper', (_name, picture) => {
  const { width, height, data } = normaliseCell(picture);
  expect(height).toBe(CELL_HEIGHT);
  expect(width).toBeGreaterThanOrEqual(24);
  expect(width).toBeLessThanOrEqual(1100);
  expect(data.every((value) => value === PAPER)).toBe(true);
});

/** The definition, not an algorithm. */
function medianAt({ width, height, data }: GreyImage, k: number, [x, y]: readonly [number, number]): number {
  const r = (k - 1) / 2;
  const clamp = (v: number, size: number) => Math.min(size - 1, Math.max(0, v));
  const window: number[] = [];
  for (let dy = -r; dy <= r; dy++) {
    for (let dx = -r; dx <= r; dx++) window.push(data[clamp(y + dy, height) * width + clamp(x + dx, width)]!);
  }
  return window.sort((a, b) => a - b)[(k * k - 1) / 2]!;
}

test('the running median is the median of each window', () => {
  const pictures = fc
    .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 9 }) })
    .chain(({ width, height }) =>
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height })
        .map((data): GreyImage => ({ width, height, data })),
    );
  fc.assert(
    fc.property(pictures, fc.constantFrom(1, 3, 7), (picture, k) => {
      const expected = Array.from(picture.data, (_, i) =>
        medianAt(picture, k, [i % picture.width, Math.floor(i / picture.width)]),
      );
      expect([...medianBlur(picture, k)]).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
