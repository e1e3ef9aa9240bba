/** What a person should know about how a page was scanned: what stops it, and what makes it hard to read. */
import type { PageImage } from '../domain/image.ts';
import type { Reason } from '../domain/page.ts';
import { MM_PER_INCH } from '../domain/geometry.ts';
import { sharpness } from './assess.ts';
import { findCutSides } from './cut-edges.ts';
import type { WorkImage } from './work-image.ts';

/** Resolution below which letters of 2 mm fall apart, dots per inch of paper. */
const LEAST_DPI = 90;
const LOW_DPI = 140;
/** Sharpness below which handwriting is guesswork, and below which it is hard. */
export const LEAST_SHARP = 0.1;
const LOW_SHARP = 0.2;
/** Rules that lie further off than this after placing, mm, are worth a look. */
const LARGE_RESIDUAL = 0.6;
/** Length of the sheet that a picture of unknown resolution is taken for, mm: A4. */
const USUAL_LENGTH = 297;

const BLURRED: Reason = {
  code: 'blurred',
  message: 'The picture is out of focus. Scan or photograph the page again.',
};

const CUT_OFF: Reason = {
  code: 'cut_off',
  message: 'An edge of the sheet is cut off. Lay it on the glass whole and scan it again.',
};

export const blurred = () => BLURRED;

/** Makes a page unreadable, or null. `dpi` of the paper. */
export function stopByDetail(dpi: number, sharp: number): Reason | null {
  if (dpi < LEAST_DPI) {
    return {
      code: 'low_resolution',
      message: 'The page was scanned too coarsely to read handwriting. Scan at 300 dpi.',
      params: { dpi: Math.round(dpi) },
    };
  }
  return sharp < LEAST_SHARP ? BLURRED : null;
}

export function warnOfDetail(dpi: number, sharp: number): Reason[] {
  const warnings: Reason[] = [];
  if (dpi < LOW_DPI) {
    warnings.push({
      code: 'low_resolution',
      message: 'The scan is coarse; small handwriting may be misread. Scan at 300 dpi.',
      params: { dpi: Math.round(dpi) },
    });
  }
  if (sharp < LOW_SHARP)
    warnings.push({ code: 'blurred', message: 'The picture is soft; scan again if it can be sharper.' });
  return warnings;
}

export function warnOfPlace({ residual, cutOff }: { residual: number; cutOff: number }): Reason[] {
  const warnings: Reason[] = [];
  if (cutOff > 0) warnings.push(CUT_OFF);
  if (residual > LARGE_RESIDUAL) {
    warnings.push({
      code: 'bent',
      message: 'The page lies unevenly; check the first and last lines. Flatten the sheet and scan again.',
      params: { millimetres: Math.round(residual * 100) / 100 },
    });
  }
  return warnings;
}

/** All that can be said before the form is known; the resolution is the file's word, else that of an A4 sheet. */
export function remarkOn({ grey, dpi }: PageImage, work: WorkImage): Reason[] {
  const stated = dpi ?? (Math.max(grey.width, grey.height) / USUAL_LENGTH) * MM_PER_INCH;
  const cut = findCutSides(work).length > 0 ? [CUT_OFF] : [];
  return [...warnOfDetail(stated, sharpness(work)), ...cut];
}
