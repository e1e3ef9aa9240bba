/** The real way of a sample sheet: what ends up in the database is what `paraphe read` prints. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stripOf } from '../../src/api/review/claim-wire.ts';
import type { RowRecord } from '../../src/cli/page-record.ts';
import { createReader, type PageRead } from '../../src/cli/read-pages.ts';
import { WORDLESS_TYPES } from '../../src/domain/form.ts';
import { stripIn } from '../../src/imaging/strip-pack.ts';
import { createIntakeBench, type IntakeBench, sampleForm, until } from '../helpers/intake-bench.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
const PAGE_PROCESS = new URL('../../workers/page-process.ts', import.meta.url);
const sheet = new URL('../../samples/sheets/dev-few/scan.jpg', import.meta.url).pathname;
let bench: IntakeBench;

beforeAll(async () => {
  bench = await createIntakeBench({ dataFolder: folder, redisUrl: null, form: sampleForm() });
  await bench.startWorker({ stages: PAGE_PROCESS, stageSettings: { handwriting: true } });
});
afterAll(async () => {
  await bench.close();
});

async function readByCommand(): Promise<PageRead> {
  const reader = await createReader({ forms: [sampleForm()] });
  try {
    for await (const read of reader.readScan(sheet)) return read;
    throw new Error('The sheet has no page');
  } finally {
    await reader.close();
  }
}

/** Readings of a line in the form of the command's rows. */
async function rowsOf(pageId: string) {
  const wordless = new Set(
    sampleForm()
      .fields.filter((field) => WORDLESS_TYPES.includes(field.type))
      .map((field) => field.name),
  );
  const lines = await bench.database.line.findMany({
    where: { pageId, found: { not: 'empty' } },
    orderBy: { index: 'asc' },
    include: { readings: true },
  });
  return lines.map((line) => {
    const readings = line.readings.filter((reading) => !wordless.has(reading.field));
    const pick = <T>(of: (reading: (typeof readings)[number]) => T) =>
      Object.fromEntries(readings.map((reading) => [reading.field, of(reading)]));
    return {
      index: line.index,
      state: line.found,
      signed: line.foundSigned,
      fields: pick((reading) => reading.value),
      normalised: pick((reading) => reading.normalised),
      prefill: pick((reading) => reading.prefill),
    };
  });
}

const comparable = ({ index, state, signed, fields, normalised, prefill }: RowRecord) => ({
  index,
  state,
  signed,
  fields,
  normalised,
  prefill,
});

test('a sheet goes from upload to candidate rows', { timeout: 180_000 }, async () => {
  const outcome = await bench.accept(await readFile(sheet), { fileName: 'few.jpg' });
  const scanId = outcome.outcome === 'accepted' ? outcome.scanId : '';
  const [{ record }, page] = await Promise.all([
    readByCommand(),
    until(
      'the page is read',
      async () =>
        await bench.database.page.findFirst({ where: { scanId, state: { notIn: ['queued', 'preprocessed'] } } }),
      150_000,
    ),
  ]);
  expect(page.state).toBe('read');
  expect({ width: page.width, height: page.height, dpi: page.dpi }).toEqual({
    width: record.width,
    height: record.height,
    dpi: record.dpi,
  });
  expect(await rowsOf(page.id)).toEqual(record.rows.map(comparable));
  const counts = await bench.database.line.groupBy({ by: ['state'], where: { pageId: page.id }, _count: true });
  const total = counts.reduce((sum, count) => sum + count._count, 0);
  expect(total).toBe(sampleForm().rows.boxes.length);
  const strips = (await bench.images.readStrips(page.rectifiedImage!))!;
  const lines = await bench.database.line.findMany({ where: { pageId: page.id } });
  expect(lines.filter(({ box }) => stripIn(strips, stripOf({ box, page }).crop) === null)).toEqual([]);
  const run = await bench.database.readingRun.findFirstOrThrow({ where: { pageId: page.id } });
  expect(run.engines).toMatchObject([{ engine: 'handwriting', modelSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
});
