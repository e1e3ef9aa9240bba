import { expect, it } from 'vitest';
import { makeMesh, rectifyGrey } from '../../src/preprocessing/rectify.ts';

/** A sheet of 20 x 15 mm as it was scanned, a gradient on it. */
const source = { width: 240, height: 180, data: Uint8Array.from({ length: 240 * 180 }, (_, i) => (i * 7) % 251) };
const placement = { matrix: [11.8, 0.1, 1, 0.05, 11.8, 1, 0, 0, 1], bend: null } as const;

it('draws the cells at once and the same page, margins and all, when it is asked for', () => {
  const mesh = makeMesh({ ...placement, matrix: [...placement.matrix] }, { width: 20, height: 15 }, 1);
  const { page: whole } = rectifyGrey(source, mesh, [0, 0, mesh.width, mesh.height]);
  const { drawn, page } = rectifyGrey(source, mesh, [70, 40, 60, 50]);
  const place = (x: number, y: number) => y * mesh.width + x;
  expect(drawn.data[place(100, 60)]).toBe(whole.data[place(100, 60)]);
  expect(drawn.data[place(10, 10)]).toBe(0);
  expect(page.data).toEqual(whole.data);
});

it('draws regions that reach over the edges of the page', () => {
  const mesh = makeMesh({ ...placement, matrix: [...placement.matrix] }, { width: 20, height: 15 }, 1);
  const { drawn, page } = rectifyGrey(source, mesh, [-50, -50, 400, 400]);
  const before = Uint8Array.from(drawn.data);
  expect(page.data).toEqual(before);
});
