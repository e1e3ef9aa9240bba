/** Erases one line: burnt out of the picture, emptied in the database, gone from the disk. */
import { NotFoundError } from '../../domain/errors.ts';
import type { Box } from '../../domain/geometry.ts';
import { decodePage, encodeJpeg } from '../../imaging/pixels.ts';
import { burnBand } from '../../privacy/burn-band.ts';
import { recordAudit } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { type ErasureTarget, findErasureTarget, recordErasure } from '../../store/erasure.ts';
import type { ImageStore } from '../../store/images.ts';
import { SCRUB_AT_ONCE, scrubTraces } from '../../store/scrub.ts';
import { removeUnusedContent } from '../../store/withdrawal.ts';

/** As good as the picture it replaces. */
const QUALITY = 90;

export interface ErasureTools {
  database: Database;
  images: ImageStore;
}

export interface ErasureOutcome {
  lineId: string;
  state: string;
  paper: ErasureTarget['paper'];
  /** False when the tables are too large to be rewritten while people work: `paraphe scrub` does it at night. */
  scrubbed: boolean;
}

/**
 * The burnt picture is stored first, the database follows in one transaction, the old contents go last: a crash between
 * leaves at worst contents that nothing points at, which the sweep removes.
 */
export async function eraseLine(
  { database, images }: ErasureTools,
  wish: { lineId: string; personId: string; keepsCount: boolean },
): Promise<ErasureOutcome> {
  const target = await findErasureTarget(database, wish.lineId);
  if (target === null) throw new NotFoundError('line_unknown', 'There is no such line.');
  const after = await burn(images, target);
  const { state, released, pageId } = await recordErasure(database, {
    ...wish,
    image: { before: target.rectifiedImage, after },
  });
  await images.removeCells(pageId);
  for (const name of new Set(released)) await removeUnusedContent(database, images, name);
  const scrub = await scrubTraces(database, { most: SCRUB_AT_ONCE });
  await recordAudit(database, {
    personId: wish.personId,
    kind: 'traces_scrubbed',
    subjectType: 'line',
    subjectId: wish.lineId,
    details: { ...scrub },
  });
  return { lineId: wish.lineId, state, paper: target.paper, scrubbed: scrub.rewritten };
}

async function burn(images: ImageStore, { rectifiedImage, line, dpi }: ErasureTarget): Promise<string | null> {
  if (rectifiedImage === null) return null;
  const page = await decodePage(await images.read(rectifiedImage));
  const picture = burnBand(page.colour ?? page.grey, line.box as Box);
  return await images.write(await encodeJpeg(picture, { quality: QUALITY, ...(dpi === null ? {} : { dpi }) }));
}
