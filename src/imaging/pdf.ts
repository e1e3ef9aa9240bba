/**
 * The only file that imports the PDF library (PDFium as WebAssembly, called through its C interface: the wrapper hides
 * text boxes and cannot close a page).
 *
 * Danger: the WebAssembly heap grows to what the largest document needed and never shrinks (a 58 MB scan: 550 MB), and
 * it ends at 2 GiB. Open scans in a worker process that is replaced every so often, never in the server.
 */
import { PDFiumModule } from '@hyzyla/pdfium';
import { InputError } from '../domain/errors.ts';
import { MM_PER_INCH } from '../domain/geometry.ts';
import type { PageImage } from '../domain/image.ts';
import { drawPage, RENDER_DPI } from './pdf-draw.ts';
import { decodeScan, extractScan } from './pdf-scan.ts';
import { type PdfWord, readWords } from './pdf-words.ts';
import { type PdfiumModule, pdfCorrupt, POINTS_PER_INCH, withMemory } from './pdfium-module.ts';
import { PIXEL_LIMIT } from './pixels.ts';

/** A petition delivery scanned into one file; more is a mistake or an attack. */
export const PDF_PAGE_LIMIT = 2000;
/** Half of what the WebAssembly heap can hold at all, as pages need room beside the file. */
export const PDF_BYTE_LIMIT = 1024 ** 3;
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

export interface PdfLimits {
  pages: number;
  bytes: number;
  /** Of one page, at the resolution it is drawn or was scanned at. */
  pixels: number;
}

const DEFAULT_LIMITS: PdfLimits = { pages: PDF_PAGE_LIMIT, bytes: PDF_BYTE_LIMIT, pixels: PIXEL_LIMIT };

/** Pages count from 1. */
export interface PdfDocument {
  pageCount: number;
  /** mm, as shown (page rotation applied). */
  pageSize(page: number): { width: number; height: number };
  /** The scanned image itself where the page is one, else the page drawn at `dpi` (300). */
  page(page: number, options?: { dpi?: number }): Promise<PageImage>;
  /** Always drawn at `dpi` (300), never the embedded image. */
  render(page: number, options?: { dpi?: number }): Promise<PageImage>;
  /** Printed words with boxes in mm; empty for scans. Invisible (OCR) text is left out. */
  words(page: number): PdfWord[];
  close(): void;
}

let library: Promise<PdfiumModule> | null = null;

async function loadLibrary(): Promise<PdfiumModule> {
  library ??= (async () => {
    const pdfium = (await PDFiumModule({})) as unknown as PdfiumModule;
    withMemory(pdfium, 20, (pointer) => {
      pdfium.HEAPU8.fill(0, pointer, pointer + 20);
      pdfium.HEAPU8[pointer] = 2; // version of the configuration record
      pdfium._FPDF_InitLibraryWithConfig!(pointer);
    });
    return pdfium;
  })();
  return library;
}

/** A trap inside WebAssembly leaves the instance unusable: the next document gets a new one. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.name === 'RuntimeError') {
      library = null;
      throw pdfCorrupt(error);
    }
    throw error;
  }
}

function loadError(pdfium: PdfiumModule): InputError {
  const code = pdfium._FPDF_GetLastError!();
  if (code === ERROR_PASSWORD || code === ERROR_SECURITY) {
    return new InputError('pdf_encrypted', 'The PDF is protected by a password.', {
      remedy: 'Save it without a password and upload it again.',
    });
  }
  return pdfCorrupt();
}

/**
 * Opens a PDF held in memory.
 * @throws InputError `pdf_encrypted`, `pdf_corrupt`, `pdf_too_many_pages`, `page_too_large`, `too_large`
 */
