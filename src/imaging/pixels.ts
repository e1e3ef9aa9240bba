/**
 * The only file that imports sharp: encoded bytes ↔ decoded pictures.
 *
 * Traps it closes: `.greyscale()` before `.raw()` (else a grey page comes back with three channels), one TIFF page at a
 * time (`pages: -1` stacks them in one tall picture), no cache (a page is decoded once, and the cache would keep files
 * open), one libvips thread (parallel work is done by worker processes), limits before anything is decoded.
 */
import sharp, { type Sharp } from 'sharp';
import { InputError } from '../domain/errors.ts';
import type { ColourImage, GreyImage, PageImage } from '../domain/image.ts';
import { hasColour, toGrey } from './grey.ts';
import { guessFaxResolution, readTiffResolution } from './tiff-resolution.ts';

sharp.cache(false);
sharp.concurrency(1);

/** A4 at 600 dpi is 35 million pixels; this leaves room for A3 at 450 dpi and phones, and keeps a page under 250 MB. */
export const PIXEL_LIMIT = 60_000_000;
/** Resolutions a scanner may state, dots per inch. 72 and 96 are what software writes when it knows nothing. */
const DPI_RANGE = { least: 100, most: 2400 };

/** Horizontal and vertical resolution may differ by this much before the pixels are made square; beyond the second figure it is nonsense. */
const SQUARE_TOLERANCE = 0.02;
const MOST_UNLIKE = 4;

/** A path or the encoded bytes themselves. */
export type EncodedImage = string | Uint8Array;

export interface DecodeOptions {
  /** From 1; only TIFF has more than one. */
  page?: number;
  /** Largest accepted width × height. */
  pixelLimit?: number;
  /** Decode what is there of a damaged file. Only after a person said so. */
  acceptDamaged?: boolean;
  /** Keep the picture as stored: PDF viewers do not look at EXIF. */
  ignoreExif?: boolean;
}

export interface ImageHeader {
  format: 'jpeg' | 'png' | 'tiff' | 'webp';
  /** px, as stored (before EXIF orientation). */
  width: number;
  height: number;
  pages: number;
  dpi: number | null;
}

/**
 * libtiff warns of every private tag scanners write, so TIFF fails on errors (which truncation is); the other decoders
 * warn of damaged content only.
 */
function open(input: EncodedImage, format: string | undefined, options: DecodeOptions): Sharp {
  const image = sharp(input, {
    failOn: options.acceptDamaged ? 'none' : format === 'tiff' ? 'error' : 'warning',
    limitInputPixels: options.pixelLimit ?? PIXEL_LIMIT,
    page: (options.page ?? 1) - 1,
    pages: 1,
    sequentialRead: true,
  });
  return options.ignoreExif ? image : image.autoOrient();
}

function asInputError(error: unknown): InputError {
  const text = error instanceof Error ? error.message : String(error);
  if (/exceeds pixel limit|too large|dimensions/i.test(text)) {
    return new InputError('page_too_large', 'The image has more pixels than a scanned page can have.', {
      remedy: 'Scan at 300 dpi.',
      cause: error,
    });
  }
  return new InputError('image_corrupt', 'The image is damaged or incomplete.', {
    remedy: 'Scan the page again or send the file once more.',
    cause: error,
  });
}

function plausibleDpi(density: number | undefined): number | null {
  return density !== undefined && density >= DPI_RANGE.least && density <= DPI_RANGE.most ? density : null;
}

/** Reads the header only. @throws InputError `image_corrupt`, `page_too_large`, `unsupported_type` */
export async function readImageHeader(input: EncodedImage, options: DecodeOptions = {}): Promise<ImageHeader> {
  try {
    const found = await sharp(input, {
      failOn: 'none',
      limitInputPixels: options.pixelLimit ?? PIXEL_LIMIT,
    }).metadata();
    const format = found.format;
    if (format !== 'jpeg' && format !== 'png' && format !== 'tiff' && format !== 'webp') {
      throw new InputError('unsupported_type', 'Only JPEG, PNG, TIFF and WebP images are accepted.');
    }
    return {
      format,
      width: found.width,
      height: found.height,
      pages: format === 'tiff' ? (found.pages ?? 1) : 1,
      dpi: plausibleDpi(found.density),
    };
  } catch (error) {
    throw error instanceof InputError ? error : asInputError(error);
  }
}

