/** The header block of a tar entry (POSIX.1-1988 ustar, with GNU's binary sizes for entries of 8 GiB and more). */

/** Bytes. Everything in a tar archive is padded to whole blocks. */
export const BLOCK = 512;

/** Bytes that fit into twelve characters of octal digits. */
const LARGEST_OCTAL_SIZE = 8 ** 11 - 1;

export interface EntryHeader {
  /** At most 99 bytes: ours are. */
  name: string;
  /** Bytes. */
  size: number;
}

export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;

function checksum(block: Buffer): number {
  // The checksum's own field counts as spaces.
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

export function encodeHeader({ name, size }: EntryHeader): Buffer {
  if (Buffer.byteLength(name) > 99) throw new Error(`Expected a short name in an archive but received ${name.length}.`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  if (size <= LARGEST_OCTAL_SIZE) block.write(octal(size, 12), 124);
  else {
    block.writeUInt8(0x80, 124);
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write(octal(0, 12), 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  block.write(`${octal(checksum(block), 7)} `, 148);
  return block;
}

const textOf = (field: Buffer) => field.toString('utf8').replace(/\0.*$/s, '');

/** Null for the empty block that ends an archive; throws a plain error when the block is no header. */
export function decodeHeader(block: Buffer): EntryHeader | null {
  if (block.every((byte) => byte === 0)) return null;
  if (Number.parseInt(textOf(block.subarray(148, 156)), 8) !== checksum(block)) throw new Error('Not a tar header.');
  const isBinary = ((block[124] ?? 0) & 0x80) !== 0;
  const size = isBinary
    ? Number(block.readBigUInt64BE(128))
    : Number.parseInt(textOf(block.subarray(124, 136)).trim(), 8);
  return { name: textOf(block.subarray(0, 100)), size };
}
