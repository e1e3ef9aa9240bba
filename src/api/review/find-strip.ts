/** Which part of which picture shows a line. */
import type { Queryable } from '../../store/database.ts';
import { findLinePicture, listLineBoxes } from '../../store/line-place.ts';
import { stripOf } from './claim-wire.ts';
import type { StripWish } from './strip-images.ts';

/** Null when the line is unknown or its picture is gone. */
export async function findStrip(
  database: Queryable,
  lineId: string,
): Promise<{ wish: StripWish; isRestricted: boolean } | null> {
  const line = await findLinePicture(database, lineId);
  if (line === null || line.page.rectifiedImage === null) return null;
  return { wish: stripWish(database, line, line.page.rectifiedImage), isRestricted: line.isRestricted };
}

interface PlacedLine {
  pageId: string;
  generation: number;
  box: number[];
  page: { width: number | null; height: number | null };
}

export function stripWish(database: Queryable, line: PlacedLine, image: string): StripWish {
  const cropOf = (box: number[]) => stripOf({ box, page: line.page }).crop;
  return { image, crop: cropOf(line.box), all: async () => (await listLineBoxes(database, line)).map(cropOf) };
}
