import { expect, test } from 'vitest';
import { burnBand } from '../../src/privacy/burn-band.ts';

const rows = (data: Uint8Array, stride: number) =>
  Array.from({ length: data.length / stride }, (_, row) => [
    ...new Set(data.subarray(row * stride, (row + 1) * stride)),
  ]);

test.each([1, 3])('burns the whole width of the line and its overshoot, %i channels', (channels) => {
  const image = { width: 8, height: 60, data: new Uint8Array(8 * 60 * channels).fill(9) };
  const burnt = rows(burnBand(image, [2, 20, 3, 20]).data, 8 * channels);
  const isBurnt = burnt.map((values) => values.length === 1 && values[0] === 160);
  expect([isBurnt.indexOf(true), isBurnt.lastIndexOf(true)]).toEqual([17, 42]);
  expect(image.data.every((value) => value === 9)).toBe(true);
});

test('stays inside the picture at its edges', () => {
  const image = { width: 2, height: 10, data: new Uint8Array(20) };
  expect(burnBand(image, [0, 0, 2, 10]).data).toEqual(new Uint8Array(20).fill(160));
});
