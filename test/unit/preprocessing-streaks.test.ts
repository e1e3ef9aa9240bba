import { describe, expect, it } from 'vitest';
import { dropStreaks } from '../../src/preprocessing/drop-streaks.ts';
import { INK } from '../../src/preprocessing/ink-plane.ts';
import type { Part, Strokes } from '../../src/preprocessing/find-strokes.ts';

const LINE = 100;

/** An upright piece of pen line or dirt, px at 300 dpi. */
function piece(line: number, x: number, width = 5, height = 80): Part {
  const [left, top] = [x, line * LINE + 10];
  const box = { left, top, right: left + width, bottom: top + height };
  const whole = { share: 1, strokeWidth: width, strokeHeight: height, strokeLeft: left, strokeTop: top };
  return { area: width * height, ...box, darkness: 100, ...whole };
}

/** One cell a line, ten lines, with the pieces drawn. */
function sheet(pieces: Part[][]) {
  const [width, height] = [700, pieces.length * LINE];
  const kind = new Uint8Array(width * height);
  for (const { left, right, top, bottom } of pieces.flat()) {
    for (let y = top; y < bottom; y++) kind.fill(INK, y * width + left, y * width + right);
  }
  const plane = { left: 0, top: 0, width, height, even: new Uint8Array(0), kind };
  const areas = pieces.map((_, line) => ({ left: 0, right: width, top: line * LINE, bottom: (line + 1) * LINE }));
  const strokes: Strokes = { owner: new Uint16Array(0), parts: pieces };
  return { plane, strokes, areas, lines: pieces.map((_, line) => line), dpi: 300 };
}
const left = ({ strokes }: { strokes: Strokes }) => strokes.parts.flat().length;

describe('hairlines down the page', () => {
  it('go, slanted as the sheet was put straight, also where they are broken', () => {
    const page = sheet(Array.from({ length: 10 }, (_, line) => (line % 5 === 3 ? [] : [piece(line, 400 + 2 * line)])));
    dropStreaks(page);
    expect(left(page)).toBe(0);
  });

  it('go with the specks between their pieces, and where a curled sheet bent them', () => {
    const whole = Array.from({ length: 10 }, (_, line) => [piece(line, line === 6 ? 409 : 400)]);
    const page = sheet(
      whole.map((parts, line) => (line === 4 ? [piece(line, 402, 5, 12), piece(line, 399, 4, 20)] : parts)),
    );
    dropStreaks(page);
    expect(left(page)).toBe(0);
  });

  it('leave letters and the stroke that repeats an address over four lines', () => {
    const letters = Array.from({ length: 10 }, (_, line) => [piece(line, 300 + ((line * 37) % 60), 30, 40)]);
    const stroke = Array.from({ length: 10 }, (_, line) => (line > 2 && line < 7 ? [piece(line, 500)] : []));
    const page = sheet(letters.map((parts, line) => [...parts, ...stroke[line]!]));
    dropStreaks(page);
    expect(left(page)).toBe(14);
  });

  it('leave strokes that people drew line by line, each where it came', () => {
    const page = sheet(Array.from({ length: 10 }, (_, line) => [piece(line, 400 + ((line * 53) % 90))]));
    dropStreaks(page);
    expect(left(page)).toBe(10);
  });
});
