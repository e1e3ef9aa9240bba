/** What a received file is, from its first bytes: names and declared types lie. */
import { InputError } from '../domain/errors.ts';

export type MediaType = 'application/pdf' | 'image/tiff' | 'image/jpeg' | 'image/png' | 'image/webp';

/** Bytes needed: a PDF's mark may stand anywhere in the first 1024. */
export const SNIFF_LENGTH = 1024;

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}

/**
 * @param bytes the first `SNIFF_LENGTH` bytes of the file, or all of a shorter one
 * @throws InputError `empty_file`, `unsupported_heic`, `unsupported_type`
 */
export function sniffMediaType(bytes: Uint8Array): MediaType {
  if (bytes.length === 0) {
    throw new InputError('empty_file', 'The file is empty.', { remedy: 'Send it once more.' });
  }
  const start = ascii(bytes, 0, 12);
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(start)) return 'image/tiff';
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'image/webp';
  if (start.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(start.slice(8, 12))) {
    throw new InputError('unsupported_heic', 'HEIC photos cannot be read.', {
      remedy: 'Set the phone’s camera to "Most compatible" (JPEG), or export the photo as JPEG.',
    });
  }
  if (ascii(bytes, 0, SNIFF_LENGTH).includes('%PDF-')) return 'application/pdf';
  throw new InputError('unsupported_type', 'Only PDF, TIFF, JPEG, PNG and WebP files are accepted.', {
    remedy: 'Scan to PDF, TIFF or JPEG.',
  });
}
