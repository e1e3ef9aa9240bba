/** What scanners, fax machines and cameras do to a picture. All work in place unless they say otherwise. */
import sharp from 'sharp';
import type { ColourImage, GreyImage } from '../../../src/domain/image.ts';
import type { Rng } from '../random.ts';

/** A table of normal deviates: drawing 26 million of them one by one would take longer than all the rest. */
function normalTable(rng: Rng, deviation: number): Int8Array {
  return Int8Array.from({ length: 65_521 }, () => Math.max(-127, Math.min(127, Math.round(rng.normal(0, deviation)))));
}

export function addNoise(image: ColourImage | GreyImage, deviation: number, rng: Rng): void {
  if (deviation <= 0) return;
  const table = normalTable(rng, deviation);
  const { data } = image;
  let at = rng.int(0, table.length - 1);
  for (let i = 0; i < data.length; i++) {
    // Prime-length table walked with a step that changes: no visible repeat.
    at += 1 + (i & 7);
    if (at >= table.length) at -= table.length;
    const v = data[i]! + table[at]!;
    data[i] = v < 0 ? 0 : v > 255 ? 255 : v;
  }
}

/** Levels: `black` and `white` become 0 and 255, `gamma` bends what lies between. */
export function setLevels(
  image: ColourImage | GreyImage,
  { black, white, gamma = 1 }: { black: number; white: number; gamma?: number },
): void {
  const table = Uint8Array.from({ length: 256 }, (_, v) => {
    const t = Math.min(1, Math.max(0, (v - black) / (white - black)));
    return Math.round(255 * t ** gamma);
  });
  for (let i = 0; i < image.data.length; i++) image.data[i] = table[image.data[i]!]!;
}

/** Ink gets paler, paper keeps its white: `floor` is what black becomes. */
export function fade(image: ColourImage | GreyImage, floor: number): void {
  for (let i = 0; i < image.data.length; i++) image.data[i] = floor + (image.data[i]! * (255 - floor)) / 255;
}

export function tint(image: ColourImage, [r, g, b]: [number, number, number]): void {
  const { data } = image;
  for (let i = 0; i < data.length; i += 3) {
    data[i] = (data[i]! * r) / 255;
    data[i + 1] = (data[i + 1]! * g) / 255;
    data[i + 2] = (data[i + 2]! * b) / 255;
  }
}

/** New image, blurred; sigma in px, below 0.3 is none. */
export async function blur(image: ColourImage, sigma: number): Promise<ColourImage> {
  if (sigma < 0.3) return image;
  const { width, height } = image;
  const data = await sharp(image.data, { raw: { width, height, channels: 3 } })
    .blur(sigma)
    .raw()
    .toBuffer();
  return { width, height, data: new Uint8Array(data) };
}

export function toGrey({ width, height, data }: ColourImage): GreyImage {
  const grey = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < grey.length; i++, j += 3) {
    grey[i] = 0.299 * data[j]! + 0.587 * data[j + 1]! + 0.114 * data[j + 2]! + 0.5;
  }
  return { width, height, data: grey };
}

/** 0 or 255. */
export function threshold(image: GreyImage, level: number): void {
  for (let i = 0; i < image.data.length; i++) image.data[i] = image.data[i]! < level ? 0 : 255;
}

/** Dust: `perMillion` pixels of every million begin a speck of up to `size` px. */
export function addSpecks(
  image: ColourImage | GreyImage,
  { perMillion, size }: { perMillion: number; size: number },
  rng: Rng,
): void {
  const { width, height, data } = image;
  const channels = data.length / (width * height);
  const count = Math.round((width * height * perMillion) / 1e6);
  for (let i = 0; i < count; i++) {
    const [cx, cy, r] = [rng.int(0, width - 1), rng.int(0, height - 1), rng.float(0.4, size / 2)];
    const dark = rng.chance(0.8) ? rng.int(0, 90) : 255;
    for (let y = Math.max(0, Math.ceil(cy - r)); y <= Math.min(height - 1, cy + r); y++) {
      for (let x = Math.max(0, Math.ceil(cx - r)); x <= Math.min(width - 1, cx + r); x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 <= r * r)
          data.fill(dark, (y * width + x) * channels, (y * width + x + 1) * channels);
      }
    }
  }
}

/** A dirty sensor cell leaves a line down the page. */
export function addStreaks(image: ColourImage | GreyImage, count: number, rng: Rng): void {
  const { width, height, data } = image;
  const channels = data.length / (width * height);
  for (let i = 0; i < count; i++) {
    const x = rng.int(0, width - 2);
    const shade = rng.float(-70, 30);
    const breadth = rng.int(1, 2);
    for (let y = 0; y < height; y++) {
      for (let k = 0; k < breadth * channels; k++) {
        const at = (y * width + x) * channels + k;
        const v = data[at]! + shade;
        data[at] = v < 0 ? 0 : v > 255 ? 255 : v;
      }
    }
  }
}

/** Light falling from one side and a hand's or camera's soft shadow; strength 0..1. */
export function addShade(image: ColourImage, strength: number, rng: Rng): void {
  const { width, height, data } = image;
  const angle = rng.float(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const [sx, sy, radius] = [
    rng.float(0.1, 0.9) * width,
    rng.float(0.1, 0.9) * height,
    rng.float(0.3, 0.6) * Math.min(width, height),
  ];
  const depth = rng.float(0.2, 0.5) * strength;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const slope = 1 - strength * 0.35 * (0.5 + 0.5 * (dx * (x / width - 0.5) + dy * (y / height - 0.5)) * 2);
      const d = Math.hypot(x - sx, y - sy) / radius;
      const shadow = d < 1.4 ? 1 - depth * Math.min(1, Math.max(0, 1.4 - d)) : 1;
      const k = slope * shadow;
      const at = (y * width + x) * 3;
      data[at] = data[at]! * k;
      data[at + 1] = data[at + 1]! * k;
      data[at + 2] = data[at + 2]! * k;
    }
  }
}

/** The other side of the sheet, mirrored, faintly. Same size as `image`. */
export function showThrough(image: ColourImage, back: ColourImage, strength: number): void {
  const { width, height } = image;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const mirrored = (y * width + (width - 1 - x)) * 3;
      const dark = (255 - back.data[mirrored + 1]!) * strength;
      for (let c = 0; c < 3; c++) image.data[at + c] = Math.max(0, image.data[at + c]! - dark);
    }
  }
}