export async function openPdf(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): Promise<PdfDocument> {
  const limit = { ...DEFAULT_LIMITS, ...limits };
  const tooLarge = new InputError('too_large', 'The PDF is larger than one file may be.', {
    remedy: 'Split it into parts.',
  });
  if (bytes.length > limit.bytes) throw tooLarge;
  const pdfium = await loadLibrary();
  const memory = guarded(() => pdfium.wasmExports.malloc(bytes.length));
  if (memory === 0) throw tooLarge;
  pdfium.HEAPU8.set(bytes, memory);
  const handle = guarded(() => pdfium._FPDF_LoadMemDocument!(memory, bytes.length, 0));
  if (handle === 0) {
    const error = loadError(pdfium);
    pdfium.wasmExports.free(memory);
    throw error;
  }
  const close = () => {
    guarded(() => pdfium._FPDF_CloseDocument!(handle));
    pdfium.wasmExports.free(memory);
  };
  try {
    checkPageCount(pdfium._FPDF_GetPageCount!(handle), limit.pages);
  } catch (error) {
    close();
    throw error;
  }
  return describeDocument(pdfium, handle, { limit, close });
}

function checkPageCount(pages: number, limit: number): void {
  if (pages < 1) throw pdfCorrupt();
  if (pages > limit) {
    throw new InputError('pdf_too_many_pages', `The PDF has ${pages} pages; ${limit} are accepted.`, {
      remedy: 'Split it into parts.',
      params: { pages, limit },
    });
  }
}

function describeDocument(
  pdfium: PdfiumModule,
  handle: number,
  { limit, close }: { limit: PdfLimits; close: () => void },
): PdfDocument {
  const pageCount = pdfium._FPDF_GetPageCount!(handle);
  let closed = false;
  const indexOf = (page: number): number => {
    if (closed) throw new Error('The PDF is already closed');
    if (Number.isInteger(page) && page >= 1 && page <= pageCount) return page - 1;
    throw new RangeError(`Expected a page from 1 to ${pageCount} but received ${page}`);
  };
  const withPage = <T>(page: number, work: (pageHandle: number) => T): T => {
    const index = indexOf(page);
    const pageHandle = guarded(() => loadPage(pdfium, handle, index));
    try {
      return guarded(() => work(pageHandle));
    } finally {
      guarded(() => pdfium._FPDF_ClosePage!(pageHandle));
    }
  };
  const draw = (page: number, dpi = RENDER_DPI) =>
    withPage(page, (it) => drawPage(pdfium, it, { dpi, pixelLimit: limit.pixels }));
  return {
    pageCount,
    pageSize: (page) => guarded(() => pageSize(pdfium, handle, indexOf(page))),
    page: async (page, { dpi } = {}) => {
      const scan = withPage(page, (it) => extractScan(pdfium, it, limit.pixels));
      return (scan && (await decodeScan(scan))) ?? draw(page, dpi);
    },
    render: async (page, { dpi } = {}) => draw(page, dpi),
    words: (page) => withPage(page, (it) => readWords(pdfium, it)),
    close: () => {
      if (!closed) close();
      closed = true;
    },
  };
}

/** Filled-in form fields and stamps are annotations: they are made part of the page first. */
function loadPage(pdfium: PdfiumModule, document: number, index: number): number {
  const page = pdfium._FPDF_LoadPage!(document, index);
  if (page === 0) throw pdfCorrupt();
  if (pdfium._FPDFPage_GetAnnotCount!(page) === 0 || pdfium._FPDFPage_Flatten!(page, 0) !== 1) return page;
  pdfium._FPDF_ClosePage!(page);
  const flattened = pdfium._FPDF_LoadPage!(document, index);
  if (flattened === 0) throw pdfCorrupt();
  return flattened;
}

function pageSize(pdfium: PdfiumModule, document: number, index: number): { width: number; height: number } {
  return withMemory(pdfium, 8, (pointer, view) => {
    if (pdfium._FPDF_GetPageSizeByIndexF!(document, index, pointer) === 0) throw pdfCorrupt();
    const toMm = MM_PER_INCH / POINTS_PER_INCH;
    return { width: view().getFloat32(0, true) * toMm, height: view().getFloat32(4, true) * toMm };
  });
}
