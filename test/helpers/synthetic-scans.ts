/** Small pages of chance bands, for tests that need many scans and no handwriting. See light-stages.ts. */
import sharp from 'sharp';
import { BANDS } from './bands.ts';

const SIZE = { width: 120, height: 168 };

/** Mulberry32: the same number gives the same page. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface SyntheticPage {
  /** No form fits: its top band is black. */
  isForeign?: boolean;
  /** Another file of the same picture. */
  isRescan?: boolean;
  /** Bands (from 1) whose grain is another one: other ink on the same lines. */
  rewritten?: number[];
}

const fillBands = (next: () => number, isForeign: boolean) =>
  Array.from({ length: BANDS }, (_, index) => (index === 0 ? isForeign : next() < 0.6));

/** The first number from `from` on whose page has at least that many filled lines. */
export function seedWith(filled: number, from: number): number {
  const count = (seed: number) => fillBands(random(seed), false).filter(Boolean).length;
  let seed = from;
  while (count(seed) < filled) seed++;
  return seed;
}

/** A grey PNG. Bands after the first are filled or empty by chance. */
export async function syntheticPage(
  seed: number,
  { isForeign = false, isRescan = false, rewritten = [] }: SyntheticPage = {},
): Promise<Buffer> {
  const next = random(seed);
  const other = random(seed + 1_000_000);
  const { width, height } = SIZE;
  const bandHeight = height / BANDS;
  const dark = fillBands(next, isForeign);
  const data = Buffer.alloc(width * height);
  for (let at = 0; at < data.length; at++) {
    const band = Math.floor(Math.floor(at / width) / bandHeight);
    const [grain, otherGrain] = [next(), other()];
    data[at] = Math.floor((dark[band] ? 20 : 235) + (rewritten.includes(band) ? otherGrain : grain) * 20);
  }
  return await sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: isRescan ? 0 : 6 })
    .toBuffer();
}
