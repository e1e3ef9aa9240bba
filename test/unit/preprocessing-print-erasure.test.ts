import { describe, expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { erasePrint } from '../../src/preprocessing/erase-print.ts';
import { INK, type InkPlane } from '../../src/preprocessing/ink-plane.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import type { Print } from '../../src/preprocessing/print.ts';

const DPI = 254;
/** Ten px a mm; lines of 40 x 8 mm, one below the other from 10 mm on. */
function prepare(lines: number, print: Print | null) {
  const boxes = Array.from({ length: lines }, (_, line) => [0, 10 + 8 * line, 40, 8]);
  const field = { name: 'name', type: 'name', label: 'Name', box: [0, 0, 40, 8], certain: true };
  const page = { width: 40, height: 200 };
  const text = {
    id: 'erasure',
    version: 1,
    title: 'Erasure',
    languages: ['en'],
    notice: { text: '', box: [0, 0, 10, 5] },
  };
  const form = formDefinitionSchema.parse({ ...text, page, header: [], rows: { boxes }, fields: [field] });
  return { ...prepareForm(form), print };
}

function paper(): InkPlane {
  const [width, height] = [400, 2000];
  return { left: 0, top: 0, width, height, even: new Uint8Array(0), kind: new Uint8Array(width * height) };
}

/** A mark of 10 x 20 px in a line, and whether it is still ink. */
const at = (plane: InkPlane, line: number, x: number) => (100 + 80 * line + 30) * plane.width + x;
function put(plane: InkPlane, line: number, x: number): void {
  for (let y = 0; y < 20; y++)
    plane.kind.fill(INK, at(plane, line, x) + y * plane.width, at(plane, line, x) + y * plane.width + 10);
}
const isLeft = (plane: InkPlane, line: number, x: number) =>
  plane.kind[at(plane, line, x) + 5 + 10 * plane.width] === INK;

describe('what stands at the same place in every line', () => {
  it('goes, and what stands in most lines alone stays, where the print is not known', () => {
    const plane = paper();
    for (let line = 0; line < 10; line++) put(plane, line, 50);
    for (let line = 0; line < 9; line++) put(plane, line, 200);
    erasePrint(plane, prepare(10, null), DPI);
    expect(isLeft(plane, 3, 50)).toBe(false);
    expect(isLeft(plane, 3, 200)).toBe(true);
  });

  it('goes where it is printed and stays where it is not, where the print is known', () => {
    const plane = paper();
    for (let line = 0; line < 10; line++) put(plane, line, 50);
    for (let line = 0; line < 10; line++) put(plane, line, 200);
    const print = { dpi: DPI, width: 400, height: 2000, data: new Uint8Array(400 * 2000) };
    for (let line = 0; line < 10; line++) {
      for (let y = 0; y < 20; y++)
        print.data.fill(1, at(plane, line, 50) + y * 400, at(plane, line, 50) + y * 400 + 10);
    }
    erasePrint(plane, prepare(10, print), DPI);
    expect(isLeft(plane, 3, 50)).toBe(false);
    expect(isLeft(plane, 3, 200)).toBe(true);
  });
});
