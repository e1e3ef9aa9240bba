/** Where the strip of a line is cut out of its page, and where line and fields lie in it. */
import type { FormDefinition } from '../domain/form.ts';
import { type Box, mmToPx } from '../domain/geometry.ts';

/** Of the line's height, above and below: enough to see strokes that overshoot and what a ditto refers to. */
const NEIGHBOURS = 0.75;
/** Of the page's width, left and right. */
const MARGIN = 0.01;

export interface StripGeometry {
  /** px in the rectified page. */
  crop: Box;
  /** px in the strip. */
  line: Box;
}

/** `line` in px of the rectified page of that size; the strip never leaves the page. */
export function stripGeometry(line: Box, page: { width: number; height: number }): StripGeometry {
  const [x, y, w, h] = line.map(Math.round) as Box;
  const margin = Math.round(page.width * MARGIN);
  const left = Math.max(0, x - margin);
  const top = Math.max(0, y - Math.round(h * NEIGHBOURS));
  const right = Math.min(page.width, x + w + margin);
  const bottom = Math.min(page.height, y + h + Math.round(h * NEIGHBOURS));
  return { crop: [left, top, Math.max(1, right - left), Math.max(1, bottom - top)], line: [x - left, y - top, w, h] };
}

/** Of the line's height, above and below a single cell: strokes that overshoot, and nothing of the neighbours' content. */
const OVERSHOOT = 0.12;

/** A cell alone, in px of the rectified page: one field of one line, nothing of the fields beside it. */
export function cellCrop(
  form: FormDefinition,
  field: { box: Box },
  at: { index: number; line: Box; page: { width: number; height: number }; dpi: number },
): Box {
  const strip = { crop: [0, 0, at.page.width, at.page.height] as Box, line: at.line };
  const [x, y, w, h] = fieldBoxInStrip(form, field, { index: at.index, strip, dpi: at.dpi });
  const over = Math.round(h * OVERSHOOT);
  const [left, top] = [Math.max(0, x), Math.max(0, y - over)];
  const right = Math.min(at.page.width, x + w);
  const bottom = Math.min(at.page.height, y + h + over);
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

/**
 * A field's box in px of the strip. The form's own line gives the scale, so that it fits however the page was placed.
 * `index` is the printed line, from 1.
 */
export function fieldBoxInStrip(
  form: FormDefinition,
  field: { box: Box },
  at: { index: number; strip: StripGeometry; dpi: number },
): Box {
  const printed = form.rows.boxes[at.index - 1];
  const [lineX, lineY, lineW, lineH] = at.strip.line;
  const scaleX = printed === undefined ? mmToPx(1, at.dpi) : lineW / printed[2];
  const scaleY = printed === undefined ? mmToPx(1, at.dpi) : lineH / printed[3];
  const [x, y, w, h] = field.box;
  return [lineX + x * scaleX, lineY + y * scaleY, w * scaleX, h * scaleY].map(Math.round) as Box;
}
