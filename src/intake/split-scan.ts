/**
 * A received file → its pages. Memory: a PDF is held whole inside the PDF library's heap, which never shrinks, and each
 * page is 9–35 MB decoded; so this runs in worker processes that are replaced every so often, one scan at a time.
 */
import { open, readFile } from 'node:fs/promises';
import type { PageImage } from '../domain/image.ts';
import { openPdf } from '../imaging/pdf.ts';
import { decodePage, readImageHeader } from '../imaging/pixels.ts';
import { DEFAULT_SCAN_LIMITS, type ScanLimits } from './scan-limits.ts';
import { type MediaType, SNIFF_LENGTH, sniffMediaType } from './sniff-media-type.ts';

export interface OpenScan {
  mediaType: MediaType;
  pageCount: number;
  /** From 1. @throws InputError when this page is damaged or too large; the others may still be fine. */
  page(number: number): Promise<PageImage>;
  close(): void;
}

/** Reads only the beginning. @throws InputError as `sniffMediaType` */
export async function sniffFile(path: string): Promise<MediaType> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(SNIFF_LENGTH), 0, SNIFF_LENGTH, 0);
    return sniffMediaType(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/**
 * @param input path of a file, or its bytes
 * @throws InputError with the codes of `sniffMediaType`, `openPdf` and `readImageHeader`
 */
export async function openScan(input: string | Uint8Array, limits: Partial<ScanLimits> = {}): Promise<OpenScan> {
  const limit = { ...DEFAULT_SCAN_LIMITS, ...limits };
  const mediaType = typeof input === 'string' ? await sniffFile(input) : sniffMediaType(input);
  if (mediaType === 'application/pdf') {
    const bytes = typeof input === 'string' ? await readFile(input) : input;
    const pdf = await openPdf(bytes, { pages: limit.pages, pixels: limit.pixels });
    return { mediaType, pageCount: pdf.pageCount, page: (number) => pdf.page(number), close: () => pdf.close() };
  }
  const header = await readImageHeader(input, { pixelLimit: limit.pixels });
  const page = (number: number) => {
    if (Number.isInteger(number) && number >= 1 && number <= header.pages) {
      return decodePage(input, { page: number, pixelLimit: limit.pixels });
    }
    throw new RangeError(`Expected a page from 1 to ${header.pages} but received ${number}`);
  };
  return { mediaType, pageCount: header.pages, page: async (number) => page(number), close: () => {} };
}
