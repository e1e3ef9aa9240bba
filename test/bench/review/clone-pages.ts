/** More read pages than there are sheets: copies of those that were really read, each with a picture of its own. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../../src/store/database.ts';
import type { ImageStore } from '../../../src/store/images.ts';

export interface CloneOptions {
  database: Database;
  images: ImageStore;
  /** Of the pages to copy. */
  pageIds: string[];
  /** The petition with the same form that takes the copies. */
  petitionId: string;
  batchId: string;
  copies: number;
}

type Source = Awaited<ReturnType<typeof readSource>>;

async function readSource(database: Database, id: string) {
  return await database.page.findUniqueOrThrow({
    where: { id },
    include: { scan: true, runs: true, lines: { orderBy: { index: 'asc' }, include: { readings: true } } },
  });
}

/** Bytes behind a picture's end change its name and nothing of what is seen. */
async function copyPicture(images: ImageStore, source: Source): Promise<string> {
  const picture = await images.read(source.rectifiedImage!);
  const copy = await images.write(Buffer.concat([picture, Buffer.from(randomUUID())]));
  // As the worker leaves them beside every page that it lays onto its form.
  const strips = await images.readStrips(source.rectifiedImage!);
  if (strips === null) throw new Error('No strips lie beside the picture of a page that was read');
  await images.writeStrips(copy, strips);
  return copy;
}

async function clonePage({ database, images, petitionId, batchId }: CloneOptions, source: Source, formId: string) {
  const image = await copyPicture(images, source);
  const { id: _scan, batchId: _batch, ...scan } = source.scan;
  const { id: scanId } = await database.scan.create({ data: { ...scan, batchId, sha256: image, pageCount: 1 } });
  const { id: _page, scan: _, runs, lines, createdAt: _at, ...page } = source;
  const place = { petitionId, formDefinitionId: formId };
  const content = { ...page, scanId, number: 1, ...place, rectifiedImage: image, sourceImage: null };
  const { id: pageId } = await database.page.create({ data: content as never });
  const { id: _run, ...run } = runs.at(-1)!;
  const { id: runId } = await database.readingRun.create({ data: { ...run, pageId } as never });
  const ids = new Map(lines.map((line) => [line.id, randomUUID()]));
  await database.line.createMany({
    data: lines.map(({ id, generation, index, box, found, foundSigned }) => ({
      ...{ id: ids.get(id)!, pageId, generation, index, box, found, foundSigned },
      ...place,
    })),
  });
  const readings = lines.flatMap((line) => line.readings);
  await database.reading.createMany({
    data: readings.map(({ id: _id, ...reading }) => ({ ...reading, runId, lineId: ids.get(reading.lineId)! })) as never,
  });
  const open = lines.filter((line) => line.state === 'awaiting_review');
  const chosen = (some: Source['lines']) => ({ id: { in: some.map((line) => ids.get(line.id)!) } });
  await database.line.updateMany({ where: chosen(open), data: { state: 'awaiting_review' } });
  const rest = lines.filter((line) => line.state !== 'awaiting_review');
  await database.line.updateMany({ where: chosen(rest), data: { state: 'rejected', reason: 'blank' } });
  return new Map([...ids].map(([from, to]) => [to, from]));
}

/** The copied line's id to the id of the line that it copies. */
export async function clonePages(options: CloneOptions): Promise<Map<string, string>> {
  const { database, pageIds, petitionId } = options;
  const form = await database.formDefinition.findFirstOrThrow({ where: { petitionId } });
  const origins = new Map<string, string>();
  const sources = await Promise.all(pageIds.map((id) => readSource(database, id)));
  for (let copy = 0; copy < options.copies; copy++) {
    const source = sources[copy % sources.length]!;
    for (const [to, from] of await clonePage(options, source, form.id)) origins.set(to, from);
  }
  return origins;
}
