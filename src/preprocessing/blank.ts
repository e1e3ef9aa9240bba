/** Blank backs: paper with nothing on it but specks, holes, shadows and what shines through from the other side. */
import { PAPER, type WorkImage } from './work-image.ts';

/** Ink darker than this share of paper is on this side; what shines through stays paler. */
const ON_THIS_SIDE = 0.62;
/** Margin left out, share of each side: scan edges, punch holes, staples. */
const MARGIN = 0.07;
/** Tile in which marks are counted, px (8 mm at 150 dpi). */
const TILE = 48;
/** Dark px that make a tile written on, and such tiles that make a page written on. */
const TILE_INK = 24;
const MOST_TILES = 2;

export function isBlank({ width, height, data }: WorkImage): boolean {
  const left = Math.round(width * MARGIN);
  const top = Math.round(height * MARGIN);
  const columns = Math.ceil((width - 2 * left) / TILE);
  const rows = Math.ceil((height - 2 * top) / TILE);
  const counts = new Uint32Array(columns * rows);
  const level = PAPER * ON_THIS_SIDE;
  for (let y = top; y < height - top; y++) {
    const tileRow = Math.floor((y - top) / TILE) * columns;
    for (let x = left; x < width - left; x++) {
      if (data[y * width + x]! < level) counts[tileRow + Math.floor((x - left) / TILE)]!++;
    }
  }
  let written = 0;
  for (const count of counts) if (count >= TILE_INK) written++;
  return written <= MOST_TILES;
}
