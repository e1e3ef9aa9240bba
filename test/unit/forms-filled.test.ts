import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import type { RowTable } from '../../src/forms/detect/row-table.ts';
import { findRules } from '../../src/forms/detect/find-rules.ts';
import { eraseWriting } from '../../src/forms/filled/erase-writing.ts';
import { keepCommonPrint } from '../../src/forms/filled/keep-print.ts';

const [WIDTH, HEIGHT] = [1000, 1300];

/** A page with print that differs from place to place: a table, and blocks like words. */
function printed(dx: number, dy: number): GreyImage {
  const page = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT).fill(245) };
  let seed = 7;
  const chance = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let y = 60; y < 500; y += 40) {
    for (let x = 60; x < 880; x += 16 + chance() * 50)
      ink(page, [x + dx, y + dy, 6 + chance() * 20, 6 + chance() * 18]);
  }
  for (let y = 560; y <= 1200; y += 80) ink(page, [60 + dx, y + dy, 860, 3]);
  for (const x of [60, 300, 520, 920]) ink(page, [x + dx, 560 + dy, 3, 640]);
  return page;
}

function ink({ width, data }: GreyImage, [x, y, w, h]: [number, number, number, number]): void {
  for (let v = Math.round(y); v < Math.round(y + h); v++)
    data.fill(30, v * width + Math.round(x), v * width + Math.round(x + w));
}

const darkness = ({ width, data }: GreyImage, [x, y, w, h]: [number, number, number, number]) => {
  let dark = 0;
  for (let v = y; v < y + h; v++) for (let u = x; u < x + w; u++) if (data[v * width + u]! < 128) dark++;
  return dark;
};

describe('what several filled sheets share', () => {
  it('stays, and what is on one of them goes', () => {
    const pages = [printed(0, 0), printed(9, -13), printed(-21, 5)];
    ink(pages[0]!, [90, 590, 150, 12]);
    ink(pages[1]!, [340, 690, 120, 12]);
    ink(pages[2]!, [100, 760, 120, 12]);
    const { page, used } = keepCommonPrint(pages);
    expect(used).toEqual([true, true]);
    expect(darkness(page, [85, 585, 160, 25])).toBe(0);
    expect(darkness(page, [60, 560, 860, 3])).toBeGreaterThan(2400);
    const words: [number, number, number, number] = [0, 40, WIDTH, 500];
    expect(darkness(page, words)).toBeGreaterThan(0.97 * darkness(printed(0, 0), words));
  });

  it('takes no page of another form along', () => {
    const other: GreyImage = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT).fill(245) };
    for (let k = 0; k < 40; k++) ink(other, [(k * 173) % 900, (k * 311) % 1200, 60, 9]);
    const first = printed(0, 0);
    const { page, used } = keepCommonPrint([first, other]);
    expect(used).toEqual([false]);
    expect(page).toBe(first);
  });
});

describe('the lines of one filled sheet', () => {
  /** px of a millimetre at 300 dpi */
  const MM = 300 / 25.4;

  it('lose what is written in them, and keep what comes again in each', () => {
    const page: GreyImage = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT).fill(250) };
    const tops = [100, 220, 340, 460, 580, 700];
    for (const y of [...tops, 820]) ink(page, [50, y, 800, 3]);
    for (const x of [50, 450, 850]) ink(page, [x, 100, 3, 723]);
    tops.forEach((y, k) => {
      for (const [x, w] of [
        [60, 30],
        [98, 12],
      ] as const)
        ink(page, [x, y + 12, w, 10]);
      // Everybody begins to write at the same place.
      let x = 70;
      for (let n = 0; n < 6; n++) {
        const letter = (k * 17 + n * 29 + k * n * 7) % 31;
        ink(page, [x, y + 42 + (letter % 13), 6 + letter, 12 + ((letter * 7) % 41)]);
        x += 14 + letter;
      }
    });
    const cells = (left: number, right: number) =>
      tops.map((y) => ({ left: left / MM, right: right / MM, top: (y + 1) / MM, bottom: (y + 121) / MM }));
    const slot = (left: number, right: number) => ({
      cells: cells(left, right),
      box: { left: left / MM, right: right / MM, top: 0, bottom: 120 / MM },
      helpers: [],
      isOpen: false,
    });
    const table: RowTable = { rows: cells(51, 851), slots: [slot(51, 451), slot(451, 851)], printedRows: [] };
    const { page: clean, isErased } = eraseWriting(page, table, findRules(page));
    tops.forEach((y) => {
      expect(darkness(clean, [60, y + 12, 30, 10])).toBe(300);
    });
    const written = (of: GreyImage) => tops.reduce((sum, y) => sum + darkness(of, [65, y + 40, 380, 75]), 0);
    expect(written(clean)).toBeLessThan(0.05 * written(page));
    expect(darkness(clean, [50, 820, 800, 3])).toBe(darkness(page, [50, 820, 800, 3]));
    expect(isErased([65 / MM, 140 / MM, 200 / MM, 60 / MM])).toBe(true);
    expect(isErased([60 / MM, 112 / MM, 30 / MM, 10 / MM])).toBe(false);
  });
});
