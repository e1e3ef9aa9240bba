/** The cells of a page between preprocessing and reading, as one compressed block. Lives for minutes, read by the same version. */
import { deserialize, serialize } from 'node:v8';
import { deflateSync, inflateSync } from 'node:zlib';
import type { CellImage, LineImage } from '../src/domain/page.ts';

export interface PageCells {
  lines: LineImage[];
  header: CellImage[];
}

/** Goes up with every change of the shapes above: what an older version left is made again, not misread. */
const FORMAT = 1;

/** Level 1: white paper shrinks to a tenth at once, more effort gains little. */
export function packCells(cells: PageCells): Uint8Array {
  return deflateSync(serialize({ format: FORMAT, cells }), { level: 1 });
}

/** null when the block was written in another format. */
export function unpackCells(bytes: Uint8Array): PageCells | null {
  const { format, cells } = deserialize(inflateSync(bytes)) as { format: number; cells: PageCells };
  return format === FORMAT ? cells : null;
}
