/** Small printed squares to tick: 2 to 6.5 mm, drawn on all four sides, empty inside, standing alone. */
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import { WORK_DPI } from './find-rules.ts';

const PX_PER_MM = WORK_DPI / 25.4;
const LEAST = Math.round(2 * PX_PER_MM);
const MOST = Math.round(6.5 * PX_PER_MM);
/** Grey below which a pixel is print; boxes are drawn dark enough to be seen. */
const PRINT = 170;
const SIDE_COVERED = 0.85;
const INSIDE_EMPTY = 0.04;

/** @returns mm */
export function findTickBoxes(page: GreyImage): Box[] {
  const found: [number, number, number, number][] = [];
  const { width, height, data } = page;
  for (let y = 4; y < height - LEAST - 4; y++) {
    let from = -1;
    for (let x = 0; x <= width; x++) {
      const isPrint = x < width && data[y * width + x]! < PRINT;
      if (isPrint && from < 0) from = x;
      if (isPrint || from < 0) continue;
      const length = x - from;
      if (length >= LEAST && length <= MOST) {
        const box = squareBelow(page, from, { y, length });
        if (
          box !== null &&
          !found.some((it) => Math.abs(it[0] - box[0]) < LEAST / 2 && Math.abs(it[1] - box[1]) < LEAST / 2)
        )
          found.push(box);
      }
      from = -1;
    }
  }
  return found.map(([x, y, w, h]) => [x / PX_PER_MM, y / PX_PER_MM, w / PX_PER_MM, h / PX_PER_MM]);
}

type PxBox = [number, number, number, number];

function squareBelow(page: GreyImage, x: number, { y, length }: { y: number; length: number }): PxBox | null {
  const share = (x0: number, y0: number, [w, h]: [number, number]) => printShare(page, [x0, y0, w, h]);
  if (y + length + 4 >= page.height) return null;
  const left = share(x, y, [1, length]) >= SIDE_COVERED || share(x + 1, y, [1, length]) >= SIDE_COVERED;
  const right =
    share(x + length - 1, y, [1, length]) >= SIDE_COVERED || share(x + length - 2, y, [1, length]) >= SIDE_COVERED;
  if (!left || !right) return null;
  for (let bottom = y + length - 4; bottom <= y + length + 3; bottom++) {
    if (share(x, bottom, [length, 1]) < SIDE_COVERED) continue;
    const inset = Math.max(5, Math.round(length * 0.2));
    const isEmpty = share(x + inset, y + inset, [length - 2 * inset, bottom - y - 2 * inset]) <= INSIDE_EMPTY;
    const isAlone =
      share(x, y - 5, [length, 1]) < 0.5 &&
      share(x, bottom + 6, [length, 1]) < 0.5 &&
      standsAlone(page, x, { y, length });
    if (isEmpty && isAlone) return [x, y, length, bottom - y + 1];
  }
  return null;
}

/** The sides end at the corners: a table's cell has rules that go on. */
function standsAlone(page: GreyImage, x: number, { y, length }: { y: number; length: number }): boolean {
  const stubs: PxBox[] = [
    [x, y - 7, 3, 3],
    [x + length - 3, y - 7, 3, 3],
    [x, y + length + 5, 3, 3],
    [x + length - 3, y + length + 5, 3, 3],
  ];
  return stubs.every((it) => printShare(page, it) < 0.6);
}

function printShare({ width, height, data }: GreyImage, [x0, y0, w, h]: PxBox): number {
  let print = 0;
  let count = 0;
  for (let y = Math.max(0, y0); y < Math.min(height, y0 + h); y++) {
    for (let x = Math.max(0, x0); x < Math.min(width, x0 + w); x++, count++) if (data[y * width + x]! < PRINT) print++;
  }
  return count === 0 ? 0 : print / count;
}
