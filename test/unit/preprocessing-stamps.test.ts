import { describe, expect, it } from 'vitest';
import { clearStamped } from '../../src/preprocessing/clear-stamped.ts';
import type { Part } from '../../src/preprocessing/find-strokes.ts';

const PX = 300 / 25.4;
/** mm: left, top, width, height. */
type Place = [number, number, number, number];

function part([left, top, width, height]: Place, fill: number, share = 1): Part {
  const px = (mm: number) => Math.round(mm * PX);
  const box = { left: px(left), top: px(top), right: px(left + width), bottom: px(top + height) };
  const area = Math.round(px(width) * px(height) * fill * share);
  const whole = { strokeLeft: px(left), strokeTop: px(top), strokeWidth: px(width), strokeHeight: px(height) };
  return { area, share, darkness: area * 100, ...box, ...whole };
}

const letters = (left: number, top: number) =>
  Array.from({ length: 6 }, (_, i) => part([left + 3 * i, top, 2, 3.5], 0.4));

/** Lines 10 mm high, one below the other, of two columns 60 mm wide. */
function sheet(parts: Part[][][]) {
  const areas = parts.flatMap((line, row) =>
    line.map((_, column) => ({
      left: Math.round(60 * column * PX),
      right: Math.round(60 * (column + 1) * PX),
      top: Math.round(10 * row * PX),
      bottom: Math.round(10 * (row + 1) * PX),
    })),
  );
  const lines = parts.flatMap((line, row) => line.map(() => row));
  return { strokes: { owner: new Uint16Array(0), parts: parts.flat() }, areas, lines, dpi: 300 };
}
const left = ({ strokes }: ReturnType<typeof sheet>) => strokes.parts.map((cell) => cell.length);

describe('a stamp on empty lines', () => {
  it('goes where it reaches below the last line, within one column', () => {
    const frame = part([10, 14, 34, 12], 0.06, 0.6);
    const page = sheet([
      [letters(5, 3), []],
      [[frame, ...letters(14, 15.5)], []],
    ]);
    clearStamped(page);
    expect(left(page)).toEqual([6, 0, 0, 0]);
  });

  it('goes with the edges that rules cut off its frame', () => {
    const frame = part([10, 12, 28, 11.5], 0.03, 0.2);
    const top = part([10.5, 8.6, 23, 2.6], 0.25, 0.5);
    const side = part([41, 9.8, 0.8, 13], 0.6);
    const page = sheet([
      [[], []],
      [[frame, top, side, ...letters(13, 12.5)], []],
      [[], []],
    ]);
    clearStamped(page);
    expect(left(page)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves a name that reaches over its line, and writing beside a stamp', () => {
    const name = part([10, 14, 34, 12], 0.15);
    const frame = part([10, 14, 34, 12], 0.06, 0.6);
    const page = sheet([
      [letters(5, 3), []],
      [[name], []],
    ]);
    clearStamped(page);
    expect(left(page)).toEqual([6, 0, 1, 0]);
    const written = sheet([
      [letters(5, 3), []],
      [[frame, ...letters(14, 15.5)], letters(70, 14)],
    ]);
    clearStamped(written);
    expect(left(written)).toEqual([6, 0, 7, 6]);
  });
});