async function rawPixels(image: Sharp, grey: boolean): Promise<GreyImage | ColourImage> {
  const upright = image.flatten({ background: '#ffffff' });
  const wanted = grey ? upright.greyscale().toColourspace('b-w') : upright.toColourspace('srgb');
  const { data, info } = await wanted.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const channels = grey ? 1 : 3;
  if (info.channels !== channels) throw new Error(`Expected ${channels} channels but received ${info.channels}`);
  return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/**
 * Decodes one page: EXIF orientation applied, transparency on white, 8 bits.
 * @throws InputError `image_corrupt`, `page_too_large`, `unsupported_type`
 */
export async function decodePage(input: EncodedImage, options: DecodeOptions = {}): Promise<PageImage> {
  const header = await readImageHeader(input, options);
  try {
    const image = open(input, header.format, options);
    const { channels, density, space, width: storedWidth } = await image.metadata();
    const isGrey = (channels ?? 3) < 3 && (space === 'b-w' || space === 'grey16');
    const colour = isGrey ? null : await rawPixels(image, false);
    const grey = colour === null ? ((await rawPixels(image, true)) as GreyImage) : toGrey(colour);
    const page = { grey, colour: colour !== null && hasColour(colour) ? colour : null, dpi: plausibleDpi(density) };
    return header.format === 'tiff' ? await makeSquare(page, input, { number: options.page ?? 1, storedWidth }) : page;
  } catch (error) {
    throw asInputError(error);
  }
}

/** A picture that was written by this file: upright, square, grey or coloured as it was given. */
export async function decodePicture(input: Uint8Array): Promise<GreyImage | ColourImage> {
  try {
    const image = sharp(input, { failOn: 'warning', limitInputPixels: PIXEL_LIMIT });
    const { channels } = await image.metadata();
    return await rawPixels(image, channels === 1);
  } catch (error) {
    throw asInputError(error);
  }
}

/** Faxes have up to twice as many pixels across as down, whether or not the file says so. */
async function makeSquare(
  page: PageImage,
  input: EncodedImage,
  { number, storedWidth }: { number: number; storedWidth: number },
): Promise<PageImage> {
  const stated = await readTiffResolution(input, number);
  const { width, height } = page.grey;
  const resolution = stated ?? guessFaxResolution({ width, height });
  if (resolution === null) return page;
  // A picture turned by its own orientation tag has changed its axes since the resolution was written.
  const [x, y] = width === storedWidth ? [resolution.x, resolution.y] : [resolution.y, resolution.x];
  if (Math.abs(x / y - 1) <= SQUARE_TOLERANCE || x / y > MOST_UNLIKE || y / x > MOST_UNLIKE) return page;
  const finest = Math.max(x, y);
  const to = { width: width * (finest / x), height: height * (finest / y), kernel: 'linear' as const };
  const { grey, colour } = page;
  return {
    grey: await resizeGrey(grey, to),
    colour: colour === null ? null : await resizeColour(colour, to),
    dpi: plausibleDpi(finest),
  };
}

function fromRaw(image: GreyImage | ColourImage): Sharp {
  const channels = image.data.length === image.width * image.height ? 1 : 3;
  const raw = sharp(image.data, { raw: { width: image.width, height: image.height, channels } });
  return channels === 1 ? raw.greyscale().toColourspace('b-w') : raw;
}

async function bytes(image: Sharp): Promise<Uint8Array> {
  const buffer = await image.toBuffer();
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

export interface EncodeOptions {
  /** Written into the file, dots per inch. */
  dpi?: number;
  /** 1..100, lossy formats only. */
  quality?: number;
}

/** Lossless. Level 3: within 5 % of the smallest file for scans at a third of the time. */
export async function encodePng(image: GreyImage | ColourImage, { dpi }: EncodeOptions = {}): Promise<Uint8Array> {
  return bytes((dpi ? fromRaw(image).withMetadata({ density: dpi }) : fromRaw(image)).png({ compressionLevel: 3 }));
}

export async function encodeJpeg(
  image: GreyImage | ColourImage,
  { dpi, quality = 85 }: EncodeOptions = {},
): Promise<Uint8Array> {
  return bytes((dpi ? fromRaw(image).withMetadata({ density: dpi }) : fromRaw(image)).jpeg({ quality }));
}

/** Smallest at equal looks: what the browser is sent. Effort 2 of 6, as strips are made while a person waits. */
export async function encodeWebp(
  image: GreyImage | ColourImage,
  { quality = 80 }: EncodeOptions = {},
): Promise<Uint8Array> {
  return bytes(fromRaw(image).webp({ quality, effort: 2 }));
}

export type ResizeKernel = 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3';

async function resizePixels(
  image: GreyImage | ColourImage,
  to: { width: number; height: number; kernel?: ResizeKernel },
): Promise<GreyImage> {
  const { data, info } = await fromRaw(image)
    .resize(Math.max(1, Math.round(to.width)), Math.max(1, Math.round(to.height)), {
      fit: 'fill',
      kernel: to.kernel ?? 'lanczos3',
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

export async function resizeGrey(
  image: GreyImage,
  to: { width: number; height: number; kernel?: ResizeKernel },
): Promise<GreyImage> {
  return resizePixels(image, to);
}

export async function resizeColour(
  image: ColourImage,
  to: { width: number; height: number; kernel?: ResizeKernel },
): Promise<ColourImage> {
  return resizePixels(image, to);
}

/** An encoded picture as a JPEG of at most this width in px, never enlarged; decodes no more than it needs. */
export async function shrinkPicture(encoded: Uint8Array, width: number): Promise<Uint8Array> {
  return bytes(sharp(encoded).resize({ width, withoutEnlargement: true }).jpeg({ quality: 75 }));
}
