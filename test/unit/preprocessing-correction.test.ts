import { describe, expect, it } from 'vitest';
import { findStrokes } from '../../src/preprocessing/find-strokes.ts';
import { INK, type InkPlane } from '../../src/preprocessing/ink-plane.ts';
import { isCorrected } from '../../src/preprocessing/judge-correction.ts';

const AREA = { left: 0, top: 0, right: 420, bottom: 130 };

function paper(): InkPlane {
  const [width, height] = [AREA.right, AREA.bottom];
  return { left: 0, top: 0, width, height, even: new Uint8Array(width * height), kind: new Uint8Array(width * height) };
}

function fill({ kind, width }: InkPlane, [x, y, w, h]: [number, number, number, number]): void {
  for (let row = y; row < y + h; row++) kind.fill(INK, row * width + x, row * width + x + w);
}

/** Letters of a 5 px pen, 26 px wide and 48 high, by turns closed and open above: `o`, `u`. */
function write(plane: InkPlane, left: number, count: number): void {
  for (let k = 0; k < count; k++) {
    const x = left + 32 * k;
    fill(plane, [x, 40, 5, 48]);
    fill(plane, [x + 21, 40, 5, 48]);
    fill(plane, [x, 83, 26, 5]);
    if (k % 2 === 0) fill(plane, [x, 40, 26, 5]);
  }
}

function judge(plane: InkPlane, type: 'family_name' | 'email' = 'family_name'): boolean {
  return isCorrected(plane, findStrokes(plane, [AREA]), { cell: 0, area: AREA, type, dpi: 300 });
}

describe('a first try crossed out', () => {
  it('is a line through the first letters with the text behind it', () => {
    const plane = paper();
    write(plane, 12, 3);
    for (let x = 8; x < 108; x++) fill(plane, [x, 62 - Math.round(x / 20), 1, 5]);
    write(plane, 140, 5);
    expect(judge(plane)).toBe(true);
    expect(judge(plane, 'email')).toBe(false);
  });

  it('is letters scribbled over, darker than the writing behind them', () => {
    const plane = paper();
    for (let x = 10; x < 100; x += 8) fill(plane, [x, 38, 5, 52]);
    for (let y = 40; y < 88; y += 16) fill(plane, [10, y, 90, 6]);
    write(plane, 130, 5);
    expect(judge(plane)).toBe(true);
  });

  it('is not plain text, text joined at its foot, or a line with nothing written anew', () => {
    const plain = paper();
    write(plain, 12, 8);
    expect(judge(plain)).toBe(false);
    const joined = paper();
    write(joined, 12, 3);
    fill(joined, [12, 83, 90, 5]);
    write(joined, 140, 5);
    expect(judge(joined)).toBe(false);
    const alone = paper();
    write(alone, 12, 3);
    fill(alone, [8, 60, 100, 5]);
    expect(judge(alone)).toBe(false);
  });
});
