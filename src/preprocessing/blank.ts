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

/** Background blocks (4 mm) by which the border between sheet and table is blurred. */
const BORDER_BLOCKS = 3;

export function isBlank(work: WorkImage): boolean {
  if (isWritten(work, { level: PAPER * ON_THIS_SIDE, least: TILE_INK, most: MOST_TILES })) return false;
  return !isWritten(work, { level: PAPER * OUT_OF_FOCUS, least: SOFT_TILE_INK, most: MOST_SOFT_TILES });
}

/** Whether more than `most` tiles within the margins have `least` px darker than `level`. */
function isWritten(work: WorkImage, { level, least, most }: { level: number; least: number; most: number }): boolean {
  const { width, height, data } = work;
  const left = Math.round(width * MARGIN);
  const top = Math.round(height * MARGIN);
  const columns = Math.ceil((width - 2 * left) / TILE);
  const rows = Math.ceil((height - 2 * top) / TILE);
  const counts = new Uint32Array(columns * rows);
  const inner = innerPaper(work);
  let written = 0;
  for (let y = top; y < height - top; y++) {
    const tileRow = Math.floor((y - top) / TILE) * columns;
    const blockRow = Math.floor((y * work.background.rows) / height) * work.background.columns;
    for (let x = left; x < width - left; x++) {
      if (data[y * width + x]! >= level) continue;
      if (inner[blockRow + Math.floor((x * work.background.columns) / width)] === 0) continue;
      if (++counts[tileRow + Math.floor((x - left) / TILE)]! === least && ++written > most) return true;
    }
  }
  return false;
}

/** Background blocks with paper all round: the table a sheet was photographed on has a grain, the sheet's border a shadow. */
function innerPaper({ paper, background: { columns, rows } }: WorkImage): Uint8Array {
  let inner = paper;
  for (let round = 0; round < BORDER_BLOCKS; round++) inner = shrinkPaper(inner, columns, rows);
  return inner;
}

/** Without the blocks that touch what is not paper; the picture's own border does not count. */
function shrinkPaper(paper: Uint8Array, columns: number, rows: number): Uint8Array {
  return paper.map((_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        if (paper[y * columns + x] === 0) return 0;
      }
    }
    return 1;
  });
}
