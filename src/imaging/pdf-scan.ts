/**
 * The fast way for scanned PDFs: where a page is nothing but one image covering it, that image is the page, at its own
 * resolution and without a second resampling. An invisible text layer over it (an office scanner's OCR) does not count.
 */
import type { ColourImage, GreyImage, PageImage } from '../domain/image.ts';
import type { Orientation } from '../domain/page.ts';
import { turnColour, turnGrey } from './grey.ts';
import { drawPage, readBitmap } from './pdf-draw.ts';
import {
  OBJECT_IMAGE,
  OBJECT_TEXT,
  type PdfiumModule,
  POINTS_PER_INCH,
  RENDER_MODE_INVISIBLE,
  withMemory,
} from './pdfium-module.ts';
import { decodePage, resizeColour, resizeGrey } from './pixels.ts';

/** The image must reach this close to every page edge (share of the page's side): scanners leave small margins. */
const EDGE_TOLERANCE = 0.03;
/** Horizontal and vertical resolution may differ by this much before the pixels are made square (fax: 204 × 98 dpi). */
const SQUARE_TOLERANCE = 0.02;
/** Resolution of the check drawing, and how far its mean grey may be from the image's: inverted images are 150 off. */
const CHECK_DPI = 18;
const CHECK_GREY_LEVELS = 24;
/** Objects looked at before giving up: more than this is a drawn page, or text that a drawing shows just as well. */
const OBJECT_LIMIT = 20_000;

interface Placed {
  /** Clockwise turn that shows it upright. */
  turn: Orientation;
  /** Printed size on the page before turning, inches. */
  width: number;
  height: number;
}

/** The page's one image object when it covers the page squarely and hides nothing. */
function findPageImage(pdfium: PdfiumModule, page: number): number | null {
  const count = pdfium._FPDFPage_CountObjects!(page);
  if (count < 1 || count > OBJECT_LIMIT) return null;
  let found: number | null = null;
  for (let i = 0; i < count; i++) {
    const object = pdfium._FPDFPage_GetObject!(page, i);
    const type = pdfium._FPDFPageObj_GetType!(object);
    if (type === OBJECT_IMAGE && found === null) found = object;
    else if (type !== OBJECT_TEXT || pdfium._FPDFTextObj_GetTextRenderMode!(object) !== RENDER_MODE_INVISIBLE)
      return null;
  }
  return found !== null && pdfium._FPDFPageObj_HasTransparency!(found) === 0 ? found : null;
}

function place(pdfium: PdfiumModule, page: number, image: number): Placed | null {
  return withMemory(pdfium, 24 + 16 + 16, (pointer, view) => {
    pdfium._FPDFPageObj_GetMatrix!(image, pointer);
    pdfium._FPDF_GetPageBoundingBox!(page, pointer + 24);
    const bound = pointer + 40;
    pdfium._FPDFPageObj_GetBounds!(image, bound, bound + 4, bound + 8, bound + 12);
    const number = (at: number) => view().getFloat32(at, true);
    const [a, b, c, d] = [number(0), number(4), number(8), number(12)];
    const [left, top, right, bottom] = [number(24), number(28), number(32), number(36)];
    const slack = EDGE_TOLERANCE * Math.max(right - left, top - bottom);
    const gaps = [number(40) - left, number(44) - bottom, number(48) - right, number(52) - top];
    if (gaps.some((gap) => Math.abs(gap) > slack) || a * d - b * c <= 0) return null;
    const angle = (Math.atan2(b, a) * 180) / Math.PI;
    const quarter = Math.round(angle / 90);
    if (Math.abs(angle - quarter * 90) > 0.01) return null;
    const turns = (((pdfium._FPDFPage_GetRotation!(page) - quarter) % 4) + 4) % 4;
    return {
      turn: (turns * 90) as Orientation,
      width: Math.hypot(a, b) / POINTS_PER_INCH,
      height: Math.hypot(c, d) / POINTS_PER_INCH,
    };
  });
}

