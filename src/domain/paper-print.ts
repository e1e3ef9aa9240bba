/**
 * What tells one filled sheet from another: where its ink lies on the form, line by line, too coarse to be read and fine
 * enough that nobody, not even the same hand, writes it twice. Made from handwriting, so it is content of signers and
 * goes with it.
 */

/** Side of a raster place, mm: about the width of a letter's stroke, twice what placing a page is usually off by. */
export const PLACE_MM = 1;

export interface LinePrint {
  columns: number;
  rows: number;
  /** Share of each place that is ink, 0..INK_LEVELS, row by row. All 0: nothing written, or erased. */
  ink: Uint8Array;
}

/** One entry a printed line, from the top. */
export type PaperPrint = LinePrint[];

/** Steps in which a place's ink is kept: more would store noise. */
export const INK_LEVELS = 15;

/** Ink below which a line tells nothing (INK_LEVELS times places; a written line has 2,000 and more): specks, a stray pen. */
export const LEAST_INK = 300;

export const inkOf = ({ ink }: LinePrint): number => ink.reduce((sum, value) => sum + value, 0);

/** Numbers of 63 bits that make a signature; the sign bit stays free of Postgres' signed integers. */
const WORDS = 4;
const BITS = 63;

/** Mean ink of blocks this many places wide and high: what of a line survives any scanner. */
const BLOCK = { columns: 5, rows: 4 };

/**
 * A cheap stand-in for a print: the more bits two signatures share, the likelier they are of one paper. Each bit says on
 * which side of a chance plane the coarse ink lies, so the share of differing bits is the angle between two sheets.
 */
export function signatureOf(print: PaperPrint): bigint[] {
  const coarse = coarsen(print);
  const words: bigint[] = [];
  for (let word = 0; word < WORDS; word++) {
    let bits = 0n;
    for (let bit = 0; bit < BITS; bit++) {
      const plane = word * BITS + bit;
      let sum = 0;
      for (let i = 0; i < coarse.length; i++) sum += coarse[i]! * chance(plane, i);
      if (sum > 0) bits |= 1n << BigInt(bit);
    }
    words.push(bits);
  }
  return words;
}

/** -1 or 1, the same for the same place: a mixed counter (Murmur's finaliser). */
function chance(plane: number, place: number): number {
  let mixed = Math.imul(plane + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & 1 ? 1 : -1;
}

/** Block means, less what the same block holds on the page's other lines: words begin at the left of a cell on every sheet. */
function coarsen(print: PaperPrint): Float32Array {
  const blocks = print.map((line) => (inkOf(line) < LEAST_INK ? null : lineBlocks(line)));
  const used = blocks.filter((line) => line !== null);
  const size = Math.max(0, ...used.map((line) => line.length));
  const coarse = new Float32Array(size * print.length);
  for (let at = 0; at < size; at++) {
    const usual = used.length < 2 ? 0 : used.reduce((sum, line) => sum + (line[at] ?? 0), 0) / used.length;
    blocks.forEach((line, index) => {
      if (line !== null) coarse[index * size + at] = (line[at] ?? 0) - usual;
    });
  }
  return coarse;
}

function lineBlocks({ columns, rows, ink }: LinePrint): Float32Array {
  const wide = Math.ceil(columns / BLOCK.columns);
  const high = Math.ceil(rows / BLOCK.rows);
  const blocks = new Float32Array(wide * high);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      blocks[Math.floor(y / BLOCK.rows) * wide + Math.floor(x / BLOCK.columns)]! += ink[y * columns + x]!;
    }
  }
  return blocks;
}

/** The print without what one line held. */
export function withoutLine(print: PaperPrint, index: number): PaperPrint {
  return print.map((line, at) => (at === index - 1 ? { ...line, ink: new Uint8Array(line.ink.length) } : line));
}

export const isEmptyPrint = (print: PaperPrint): boolean =>
  print.every((line) => line.ink.every((value) => value === 0));
