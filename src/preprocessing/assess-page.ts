/** The first look at a page, before any form is sought: enough to tell what must be scanned again. A tenth of a second. */
import type { PageImage } from '../domain/image.ts';
import type { PageOutcome, Reason } from '../domain/page.ts';
import { assessLight, assessSize } from './assess.ts';
import { isBlank } from './blank.ts';
import { remarkOn } from './remarks.ts';
import { makeWorkImage, type WorkImage } from './work-image.ts';

export type FirstLook =
  | { settled: Extract<PageOutcome, { status: 'unreadable' | 'blank' }> }
  | { settled: null; work: WorkImage; warnings: Reason[] };

/** Settles what is no page or a blank one; `warnings` are about the light alone. Never throws for a strange picture. */
export function lookAt(page: PageImage, { mayBeBlank = true } = {}): FirstLook {
  const size = assessSize(page);
  if (size !== null) return { settled: { status: 'unreadable', reason: size } };
  const work = makeWorkImage(page);
  const { fatal, warnings } = assessLight(work);
  if (fatal !== null) return { settled: { status: 'unreadable', reason: fatal } };
  if (mayBeBlank && isBlank(work)) return { settled: { status: 'blank', orientation: 0, warnings } };
  return { settled: null, work, warnings };
}

/** The same verdict as preprocessing comes to, or what it is likely to remark on. */
export function assessPage(page: PageImage): { settled: FirstLook['settled']; warnings: Reason[] } {
  const look = lookAt(page);
  if (look.settled !== null) return { settled: look.settled, warnings: [] };
  return { settled: null, warnings: [...look.warnings, ...remarkOn(page, look.work)] };
}