function isPlainJpeg(pdfium: PdfiumModule, image: number): boolean {
  if (pdfium._FPDFImageObj_GetImageFilterCount!(image) !== 1) return false;
  return withMemory(pdfium, 32, (pointer) => {
    const length = pdfium._FPDFImageObj_GetImageFilter!(image, 0, pointer, 32);
    return (
      Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + Math.max(0, length - 1))).toString('latin1') === 'DCTDecode'
    );
  });
}

function rawBytes(pdfium: PdfiumModule, image: number): Uint8Array {
  const size = pdfium._FPDFImageObj_GetImageDataRaw!(image, 0, 0);
  return withMemory(pdfium, size, (pointer) => {
    pdfium._FPDFImageObj_GetImageDataRaw!(image, pointer, size);
    return pdfium.HEAPU8.slice(pointer, pointer + size);
  });
}

type Pixels = { grey: GreyImage; colour: ColourImage | null };

function decodedBitmap(pdfium: PdfiumModule, image: number): Pixels | null {
  const bitmap = pdfium._FPDFImageObj_GetBitmap!(image);
  if (bitmap === 0) return null;
  try {
    const format = pdfium._FPDFBitmap_GetFormat!(bitmap);
    return format >= 1 && format <= 3 ? readBitmap(pdfium, bitmap) : null;
  } finally {
    pdfium._FPDFBitmap_Destroy!(bitmap);
  }
}

function meanGrey({ data }: GreyImage): number {
  const step = Math.max(1, Math.floor(data.length / 100_000)) | 1;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < data.length; i += step, count++) sum += data[i]!;
  return sum / count;
}

/** What was taken out of the document while its page was open; decoding needs the document no more. */
export interface ScannedImage {
  placed: Placed;
  content: { jpeg: Uint8Array } | { pixels: Pixels };
  /** Of the page as PDFium draws it. */
  expectedMean: number;
}

/** @returns null when the page is not simply one image: then it has to be drawn. */
export function extractScan(pdfium: PdfiumModule, page: number, pixelLimit: number): ScannedImage | null {
  const image = findPageImage(pdfium, page);
  const placed = image === null ? null : place(pdfium, page, image);
  if (image === null || placed === null) return null;
  const isSmallEnough = withMemory(pdfium, 8, (pointer, view) => {
    pdfium._FPDFImageObj_GetImagePixelSize!(image, pointer, pointer + 4);
    return view().getUint32(0, true) * view().getUint32(4, true) <= pixelLimit;
  });
  if (!isSmallEnough) return null;
  const pixels = isPlainJpeg(pdfium, image) ? null : decodedBitmap(pdfium, image);
  const content = pixels === null ? { jpeg: rawBytes(pdfium, image) } : { pixels };
  return { placed, content, expectedMean: meanGrey(drawPage(pdfium, page, { dpi: CHECK_DPI, pixelLimit }).grey) };
}

/** @returns null when the image does not look like the drawn page (inverted, masked, damaged). */
export async function decodeScan({ placed, content, expectedMean }: ScannedImage): Promise<PageImage | null> {
  const pixels =
    'pixels' in content ? content.pixels : await decodePage(content.jpeg, { ignoreExif: true }).catch(() => null);
  if (pixels === null || Math.abs(meanGrey(pixels.grey) - expectedMean) > CHECK_GREY_LEVELS) return null;
  const { grey, colour } = await squared(pixels, placed);
  return {
    grey: turnGrey(grey, placed.turn),
    colour: colour && turnColour(colour, placed.turn),
    dpi: Math.round((grey.width / placed.width) * 10) / 10,
  };
}

/** Fax images have fewer lines than columns an inch: brought to the finer of the two. */
async function squared({ grey, colour }: Pixels, placed: Placed): Promise<Pixels> {
  const across = grey.width / placed.width;
  const down = grey.height / placed.height;
  if (Math.abs(across / down - 1) <= SQUARE_TOLERANCE) return { grey, colour };
  const dpi = Math.max(across, down);
  const to = { width: Math.round(placed.width * dpi), height: Math.round(placed.height * dpi) };
  return { grey: await resizeGrey(grey, to), colour: colour && (await resizeColour(colour, to)) };
}
