/**
 * The strips of a page's lines in one block: cut when the page is laid onto its form, while its pixels are at hand, and
 * only read from then on. Decoding a page costs a hundred times more than reading its strips.
 */
import type { Box } from '../domain/geometry.ts';
import type { ColourImage, GreyImage } from '../domain/image.ts';
import { crop } from './grey.ts';
import { encodeWebp } from './pixels.ts';

/** Goes up when strips are cut or encoded otherwise: what an older version left is cut again. */
const FORMAT = 1;
/** Bytes before the index: its length. */
const HEAD = 4;

interface Index {
  format: number;
  /** In the order in which they follow; px in the page. */
  strips: { box: Box; bytes: number }[];
}

/** WebP, in colour where the page is; `boxes` in px of the page. */
export async function packStrips(page: GreyImage | ColourImage, boxes: Box[]): Promise<Uint8Array> {
  const strips: Uint8Array[] = [];
  // One after the other: other pages are cut at the same time.
  for (const box of boxes) strips.push(await encodeWebp(crop(page, box)));
  const index: Index = { format: FORMAT, strips: boxes.map((box, at) => ({ box, bytes: strips[at]!.length })) };
  const written = Buffer.from(JSON.stringify(index));
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(written.length);
  return Buffer.concat([head, written, ...strips]);
}

/** Null when this box was not cut, or by another version. */
export function stripIn(pack: Uint8Array, wanted: Box): Uint8Array | null {
  const block = Buffer.from(pack.buffer, pack.byteOffset, pack.length);
  let at = HEAD + block.readUInt32LE();
  const index = JSON.parse(block.toString('utf8', HEAD, at)) as Index;
  if (index.format !== FORMAT) return null;
  for (const { box, bytes } of index.strips) {
    if (box.every((value, place) => value === wanted[place])) return block.subarray(at, at + bytes);
    at += bytes;
  }
  return null;
}
