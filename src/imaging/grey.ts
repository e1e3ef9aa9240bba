/** Pure arithmetic on decoded pictures: no library, no I/O. Coordinates are whole pixels from the top left corner. */
import type { Box } from '../domain/geometry.ts';
import type { ColourImage, GreyImage } from '../domain/image.ts';
import type { Orientation } from '../domain/page.ts';

/** Distance between the strongest and weakest channel from which a pixel counts as coloured (JPEG noise on grey stays under it). */
const COLOURED_FROM = 32;
/** Share of coloured pixels from which a picture is kept in colour: a short signature in blue ink on A4 is about ten times that. */
const COLOURED_SHARE = 0.0001;

export function blankGrey(width: number, height: number, value = 255): GreyImage {
  return { width, height, data: new Uint8Array(width * height).fill(value) };
}

/** Luma after ITU-R BT.601. */
export function toGrey({ width, height, data }: ColourImage): GreyImage {
  const grey = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < grey.length; i++, j += 3) {
    grey[i] = (data[j]! * 77 + data[j + 1]! * 150 + data[j + 2]! * 29 + 128) >> 8;
  }
  return { width, height, data: grey };
}

/** False for a grey page stored as RGB. */
export function hasColour({ width, height, data }: ColourImage): boolean {
  const needed = Math.max(1, width * height * COLOURED_SHARE);
  let coloured = 0;
  for (let j = 0; j < data.length; j += 3) {
    const r = data[j]!;
    const g = data[j + 1]!;
    const b = data[j + 2]!;
    const high = Math.max(r, g, b);
    const low = Math.min(r, g, b);
    if (high - low >= COLOURED_FROM && ++coloured >= needed) return true;
  }
  return false;
}

function cropChannels(image: GreyImage, box: Box, channels: number): GreyImage {
  const left = Math.max(0, Math.floor(box[0]));
  const top = Math.max(0, Math.floor(box[1]));
  const width = Math.max(1, Math.min(image.width, Math.ceil(box[0] + box[2])) - left);
  const height = Math.max(1, Math.min(image.height, Math.ceil(box[1] + box[3])) - top);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, data };
}

/** The part of the box that lies inside the picture (at least 1×1). */
export function cropGrey(image: GreyImage, box: Box): GreyImage {
  return cropChannels(image, box, 1);
}

export function cropColour(image: ColourImage, box: Box): ColourImage {
  return cropChannels(image, box, 3);
}

/** The same of a picture that may be grey or coloured, as its bytes tell. */
export function crop(image: GreyImage | ColourImage, box: Box): GreyImage | ColourImage {
  return cropChannels(image, box, image.data.length / (image.width * image.height));
}

function turnChannels(image: GreyImage, turn: Orientation, channels: number): GreyImage {
  const { width: w, height: h, data } = image;
  if (turn === 0) return image;
  const out = new Uint8Array(data.length);
  const width = turn === 180 ? w : h;
  const height = turn === 180 ? h : w;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const to =
        turn === 90 ? x * width + (h - 1 - y) : turn === 180 ? (h - 1 - y) * w + (w - 1 - x) : (w - 1 - x) * width + y;
      const from = (y * w + x) * channels;
      for (let c = 0; c < channels; c++) out[to * channels + c] = data[from + c]!;
    }
  }
  return { width, height, data: out };
}

/** Turns clockwise by quarter turns. */
export function turnGrey(image: GreyImage, turn: Orientation): GreyImage {
  return turnChannels(image, turn, 1);
}

export function turnColour(image: ColourImage, turn: Orientation): ColourImage {
  return turnChannels(image, turn, 3);
}
