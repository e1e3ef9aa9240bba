/** Pictures of single cells: where they are cut out, and who may see them. */
import type { Box } from '../../domain/geometry.ts';
import type { CarpetWire } from '../../domain/wire-columns.ts';
import { crop } from '../../imaging/grey.ts';
import { decodePicture, encodeWebp } from '../../imaging/pixels.ts';
import { cellCrop } from '../../review/strip-geometry.ts';
import { type ColumnCell, findHeldCell } from '../../store/column.ts';
import type { Queryable } from '../../store/database.ts';
import type { FormShelf } from '../../store/petition.ts';
import { readLinePlaces } from '../../store/line-place.ts';
import { stripWish } from './find-strip.ts';
import type { StripImages, StripWish } from './strip-images.ts';

interface CellContext {
  database: Queryable;
  formOf: FormShelf;
}

interface Place {
  index: number;
  box: number[];
  page: { width: number | null; height: number | null; dpi: number | null };
}

async function cropOf(
  { database, formOf }: CellContext,
  formId: string,
  field: string,
  line: Place,
): Promise<Box | null> {
  const { definition } = await formOf(database, formId);
  const asked = definition.fields.find(({ name }) => name === field);
  const { width, height, dpi } = line.page;
  if (asked === undefined || width === null || height === null) return null;
  const at = { index: line.index, line: line.box as unknown as Box, page: { width, height }, dpi: dpi ?? 0 };
  return cellCrop(definition, asked, at);
}

/** Cells as they travel: a reading and a picture, nothing that says whose. */
export async function toCells(context: CellContext, field: string, cells: ColumnCell[]): Promise<CarpetWire['items']> {
  const places = await readLinePlaces(
    context.database,
    cells.map(({ lineId }) => lineId),
  );
  const items: CarpetWire['items'] = [];
  for (const { lineId, value } of cells) {
    const line = places.get(lineId);
    const crop = line === undefined ? null : await cropOf(context, line.formDefinitionId, field, line);
    if (crop === null) continue;
    items.push({ lineId, value, imageUrl: `/api/lines/${lineId}/cells/${field}`, width: crop[2], height: crop[3] });
  }
  return items;
}

/** A cell within the strip of its line. */
export interface CellWish {
  strip: StripWish;
  /** px in the strip. */
  part: Box;
}

export async function findCell(
  context: CellContext,
  held: { lineId: string; field: string; personId: string },
): Promise<CellWish | 'not_held' | 'gone'> {
  const cell = await findHeldCell(context.database, held);
  if (cell === null || cell.line.restrictedAt !== null || cell.line.erasedAt !== null) return 'not_held';
  const { line } = cell;
  const crop = await cropOf(context, line.formDefinitionId, held.field, line);
  const image = line.page.rectifiedImage;
  if (crop === null || image === null) return 'gone';
  const strip = stripWish(context.database, line, image);
  return { strip, part: [crop[0] - strip.crop[0], crop[1] - strip.crop[1], crop[2], crop[3]] };
}

/** Cut out of the strip: the page itself is not decoded for a single cell. */
export async function readCell(strips: StripImages, { strip, part }: CellWish): Promise<Uint8Array> {
  return await encodeWebp(crop(await decodePicture(await strips.read(strip)), part));
}
