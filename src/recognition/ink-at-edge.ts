/** Whether writing runs out of its cell. Pure. */
import type { GreyImage } from '../domain/image.ts';

/** Darker than this is ink: cells come on clean, white paper. */
const INK = 160;
/** px; the soft edge and the padding of a crop. */
const REACH = 6;
/** Dark pixels of a column that make a stroke of it. */
const STROKE = 2;

/** Ink stands within 6 px of the right edge: in some of such cells the rest of it lies in the next one. */
export function isAtRightEdge({ width, height, data }: GreyImage): boolean {
  for (let x = Math.max(0, width - REACH - 1); x < width; x++) {
    let dark = 0;
    for (let y = 0; y < height; y++) if (data[y * width + x]! < INK) dark++;
    if (dark >= STROKE) return true;
  }
  return false;
}
