/**
 * Lines of writing within a tall cell. A normal cell is one line and is left alone; a tall one may hold two, or one
 * line beneath the pale ghosts of erased print, which would otherwise shrink the writing to nothing.
 */
import type { GreyImage } from '../domain/image.ts';

/** Cells lower than this are one line, px: 2 lines of 2 mm letters at 300 dpi. */
const LEAST_HEIGHT = 90;
/** A band with less ink than this share of the strongest is a ghost or a stray stroke. */
const LEAST_INK = 0.2;
/** Bands nearer than this share of the strongest band's height belong together: accents, dots, tails. */
const JOINED = 0.45;
/** Paper is lighter than this quantile; ink is darker than paper by more than the noise. */
const NOISE = 40;
/** The writing fills less than this share of the cell's height, or the cell is left alone. */
const FILLED = 0.62;
/** Margin kept round a band, share of its height. */
const MARGIN = 0.25;

interface Band {
  from: number;
  to: number;
  ink: number;
}

/** Ink per row: how much darker than the paper, noise left out. */
function profile({ width, height, data }: GreyImage): Float64Array {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]!++;
  let [paper, seen] = [255, 0];
  while (paper > 0 && seen + counts[paper]! < data.length / 2) seen += counts[paper--]!;
  const rows = new Float64Array(height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y]! += Math.max(0, paper - data[y * width + x]! - NOISE);
  }
  return rows;
}

function bandsOf(rows: Float64Array): Band[] {
  const peak = Math.max(...rows);
  const bands: Band[] = [];
  let open: Band | null = null;
  for (let y = 0; y < rows.length; y++) {
    if (rows[y]! > peak * 0.04) {
      open ??= { from: y, to: y, ink: 0 };
      open.to = y + 1;
      open.ink += rows[y]!;
    } else if (open !== null) {
      bands.push(open);
      open = null;
    }
  }
  if (open !== null) bands.push(open);
  return bands;
}

function joined(bands: readonly Band[], reach: number): Band[] {
  const out: Band[] = [];
  for (const band of bands) {
    const last = out.at(-1);
    if (last !== undefined && band.from - last.to < reach) {
      last.to = band.to;
      last.ink += band.ink;
    } else out.push({ ...band });
  }
  return out;
}

/** Pictures of the lines from top to bottom; the picture itself when it is one line. */
export function textBands(image: GreyImage): GreyImage[] {
  if (image.height < LEAST_HEIGHT) return [image];
  const bands = bandsOf(profile(image));
  const strongest = bands.reduce<Band | null>((a, b) => (a === null || b.ink > a.ink ? b : a), null);
  if (strongest === null) return [image];
  const reach = JOINED * (strongest.to - strongest.from);
  const lines = joined(bands, reach).filter((band) => band.ink >= LEAST_INK * strongest.ink);
  const extent = lines.at(-1)!.to - lines[0]!.from;
  if (lines.length === 1 && extent > FILLED * image.height) return [image];
  return lines.map(({ from, to }) => cut(image, from, to));
}

function cut({ width, height, data }: GreyImage, from: number, to: number): GreyImage {
  const margin = Math.round(MARGIN * (to - from));
  const [top, bottom] = [Math.max(0, from - margin), Math.min(height, to + margin)];
  return { width, height: bottom - top, data: data.subarray(top * width, bottom * width) };
}
