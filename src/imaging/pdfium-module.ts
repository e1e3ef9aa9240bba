/** PDFium's C interface as seen from JavaScript: pointers and handles are numbers. Nothing here imports the library. */
import { InputError } from '../domain/errors.ts';

export interface PdfiumModule {
  [name: `_FPDF${string}`]: (...parameters: number[]) => number;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  HEAPU8: Uint8Array;
}

export const POINTS_PER_INCH = 72;
export const OBJECT_TEXT = 1;
export const OBJECT_IMAGE = 3;
export const RENDER_MODE_INVISIBLE = 3;

/** Runs `work` with `size` bytes of PDFium's memory; `view` must be taken after each call, as the heap may have moved. */
export function withMemory<T>(
  pdfium: PdfiumModule,
  size: number,
  work: (pointer: number, view: () => DataView) => T,
): T {
  const pointer = pdfium.wasmExports.malloc(size);
  try {
    return work(pointer, () => new DataView(pdfium.HEAPU8.buffer, pointer, size));
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}

export function pdfCorrupt(cause?: unknown): InputError {
  return new InputError('pdf_corrupt', 'The PDF is damaged or incomplete.', {
    remedy: 'Scan again or save the file once more.',
    cause,
  });
}

export function pageTooLarge(): InputError {
  return new InputError('page_too_large', 'A page is larger than a scanned sheet can be.', {
    remedy: 'Scan at 300 dpi, A3 or smaller.',
  });
}
