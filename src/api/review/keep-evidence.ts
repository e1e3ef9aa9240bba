/** The tick box as it stood when somebody decided about contact: consent must be shown, also after the page is gone. */
import type { Box } from '../../domain/geometry.ts';
import { crop } from '../../imaging/grey.ts';
import { decodePicture, encodeWebp } from '../../imaging/pixels.ts';
import { fieldBoxInStrip } from '../../review/strip-geometry.ts';
import type { Database } from '../../store/database.ts';
import type { ImageStore } from '../../store/images.ts';
import { type FormShelf, getPetition } from '../../store/petition.ts';
import { stripOf } from './claim-wire.ts';
import { findStrip } from './find-strip.ts';
import type { StripImages } from './strip-images.ts';

export interface EvidenceTools {
  database: Database;
  images: ImageStore;
  strips: StripImages;
  formOf: FormShelf;
}

/** Of the box's height, around it: a tick seldom stays inside. */
const AROUND = 0.3;

/** Answers the content address of the crop; null when the petition asks for no contact or there is no picture. */
export async function keepEvidence(tools: EvidenceTools, lineId: string): Promise<string | null> {
  const { database, images, strips, formOf } = tools;
  const line = await database.line.findUnique({ where: { id: lineId }, include: { page: true } });
  if (line === null) return null;
  const { contactField } = (await getPetition(database, line.petitionId)).settings;
  const { definition } = await formOf(database, line.formDefinitionId);
  const field = definition.fields.find(({ name }) => name === contactField);
  const found = field === undefined ? null : await findStrip(database, lineId);
  if (field === undefined || found === null) return null;
  const at = { index: line.index, strip: stripOf(line), dpi: line.page.dpi ?? 0 };
  const strip = await decodePicture(await strips.read(found.wish));
  return await images.write(await encodeWebp(crop(strip, widened(fieldBoxInStrip(definition, field, at), strip))));
}

/** Stays inside the strip. */
function widened([x, y, w, h]: Box, { width, height }: { width: number; height: number }): Box {
  const margin = Math.round(h * AROUND);
  const left = Math.min(Math.max(0, x - margin), width - 1);
  const top = Math.min(Math.max(0, y - margin), height - 1);
  const right = Math.min(width, x + w + margin);
  const bottom = Math.min(height, y + h + margin);
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}
