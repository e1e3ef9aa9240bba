/**
 * Resolution of a TIFF page along both axes: faxes have twice as many pixels across as down, and the imaging library
 * tells the first alone. Reads the few tags concerned; knows nothing of pixels.
 */
import { open } from 'node:fs/promises';

const LITTLE_ENDIAN = 0x4949;
const CLASSIC = 42;
const TAGS = { x: 282, y: 283, unit: 296 } as const;
const UNIT_CENTIMETRE = 3;
const CM_PER_INCH = 2.54;
/** Coarser than any fax: software that knew nothing wrote it. */
const LEAST_DPI = 60;
/** A directory of more entries is damage. */
const MOST_ENTRIES = 4096;

/** Dots per inch. */
export interface TiffResolution {
  x: number;
  y: number;
}

/** px across of an A4 page on every fax machine (ITU-T T.4), and dots per inch: 204 across, 98 down at the usual quality. */
const FAX_WIDTH = 1728;
const FAX_DPI = { x: 204, y: 98 } as const;
/** Heights that an A4 or Letter page has at that quality, px, with what machines cut off or add. */
const FAX_HEIGHT = { least: 850, most: 1300 } as const;

/** For pages that state no resolution: no scanner makes a page of just this width so much lower than paper is. */
export function guessFaxResolution({ width, height }: { width: number; height: number }): TiffResolution | null {
  return width === FAX_WIDTH && height >= FAX_HEIGHT.least && height <= FAX_HEIGHT.most ? FAX_DPI : null;
}

interface Source {
  read(at: number, length: number): Promise<DataView>;
  close(): Promise<void>;
}

/** `page` from 1. null for anything it does not understand, and where a page does not say. */
export async function readTiffResolution(input: string | Uint8Array, page: number): Promise<TiffResolution | null> {
  const source = await openSource(input);
  try {
    return await findResolution(source, page);
  } catch (error) {
    // Reading beyond the end: a damaged file is the decoder's business.
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    await source.close();
  }
}

async function openSource(input: string | Uint8Array): Promise<Source> {
  if (typeof input !== 'string') {
    return {
      read: async (at, length) => new DataView(input.buffer, input.byteOffset + at, checked(at, length, input.length)),
      close: async () => {},
    };
  }
  const file = await open(input, 'r');
  return {
    async read(at, length) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, at);
      return new DataView(buffer.buffer, 0, checked(0, length, bytesRead));
    },
    close: () => file.close(),
  };
}

function checked(at: number, length: number, size: number): number {
  if (at + length > size) throw new RangeError(`Expected ${length} bytes at ${at} but the file has ${size}`);
  return length;
}

async function findResolution(source: Source, page: number): Promise<TiffResolution | null> {
  const header = await source.read(0, 8);
  const little = header.getUint16(0) === LITTLE_ENDIAN;
  if (header.getUint16(2, little) !== CLASSIC) return null;
  let directory = header.getUint32(4, little);
  for (let number = 1; directory !== 0; number++) {
    const count = (await source.read(directory, 2)).getUint16(0, little);
    if (count > MOST_ENTRIES) return null;
    const entries = await source.read(directory + 2, 12 * count + 4);
    if (number === page) return await resolutionOf(source, entries, { count, little });
    directory = entries.getUint32(12 * count, little);
  }
  return null;
}

async function resolutionOf(
  source: Source,
  entries: DataView,
  { count, little }: { count: number; little: boolean },
): Promise<TiffResolution | null> {
  const at = new Map<number, number>();
  for (let k = 0; k < count; k++) at.set(entries.getUint16(12 * k, little), 12 * k + 8);
  const rational = async (tag: number) => {
    const place = at.get(tag);
    if (place === undefined) return 0;
    const value = await source.read(entries.getUint32(place, little), 8);
    return value.getUint32(0, little) / Math.max(1, value.getUint32(4, little));
  };
  const unit = at.has(TAGS.unit) ? entries.getUint16(at.get(TAGS.unit)!, little) : 0;
  const factor = unit === UNIT_CENTIMETRE ? CM_PER_INCH : 1;
  const [x, y] = [(await rational(TAGS.x)) * factor, (await rational(TAGS.y)) * factor];
  return x >= LEAST_DPI && y >= LEAST_DPI ? { x, y } : null;
}
