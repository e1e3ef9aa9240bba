/** Where lines lie on their pages. */
import type { Queryable } from './database.ts';

export async function readLinePlaces(database: Queryable, lineIds: string[]) {
  const lines = await database.line.findMany({
    where: { id: { in: lineIds } },
    select: {
      id: true,
      formDefinitionId: true,
      index: true,
      box: true,
      page: { select: { width: true, height: true, dpi: true } },
    },
  });
  return new Map(lines.map((line) => [line.id, line]));
}

export interface LinePicture {
  pageId: string;
  generation: number;
  box: number[];
  isRestricted: boolean;
  page: { width: number | null; height: number | null; rectifiedImage: string | null };
}

/** One statement: asked for with every strip that is looked at. */
export async function findLinePicture(database: Queryable, lineId: string): Promise<LinePicture | null> {
  const [row] = await database.$queryRaw<(Omit<LinePicture, 'page'> & LinePicture['page'])[]>`
    SELECT line.page_id AS "pageId", line.generation, line.box, line.restricted_at IS NOT NULL AS "isRestricted",
      page.width, page.height, page.rectified_image AS "rectifiedImage"
    FROM line JOIN page ON page.id = line.page_id WHERE line.id = ${lineId}::uuid`;
  if (row === undefined) return null;
  const { width, height, rectifiedImage, ...line } = row;
  return { ...line, page: { width, height, rectifiedImage } };
}

/** Boxes of a page's lines from the top, as one run of preprocessing found them. */
export async function listLineBoxes(
  database: Queryable,
  { pageId, generation }: { pageId: string; generation: number },
): Promise<number[][]> {
  const where = { pageId, generation };
  const lines = await database.line.findMany({ where, select: { box: true }, orderBy: { index: 'asc' } });
  return lines.map(({ box }) => box);
}
