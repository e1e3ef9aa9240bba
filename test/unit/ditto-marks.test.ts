import { describe, expect, it } from 'vitest';
import type { CellFindings, Mark } from '../../src/preprocessing/judge-cell.ts';
import { judgeCell } from '../../src/preprocessing/judge-cell.ts';

/** A stroke of a pen by its box, mm. */
const mark = (left: number, top: number, [width, height]: [number, number]): Mark => ({
  ...{ left, top, right: left + width, bottom: top + height },
  ...{ strokeWidth: width, strokeHeight: height },
});

/** What is left to measure follows from the strokes: a pen line of 0.4 mm, level ones flat. */
function cellOf(marks: Mark[], flat: number): CellFindings {
  const ink = marks.reduce((sum, it) => sum + 0.4 * Math.max(it.right - it.left, it.bottom - it.top), 0);
  const [left, right] = [Math.min(...marks.map((it) => it.left)), Math.max(...marks.map((it) => it.right))];
  const [top, bottom] = [Math.min(...marks.map((it) => it.top)), Math.max(...marks.map((it) => it.bottom))];
  return {
    ...{ strokes: [], marks, flat, ink, width: right - left, height: bottom - top },
    ...{ left: 0.2, right: 0.8, top: 0.3, bottom: 0.7, darkness: 150 },
  };
}

const judge = (marks: Mark[], flat: number, above = true) =>
  judgeCell(cellOf(marks, flat), { type: 'city', above, height: 11 }).ink;

const ticks = [mark(10, 4, [0.5, 2.4]), mark(11, 4, [0.5, 2.4])];

describe('a mark between dashes', () => {
  it('repeats the line above, however long the dashes', () => {
    expect(judge([...ticks, mark(6, 5, [3, 0.4]), mark(13, 5, [15, 0.4])], 0.97)).toBe('ditto');
  });

  it('does so where its dashes are broken', () => {
    expect(judge([...ticks, mark(5, 5, [1.1, 0.4]), mark(7, 5, [1, 0.4]), mark(13, 5, [6, 0.5])], 0.93)).toBe('ditto');
  });

  it('repeats nothing in the first line', () => {
    expect(judge([...ticks, mark(13, 5, [15, 0.4])], 0.97, false)).toBe('filled');
  });
});

describe('two ticks', () => {
  it('repeat the line above where they touch, or where a fax broke one off', () => {
    expect(judge([mark(11.8, 4.6, [1.7, 3.5])], 0.1)).toBe('ditto');
    expect(judge([mark(10.5, 5.1, [0.35, 0.95]), mark(11.3, 5.2, [0.4, 2.8])], 0.3)).toBe('ditto');
  });

  it('are a figure in a column of numbers', () => {
    const found = cellOf(ticks, 0.2);
    expect(judgeCell(found, { type: 'number', above: true, height: 11 }).ink).toBe('filled');
  });
});

describe('writing', () => {
  it('is no mark because it stands on the last rule and hangs into the next line', () => {
    const text = Array.from({ length: 12 }, (_, i) => mark(2 + 2 * i, 8, [1.7, 2.5]));
    expect(judge([...text, mark(27, 7.4, [1.7, 3.2])], 0.2)).toBe('filled');
  });

  it('is no mark when it has many uprights, or lines below them', () => {
    const letters = [0, 2, 4, 6, 8].map((x) => mark(10 + x, 4, [0.6, 2.4]));
    expect(judge([...letters, mark(20, 5, [14, 0.4])], 0.9)).toBe('filled');
    expect(judge([mark(10, 3, [0.5, 2.2]), mark(6, 6, [18, 0.4])], 0.97)).toBe('filled');
  });

  it('is no mark when it is a dash alone', () => {
    expect(judge([mark(6, 5, [18, 0.4])], 1)).toBe('filled');
  });
});
