/** What is printed on a form, kept with its definition: a 1-bit picture of the print at 100 dpi. */
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import type { FormDefinition } from '../domain/form.ts';
import { MM_PER_INCH } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import { makeWorkImage, PAPER } from './work-image.ts';

/** Resolution of the kept picture, dots per inch: fine enough for words, about 20 kB packed. */
const PRINT_DPI = 100;
/** Share of paper brightness below which a pixel counts as print. */
const PRINT_LEVEL = 0.75;

export const printDescriptionSchema = z.object({
  kind: z.literal('ink-map'),
  dpi: z.number().positive().max(300),
  width: z.number().int().positive().max(6000),
  height: z.number().int().positive().max(6000),
  /** Base64 of the deflated bits, eight pixels a byte, rows padded to whole bytes, 1 = print. */
  bits: z.string(),
});
export type PrintDescription = z.infer<typeof printDescriptionSchema>;

/** The same, unpacked: one byte a pixel, 1 = print. */
export interface Print {
  dpi: number;
  width: number;
  height: number;
  data: Uint8Array;
}

/** Describes the upright, empty sheet that fills `blank` to its edges; only its proportions to the form's page count. */
export function describePrint(blank: GreyImage, form: FormDefinition): PrintDescription {
  const work = makeWorkImage({ grey: blank, colour: null, dpi: null });
  const width = Math.round((form.page.width * PRINT_DPI) / MM_PER_INCH);
  const height = Math.round((form.page.height * PRINT_DPI) / MM_PER_INCH);
  const row = Math.ceil(width / 8);
  const bits = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * work.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * work.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * work.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * work.width) / width));
      if (darkest(work, { left, right, top, bottom }) < PAPER * PRINT_LEVEL)
        bits[y * row + (x >> 3)]! |= 128 >> (x & 7);
    }
  }
  return { kind: 'ink-map', dpi: PRINT_DPI, width, height, bits: deflateSync(bits, { level: 9 }).toString('base64') };
}

function darkest(
  work: { width: number; data: Uint8Array },
  area: { left: number; right: number; top: number; bottom: number },
): number {
  let least = 255;
  for (let y = area.top; y < area.bottom; y++) {
    for (let x = area.left; x < area.right; x++) least = Math.min(least, work.data[y * work.width + x]!);
  }
  return least;
}

/** Null for anything that is no description of ours: such a form is registered by its boxes alone. */
export function parsePrint(description: unknown): Print | null {
  const parsed = printDescriptionSchema.safeParse(description);
  if (!parsed.success) return null;
  const { dpi, width, height, bits } = parsed.data;
  const row = Math.ceil(width / 8);
  const packed = unpack(bits, row * height);
  if (packed === null) return null;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = (packed[y * row + (x >> 3)]! >> (7 - (x & 7))) & 1;
  }
  return { dpi, width, height, data };
}

function unpack(bits: string, length: number): Uint8Array | null {
  try {
    const packed = inflateSync(Buffer.from(bits, 'base64'), { maxOutputLength: length });
    return packed.length === length ? packed : null;
  } catch {
    return null;
  }
}
