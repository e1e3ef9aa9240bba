/** How much is printed in a region, whatever the colour of the ground. */
import type { GreyImage } from '../../domain/image.ts';
import { WORK_DPI } from './find-rules.ts';
import type { Region } from './page-text.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** Left out at each side, mm: the rules themselves. */
const INSET = 0.8;
/** Grey levels from the ground at which a pixel counts. */
const CONTRAST = 70;

/** @returns a function from a region in mm to its ink in mm² */
export function inkMeter({ width, height, data }: GreyImage): (region: Region) => number {
  return ({ left, top, right, bottom }) => {
    const x0 = Math.max(0, Math.round((left + INSET) * PX_PER_MM));
    const x1 = Math.min(width, Math.round((right - INSET) * PX_PER_MM));
    const y0 = Math.max(0, Math.round((top + INSET) * PX_PER_MM));
    const y1 = Math.min(height, Math.round((bottom - INSET) * PX_PER_MM));
    const histogram = new Uint32Array(256);
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) histogram[data[y * width + x]!]!++;
    const ground = histogram.indexOf(Math.max(...histogram));
    let ink = 0;
    histogram.forEach((count, value) => {
      if (Math.abs(value - ground) > CONTRAST) ink += count;
    });
    return ink / PX_PER_MM ** 2;
  };
}
