import { expect, test } from 'vitest';
import { turnPage } from '../../workers/turn-page.ts';

/** 3 wide, 2 high: 1 2 3 over 4 5 6. */
const grey = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
const colour = { width: 3, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((value) => [value, 0, value])) };
const turned = (degrees: number) => turnPage({ grey, colour, dpi: 300 }, degrees);
const reds = (data: Uint8Array) => [...data].filter((_, at) => at % 3 === 0);

test.each([
  [0, 3, [1, 2, 3, 4, 5, 6]],
  [90, 2, [4, 1, 5, 2, 6, 3]],
  [180, 3, [6, 5, 4, 3, 2, 1]],
  [270, 2, [3, 6, 2, 5, 1, 4]],
])('turns by %i degrees clockwise', (degrees, width, expected) => {
  const page = turned(degrees);
  expect(page.grey.width).toBe(width);
  expect([...page.grey.data]).toEqual(expected);
  expect(reds(page.colour!.data)).toEqual(expected);
  expect(page.colour).toMatchObject({ width, height: 6 / width });
});

test('keeps a page without colour without it', () => {
  expect(turnPage({ grey, colour: null, dpi: null }, 90)).toMatchObject({ colour: null, dpi: null });
});
