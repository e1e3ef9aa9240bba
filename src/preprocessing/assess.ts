/** Whether a picture can be a page at all, and what will make it hard to read; all from the small copy, in a few ms. */
import type { PageImage } from '../domain/image.ts';
import type { Reason } from '../domain/page.ts';
import { PAPER, type WorkImage } from './work-image.ts';

/** Shortest and longest side a page picture may have, px. */
const SMALLEST = 400;
const LONGEST = 16_000;
/** Proportion beyond which a picture is a strip, not a page. */
const LONGEST_RATIO = 4.5;
/** Background level below which light is missing, and below which nothing can be read. */
const DIM = 110;
const DARK = 45;
/** Share of ink px no written or printed page reaches. */
const MOST_INK = 0.42;

/** Brightness between ink and paper at a place where sharpness can be measured: of ordinary and of pale writing. */
const CONTRAST = 70;
const FAINT_CONTRAST = 30;
/** And how many such places it takes. */
const LEAST_PLACES = 12;

export interface Assessment {
  /** Set when nothing can be made of the picture. */
  fatal: Reason | null;
  warnings: Reason[];
}

/** Before any work is done: size alone. */
export function assessSize({ grey }: PageImage): Reason | null {
  const short = Math.min(grey.width, grey.height);
  const long = Math.max(grey.width, grey.height);
  const params = { width: grey.width, height: grey.height };
  if (grey.data.length !== grey.width * grey.height || short < 1) {
    return { code: 'no_picture', message: 'The file holds no picture. Scan the page again.', params };
  }
  if (short < SMALLEST) {
    return { code: 'too_small', message: 'The picture is too small to read handwriting. Scan at 300 dpi.', params };
  }
  if (long > LONGEST || long / short > LONGEST_RATIO) {
    return {
      code: 'not_a_page',
      message: 'The picture does not have the shape of a page. Scan sheet by sheet.',
      params,
    };
  }
  return null;
}

export function assessLight(work: WorkImage): Assessment {
  const levels = [...work.background.levels].sort((a, b) => a - b);
  const bright = levels[Math.floor(levels.length * 0.9)]!;
  const typical = levels[levels.length >> 1]!;
  const share = inkShare(work);
  if (bright < DARK) {
    return fatal(
      'all_black',
      'The picture is black. Check the lamp, the lid and which side faces the glass, then scan again.',
    );
  }
  if (share > MOST_INK) {
    return fatal('noise', 'The picture is noise, not a page. Scan again in grey at 300 dpi.');
  }
  const warnings: Reason[] = [];
  if (typical < DIM) {
    warnings.push({
      code: 'too_dark',
      message: 'The picture is dark. Scan with more light if lines are missed.',
      params: { level: typical },
    });
  }
  return { fatal: null, warnings };
}

function fatal(code: string, message: string): Assessment {
  return { fatal: { code, message }, warnings: [] };
}

/** Every so many-th px is looked at: a prime, so that no raster is looked at in step. */
const SAMPLED = 7;

/** Share of px clearly darker than their surroundings' paper. */
export function inkShare({ data }: { data: Uint8Array }): number {
  let dark = 0;
  for (let i = 0; i < data.length; i += SAMPLED) if (data[i]! < PAPER * 0.7) dark++;
  return dark / Math.ceil(data.length / SAMPLED);
}

/**
 * Sharpness of the strongest edges: the steepest step between neighbours against the contrast around it, 0..1.
 * Printed rules and letters of a sharp scan measure above 0.5, a page out of focus below 0.2.
 */
export function sharpness(work: WorkImage): number {
  // Far out of focus nothing is black any more: then paler writing must do.
  return steepness(work, CONTRAST) ?? steepness(work, FAINT_CONTRAST) ?? 1;
}

/** null where too few places have that much contrast. */
function steepness({ width, height, data }: WorkImage, contrast: number): number | null {
  const steepest: number[] = [];
  const size = 32;
  for (let top = 8; top + size < height; top += size) {
    for (let left = 8; left + size < width; left += size) {
      let least = 255;
      let most = 0;
      let step = 0;
      for (let y = top; y < top + size; y += 2) {
        for (let i = y * width + left; i < y * width + left + size; i++) {
          const value = data[i]!;
          least = Math.min(least, value);
          most = Math.max(most, value);
          step = Math.max(step, Math.abs(value - data[i + 1]!), Math.abs(value - data[i + width]!));
        }
      }
      if (most - least > contrast) steepest.push(step / (most - least));
    }
  }
  if (steepest.length < LEAST_PLACES) return null;
  steepest.sort((a, b) => a - b);
  return steepest[Math.floor(steepest.length * 0.75)]!;
}
