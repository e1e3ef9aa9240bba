import { InputError } from '../domain/errors.ts';
import { PDF_PAGE_LIMIT } from '../imaging/pdf.ts';
import { PIXEL_LIMIT } from '../imaging/pixels.ts';

export interface ScanLimits {
  /** Of the file. */
  bytes: number;
  /** In one file. */
  pages: number;
  /** Width × height of one page. */
  pixels: number;
}

/** 1 GiB: what the PDF library's memory can hold; a 2000-page black-and-white delivery is a tenth of it. */
export const DEFAULT_SCAN_LIMITS: ScanLimits = { bytes: 1024 ** 3, pages: PDF_PAGE_LIMIT, pixels: PIXEL_LIMIT };

export function tooManyPages(pages: number, limit: number): InputError {
  return new InputError('too_many_pages', `The file has ${pages} pages; ${limit} are accepted.`, {
    remedy: 'Split it into parts.',
    params: { pages, limit },
  });
}

export function fileTooLarge(limit: number): InputError {
  return new InputError('too_large', 'The file is larger than one file may be.', {
    remedy: 'Split it into parts.',
    params: { limitMegabytes: Math.round(limit / 1024 ** 2) },
  });
}
