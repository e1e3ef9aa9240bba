/** The check at the entrance: is a received file a scan we can read? Expected refusals are InputErrors with a code each. */
import { readFile, stat } from 'node:fs/promises';
import { MM_PER_INCH } from '../domain/geometry.ts';
import { openPdf } from '../imaging/pdf.ts';
import { dpiWithin, LEAST_DPI } from '../imaging/pdf-draw.ts';
import { decodePage, readImageHeader } from '../imaging/pixels.ts';
import { DEFAULT_SCAN_LIMITS, fileTooLarge, type ScanLimits, tooManyPages } from './scan-limits.ts';
import type { MediaType } from './sniff-media-type.ts';
import { sniffFile } from './split-scan.ts';

/** Drawn small, which proves that first and last page can be loaded. */
const PROOF_DPI = 18;
/** TIFF pages decoded as proof at each end of the file: truncation shows at one of them, whatever order they were written in. */
const PROOF_PAGES = 8;

export interface InspectedScan {
  mediaType: MediaType;
  pageCount: number;
}

/**
 * Decodes for real, so that truncated and damaged files are refused at the counter and not found later. A damaged page
 * in the middle of a long file still shows up at splitting, as a page with a reason.
 * @throws InputError `empty_file`, `unsupported_heic`, `unsupported_type`, `too_large`, `too_many_pages`,
 * `image_corrupt`, `page_too_large`, `pdf_encrypted`, `pdf_corrupt`, `pdf_too_many_pages`
 */
export async function inspectScan(path: string, limits: Partial<ScanLimits> = {}): Promise<InspectedScan> {
  const limit = { ...DEFAULT_SCAN_LIMITS, ...limits };
  const { size } = await stat(path);
  if (size > limit.bytes) throw fileTooLarge(limit.bytes);
  const mediaType = await sniffFile(path);
  const pageCount = mediaType === 'application/pdf' ? await inspectPdf(path, limit) : await inspectImage(path, limit);
  return { mediaType, pageCount };
}

async function inspectPdf(path: string, limit: ScanLimits): Promise<number> {
  const pdf = await openPdf(await readFile(path), { pages: limit.pages, pixels: limit.pixels, bytes: limit.bytes });
  try {
    for (let page = 1; page <= pdf.pageCount; page++) {
      const { width, height } = pdf.pageSize(page);
      const inches = { width: width / MM_PER_INCH, height: height / MM_PER_INCH };
      // A photo in a PDF that declares it metres wide is fine; whether it is one shows when it is taken out.
      if (dpiWithin(limit.pixels, { ...inches, dpi: LEAST_DPI }) < LEAST_DPI) await pdf.page(page);
    }
    for (const page of new Set([1, pdf.pageCount])) await pdf.render(page, { dpi: PROOF_DPI });
    return pdf.pageCount;
  } finally {
    pdf.close();
  }
}

async function inspectImage(path: string, limit: ScanLimits): Promise<number> {
  const { pages } = await readImageHeader(path, { pixelLimit: limit.pixels });
  if (pages > limit.pages) throw tooManyPages(pages, limit.pages);
  for (let page = 1; page <= pages; page++) {
    if (page > PROOF_PAGES && page <= pages - PROOF_PAGES) continue;
    await decodePage(path, { page, pixelLimit: limit.pixels });
  }
  return pages;
}
