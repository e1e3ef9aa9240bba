/** Draws a PDF page, or reads a PDF image, into a decoded picture. */
import type { ColourImage, GreyImage, PageImage } from '../domain/image.ts';
import { hasColour, toGrey } from './grey.ts';
import { type PdfiumModule, pageTooLarge, POINTS_PER_INCH } from './pdfium-module.ts';

/** Resolution at which pages that are not one scanned image are drawn: what scanners are told to use. */
export const RENDER_DPI = 300;
/** Print quality, so that hairlines are not dropped; annotations drawn. */
const RENDER_FLAGS = 0x01 | 0x800;
const WHITE = 0xffffffff;
const BITMAP_GREY = 1;
const BITMAP_BGR = 2;

/** Lowest resolution a page is drawn at when it is too large for 300 dpi: print is still legible. */
export const LEAST_DPI = 100;

/** The wanted resolution, or the most that keeps within the limit. width and height in inches. */
export function dpiWithin(
  limit: number,
  { width, height, dpi }: { width: number; height: number; dpi: number },
): number {
  return Math.min(dpi, Math.floor(Math.sqrt(limit / (width * height))));
}

/** A page too large for `dpi` is drawn coarser. @throws InputError `page_too_large` when that were below `LEAST_DPI` */
export function drawPage(
  pdfium: PdfiumModule,
  page: number,
  { dpi, pixelLimit }: { dpi: number; pixelLimit: number },
): PageImage {
  const inches = {
    width: pdfium._FPDF_GetPageWidthF!(page) / POINTS_PER_INCH,
    height: pdfium._FPDF_GetPageHeightF!(page) / POINTS_PER_INCH,
  };
  const drawnDpi = dpiWithin(pixelLimit, { ...inches, dpi });
  if (drawnDpi < Math.min(dpi, LEAST_DPI)) throw pageTooLarge();
  const width = Math.max(1, Math.round(inches.width * drawnDpi));
  const height = Math.max(1, Math.round(inches.height * drawnDpi));
  const bitmap = pdfium._FPDFBitmap_Create!(width, height, 0);
  if (bitmap === 0) throw pageTooLarge();
  try {
    pdfium._FPDFBitmap_FillRect!(bitmap, 0, 0, width, height, WHITE);
    pdfium._FPDF_RenderPageBitmap!(bitmap, page, 0, 0, width, height, 0, RENDER_FLAGS);
    return { ...readBitmap(pdfium, bitmap), dpi: drawnDpi };
  } finally {
    pdfium._FPDFBitmap_Destroy!(bitmap);
  }
}

/** Copies a PDFium bitmap (grey, BGR or BGRx) out of the WebAssembly heap. */
export function readBitmap(pdfium: PdfiumModule, bitmap: number): { grey: GreyImage; colour: ColourImage | null } {
  const width = pdfium._FPDFBitmap_GetWidth!(bitmap);
  const height = pdfium._FPDFBitmap_GetHeight!(bitmap);
  const stride = pdfium._FPDFBitmap_GetStride!(bitmap);
  const from = pdfium._FPDFBitmap_GetBuffer!(bitmap);
  const format = pdfium._FPDFBitmap_GetFormat!(bitmap);
  const heap = pdfium.HEAPU8;
  if (format === BITMAP_GREY) {
    const data = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) data.set(heap.subarray(from + y * stride, from + y * stride + width), y * width);
    return { grey: { width, height, data }, colour: null };
  }
  const step = format === BITMAP_BGR ? 3 : 4;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = from + y * stride; x < width; x++, at += step, to += 3) {
      data[to] = heap[at + 2]!;
      data[to + 1] = heap[at + 1]!;
      data[to + 2] = heap[at]!;
    }
  }
  const colour = { width, height, data };
  return { grey: toGrey(colour), colour: hasColour(colour) ? colour : null };
}
