/** Ink over print: the filled sheet as paper would look, before any scanner. */
import sharp from 'sharp';
import type { ColourImage } from '../../../src/domain/image.ts';
import type { Ink } from '../hands/ink.ts';
import type { Rng } from '../random.ts';

interface Layer {
  inks: Ink[];
  /** How much of the paper's grain shows through, 0..1. */
  grain: number;
}

/** `#rrggbb` mixed with white; `strength` 1 leaves it as it is. */
function paler(colour: string, strength: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const mixed = parts.map((v) => Math.round(255 + (v - 255) * strength));
  return `#${mixed.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}

function inkSvg(inks: Ink[], size: { width: number; height: number; page: { width: number; height: number } }): Buffer {
  // Pressure as a paler colour, not as opacity: librsvg composes every translucent path on a page of its own.
  const groups = inks.map(({ pen, paths }) => {
    const shapes = paths.map(({ d, outline, opacity }) => {
      const colour = paler(pen.colour, opacity);
      const rim = outline > 0 ? ` stroke="${colour}" stroke-width="${outline.toFixed(3)}"` : '';
      return `<path d="${d}" fill="${colour}"${rim}/>`;
    });
    return `<g stroke-linejoin="round">${shapes.join('')}</g>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.page.width} ${size.page.height}" preserveAspectRatio="none">${groups.join('')}</svg>`,
  );
}

/** Smooth noise 0..1, one value each `cell` pixels, interpolated. */
function makeGrain(width: number, height: number, cell: number, rng: Rng): (x: number, y: number) => number {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const values = Float32Array.from({ length: columns * rows }, () => rng.float());
  return (x, y) => {
    const [gx, gy] = [x / cell, y / cell];
    const [ix, iy] = [Math.floor(gx), Math.floor(gy)];
    const [fx, fy] = [gx - ix, gy - iy];
    const at = iy * columns + ix;
    const top = values[at]! * (1 - fx) + values[at + 1]! * fx;
    const bottom = values[at + columns]! * (1 - fx) + values[at + columns + 1]! * fx;
    return top * (1 - fy) + bottom * fy;
  };
}

async function lay(paper: ColourImage, layer: Layer, page: { width: number; height: number }, rng: Rng): Promise<void> {
  const { width, height } = paper;
  const svg = inkSvg(layer.inks, { width, height, page });
  // librsvg refuses documents above 10 MB of text unless told otherwise.
  const { data } = await sharp(svg, { unlimited: true })
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const perMm = width / page.width;
  const fine = makeGrain(width, height, Math.max(1.5, 0.14 * perMm), rng);
  const coarse = makeGrain(width, height, 2.2 * perMm, rng);
  for (let i = 0, j = 0; i < data.length; i += 4, j += 3) {
    const cover = data[i + 3]!;
    if (cover === 0) continue;
    const x = (i >> 2) % width;
    const y = ((i >> 2) / width) | 0;
    const texture = 1 - layer.grain * (0.75 * fine(x, y) + 0.25 * coarse(x, y));
    const alpha = (cover / 255) * Math.min(1, texture * 1.08);
    for (let c = 0; c < 3; c++) {
      // Ink darkens what lies under it, as translucent ink does, and never lightens print.
      const under = paper.data[j + c]!;
      paper.data[j + c] = Math.min(under, Math.round(under * (1 - alpha) + data[i + c]! * alpha));
    }
  }
}

/** Draws `inks` (mm) onto a rendered sheet, in place. */
export async function layInk(
  paper: ColourImage,
  inks: Ink[],
  page: { width: number; height: number },
  rng: Rng,
): Promise<void> {
  const pencil = inks.filter((ink) => ink.pen.kind === 'pencil');
  const ballpoint = inks.filter((ink) => ink.pen.kind === 'ballpoint');
  const wet = inks.filter((ink) => ink.pen.kind !== 'pencil' && ink.pen.kind !== 'ballpoint');
  for (const layer of [
    { inks: ballpoint, grain: 0.3 },
    { inks: wet, grain: 0.14 },
    { inks: pencil, grain: 0.7 },
  ]) {
    if (layer.inks.length > 0) await lay(paper, layer, page, rng);
  }
}
