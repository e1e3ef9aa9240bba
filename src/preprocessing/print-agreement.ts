/** Whether the words on the page are the words on the form: tells petitions apart that share one layout, and which way up. */
import { MM_PER_INCH } from '../domain/geometry.ts';
import { locate, type Placement } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';
import { PAPER, sampleNearest, type WorkImage } from './work-image.ts';

/** Places looked at, of print and of paper each. */
const LOOKED_AT = 1500;
/** Page brightness below which a place counts as inked, as a share of paper. */
const INK_LEVEL = 0.82;
/** How far print may lie from where it is expected, work px (0.3 mm). */
const NEAR = 2;

/**
 * Share of the form's print that is found on the page, less what chance would find; about 0.6 and more for the same form,
 * near 0 for another; null without a description of the print. Lines for signers are left out: there the ink is the signers'.
 */
export function printAgreement(work: WorkImage, form: PreparedForm, placement: Placement): number | null {
  const { print } = form;
  if (print === null) return null;
  const [x, y, w, h] = form.table;
  const mm = MM_PER_INCH / print.dpi;
  const tally = { print: { seen: 0, inked: 0 }, paper: { seen: 0, inked: 0 } };
  // A stride that shares no factor with the width walks over the whole page evenly.
  const stride = Math.max(1, Math.floor((print.data.length * 0.08) / LOOKED_AT)) * 2 + 1;
  for (let i = 0; i < print.data.length; i += stride) {
    const place = { x: ((i % print.width) + 0.5) * mm, y: (Math.floor(i / print.width) + 0.5) * mm };
    const isTable = place.x > x - 1 && place.x < x + w + 1 && place.y > y - 1 && place.y < y + h + 1;
    const kind = print.data[i] === 1 ? tally.print : tally.paper;
    if (isTable || kind.seen >= LOOKED_AT * 4) continue;
    kind.seen++;
    const at = locate(placement, place.x, place.y);
    if (isInked(work, at.x, at.y)) kind.inked++;
  }
  if (tally.print.seen < 100 || tally.paper.seen < 100) return null;
  return tally.print.inked / tally.print.seen - tally.paper.inked / tally.paper.seen;
}

function isInked(work: WorkImage, x: number, y: number): boolean {
  for (const [dx, dy] of [
    [0, 0],
    [NEAR, 0],
    [-NEAR, 0],
    [0, NEAR],
    [0, -NEAR],
  ] as const) {
    if (sampleNearest(work, x + dx, y + dy) < PAPER * INK_LEVEL) return true;
  }
  return false;
}
