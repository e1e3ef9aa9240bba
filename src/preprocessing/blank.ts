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
/**
 * Out of focus, writing is no darker than this anywhere, and there is a lot of it; what shines through stays above
 * (up to a sixth of the other side's black was measured).
 */
const OUT_OF_FOCUS = 0.78;
const SOFT_TILE_INK = 60;
const MOST_SOFT_TILES = 8;

export function isBlank(work: WorkImage): boolean {
  if (countTiles(work, { level: PAPER * ON_THIS_SIDE, least: TILE_INK }) > MOST_TILES) return false;
  return countTiles(work, { level: PAPER * OUT_OF_FOCUS, least: SOFT_TILE_INK }) <= MOST_SOFT_TILES;
}

/** Tiles within the margins with at least `least` px darker than `level`. */
function countTiles({ width, height, data }: WorkImage, { level, least }: { level: number; least: number }): number {
  const left = Math.round(width * MARGIN);
  const top = Math.round(height * MARGIN);
  const columns = Math.ceil((width - 2 * left) / TILE);
  const rows = Math.ceil((height - 2 * top) / TILE);
  const counts = new Uint32Array(columns * rows);
  for (let y = top; y < height - top; y++) {
    const tileRow = Math.floor((y - top) / TILE) * columns;
    for (let x = left; x < width - left; x++) {
      if (data[y * width + x]! < level) counts[tileRow + Math.floor((x - left) / TILE)]!++;
    }
  }
  let written = 0;
  for (const count of counts) if (count >= least) written++;
  return written;
}
