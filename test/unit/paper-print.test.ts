/** Prints of papers: the same ink is found again shifted and thinned, other ink is not, and what is erased is gone. */
import { describe, expect, test } from 'vitest';
import { INK_LEVELS, type PaperPrint, signatureOf, withoutLine } from '../../src/domain/paper-print.ts';
import { comparePapers, isSameLine, isSamePaper } from '../../src/preprocessing/compare-papers.ts';
import { packPrint, unpackPrint } from '../../src/store/page-print.ts';

const SIZE = { columns: 180, rows: 12 };

/** Strokes by chance, like words in cells that all begin at the left. */
function draw(seed: number, { lines = 3, shift = 0, thin = 0 } = {}): PaperPrint {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: lines }, () => {
    const ink = new Uint8Array(SIZE.columns * SIZE.rows);
    for (let stroke = 0; stroke < 150; stroke++) {
      const x = Math.floor(next() * 50) + 60 * Math.floor(next() * 3);
      const y = 2 + Math.floor(next() * 7);
      for (let k = 0; k < 3; k++) {
        const at = (y + k) * SIZE.columns + x + shift;
        if (x + shift < SIZE.columns) ink[at] = Math.max(ink[at]!, INK_LEVELS - thin);
      }
    }
    return { ...SIZE, ink };
  });
}

const apart = (a: PaperPrint, b: PaperPrint) =>
  signatureOf(a).reduce(
    (sum, word, at) => sum + (word ^ signatureOf(b)[at]!).toString(2).replaceAll('0', '').length,
    0,
  );

describe('papers', () => {
  test('the same ink, a millimetre aside and paler, is the same paper; other ink is not', () => {
    expect(isSamePaper(comparePapers(draw(1), draw(1, { shift: 1, thin: 6 })))).toBe(true);
    for (let seed = 2; seed < 8; seed++) expect(isSamePaper(comparePapers(draw(1), draw(seed)))).toBe(false);
  });

  test('empty sheets are never taken for one another', () => {
    const empty = withoutLine(withoutLine(withoutLine(draw(1), 1), 2), 3);
    expect(comparePapers(empty, empty)).toEqual({ likeness: 0, lines: [] });
    expect(isSamePaper(comparePapers(empty, empty))).toBe(false);
  });

  test('a signature is nearest to that of the same paper', () => {
    const again = apart(draw(1), draw(1, { shift: 1, thin: 6 }));
    for (let seed = 2; seed < 20; seed++) expect(apart(draw(1), draw(seed))).toBeGreaterThan(again);
  });

  test('a line is compared by itself: the same, another, and nothing against something', () => {
    const [a, b] = [draw(1), draw(1)];
    b[1] = draw(9)[1]!;
    expect([1, 2, 3].map((index) => isSameLine(a, b, index))).toEqual([true, false, true]);
    const gone = withoutLine(a, 2);
    expect([isSameLine(gone, a, 2), isSameLine(gone, gone, 2), isSameLine(a, a, 4)]).toEqual([false, true, false]);
  });

  test('packing keeps it to the letter, and an erased line leaves no trace in it', () => {
    const print = draw(4);
    expect(unpackPrint(packPrint(print))).toEqual(print);
    const erased = withoutLine(print, 2);
    expect(erased[1]!.ink.every((value) => value === 0)).toBe(true);
    const other = [print[0]!, draw(5)[1]!, print[2]!];
    expect(signatureOf(withoutLine(other, 2))).toEqual(signatureOf(erased));
  });
});
