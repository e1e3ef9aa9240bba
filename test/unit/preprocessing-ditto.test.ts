import { describe, expect, it } from 'vitest';
import { dropStains } from '../../src/preprocessing/drop-stains.ts';
import type { Part } from '../../src/preprocessing/find-strokes.ts';
import { judgeCell, lookIntoCell } from '../../src/preprocessing/judge-cell.ts';

const PX = 300 / 25.4;
const CELL = { width: 35, height: 10 };

/** A stroke of the cell: left, top, width, height in mm, and how much of its box is ink. */
function stroke(box: [number, number, number, number], fill = 0.7, whole = box): Part {
  const [left, top, width, height] = box.map((mm) => Math.round(mm * PX)) as [number, number, number, number];
  const area = Math.round(width * height * fill);
  const [strokeLeft, strokeTop, strokeWidth, strokeHeight] = whole.map((mm) => Math.round(mm * PX)) as typeof whole;
  const placed = {
    left,
    top,
    right: left + width,
    bottom: top + height,
    strokeLeft,
    strokeTop,
    strokeWidth,
    strokeHeight,
  };
  return { area, darkness: area * 150, share: 1, ...placed };
}

function judge(...parts: Part[]) {
  const area = { left: 0, top: 0, right: CELL.width * PX, bottom: CELL.height * PX };
  const found = lookIntoCell(parts, area, 300);
  return judgeCell(found, { type: 'city', above: true, height: CELL.height }).ink;
}

const ticks = [stroke([14, 4, 0.6, 2.2]), stroke([15, 4, 0.6, 2.2])];
const runOn = stroke([0.2, 3, 2.1, 3.4], 0.3);

describe('a ditto mark', () => {
  it('is two ticks, an angle pair, ticks between dashes however thick, a stroke down the cell', () => {
    expect(judge(...ticks)).toBe('ditto');
    expect(judge(stroke([14, 4, 1.6, 1.9], 0.3), stroke([15, 4, 1.6, 1.9], 0.3))).toBe('ditto');
    expect(judge(...ticks, stroke([6, 4.8, 7, 0.8]), stroke([16.5, 4.8, 15, 0.8]))).toBe('ditto');
    expect(judge(stroke([14, 1, 0.5, 8]))).toBe('ditto');
  });

  it('is still one where a neighbour ran on into the cell, a tail hangs in, or a speck lies far off', () => {
    expect(judge(...ticks, runOn)).toBe('ditto');
    expect(judge(...ticks, stroke([5, 0.1, 1.3, 1.4], 0.3))).toBe('ditto');
    expect(judge(...ticks, stroke([30, 7, 0.4, 0.9]))).toBe('ditto');
    expect(judge(stroke([14, 1, 0.5, 8]), runOn)).toBe('ditto');
  });

  it('is not a short word, alone or behind letters that ran on', () => {
    const word = [stroke([13, 3, 2.2, 3], 0.3), stroke([15.6, 4.4, 1.4, 1.5], 0.3)];
    expect(judge(...word)).toBe('filled');
    expect(judge(...word, runOn)).toBe('filled');
    expect(
      judge(stroke([1, 2, 2.2, 3.8], 0.3), ...Array.from({ length: 4 }, (_, i) => stroke([4 + 3 * i, 3, 2, 2.5], 0.3))),
    ).toBe('filled');
  });
});

describe('a punch hole', () => {
  const lettersOf = () => Array.from({ length: 12 }, (_, i) => stroke([4 + 2 * i, 4, 1.6, 2.5], 0.35));

  it('is no writing, cut by the border of the cell or not', () => {
    const whole: [number, number, number, number] = [-4, 2, 5.8, 5.8];
    const cut = {
      ...stroke([0, 2.4, 1.8, 5], 0.75),
      ...{ share: 0.28 },
      strokeLeft: -47,
      strokeTop: 24,
      strokeWidth: 69,
      strokeHeight: 69,
    };
    const strokes = {
      owner: new Uint16Array(0),
      parts: [[cut], [stroke([10, 2, 5.8, 5.8], 0.78, whole)], lettersOf()],
    };
    dropStains(strokes);
    expect(strokes.parts.map((parts) => parts.length)).toEqual([0, 0, 12]);
  });

  it('is not a large round letter or an inked-in word', () => {
    const strokes = {
      owner: new Uint16Array(0),
      parts: [[stroke([5, 2, 5, 5], 0.3)], [stroke([5, 3, 14, 4], 0.8)], lettersOf()],
    };
    dropStains(strokes);
    expect(strokes.parts.map((parts) => parts.length)).toEqual([1, 1, 12]);
  });
});
