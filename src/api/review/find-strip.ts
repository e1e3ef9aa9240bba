/** Which part of which picture shows a line; and making it ready before it is asked for. */
import type { Queryable } from '../../store/database.ts';
import { stripOf } from './claim-wire.ts';
import type { StripImages, StripWish } from './strip-images.ts';

/** Null when the line is unknown or its picture is gone. */
export async function findStrip(
  database: Queryable,
  lineId: string,
): Promise<{ wish: StripWish; isRestricted: boolean } | null> {
  const line = await database.line.findUnique({
    where: { id: lineId },
    select: {
      box: true,
      generation: true,
      restrictedAt: true,
      page: {
        select: {
          width: true,
          height: true,
          rectifiedImage: true,
          lines: { select: { box: true, generation: true }, orderBy: { index: 'asc' } },
        },
      },
    },
  });
  if (line?.page.rectifiedImage == null) return null;
  const { page } = line;
  const siblings = page.lines
    .filter((sibling) => sibling.generation === line.generation)
    .map((sibling) => stripOf({ box: sibling.box, page }).crop);
  const wish = { image: page.rectifiedImage!, crop: stripOf({ box: line.box, page }).crop, siblings };
  return { wish, isRestricted: line.restrictedAt !== null };
}

/** Cuts the strips of claimed lines while the answer is still on its way. Whoever asks for one hears of failures. */
export async function warmStrips(
  { database, strips }: { database: Queryable; strips: StripImages },
  lineIds: string[],
): Promise<void> {
  try {
    for (const id of lineIds) {
      const strip = await findStrip(database, id);
      if (strip !== null) await strips.read(strip.wish);
    }
  } catch {
    // The request for the strip itself fails the same way, with an answer.
  }
}
