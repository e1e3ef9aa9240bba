/** What a person is told about a scan while the page still waits to be read. */
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecycledProcess } from '../../src/intake/recycled-process.ts';
import { createAssessPage } from '../../workers/assess-page.ts';
import { createPreprocessPage } from '../../workers/preprocess-page.ts';
import { createSplitScan } from '../../workers/split-scan.ts';
import type { WorkerContext } from '../../workers/context.ts';
import type { EntranceStages, Stages } from '../../workers/stages.ts';
import { createIntakeBench, type IntakeBench, sampleForm } from '../helpers/intake-bench.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
const SHEET = new URL('../../samples/sheets/dev-few/scan.jpg', import.meta.url);
let bench: IntakeBench;
let context: WorkerContext;

beforeAll(async () => {
  bench = await createIntakeBench({ dataFolder: folder, redisUrl: null, form: sampleForm() });
  const options = { maxCalls: 100, maxBytes: 2e9 };
  const process = (name: string, settings: object) => ({
    ...options,
    entry: new URL(`../../workers/${name}.ts`, import.meta.url),
    settings: { dataFolder: folder, ...settings },
  });
  context = {
    ...bench,
    entrance: createRecycledProcess<EntranceStages>(process('entrance-process', {})),
    stages: createRecycledProcess<Stages>(process('page-process', { handwriting: false })),
    log: pino({ level: 'silent' }),
  };
});
afterAll(async () => {
  await context.entrance.close();
  await context.stages.close();
  await bench.close();
});

/** The page of a file as it stands once the entrance has looked at it, and its job's key. */
async function assessed(bytes: Uint8Array) {
  const outcome = await bench.accept(bytes, { fileName: 'scan.jpg' });
  if (outcome.outcome !== 'accepted') throw new Error(`Expected accepted but received ${outcome.outcome}`);
  await createSplitScan(context)({ scanId: outcome.scanId, attempt: 1 });
  const { id } = await bench.database.page.findFirstOrThrow({ where: { scanId: outcome.scanId } });
  const key = { pageId: id, generation: 1, attempt: 1 };
  await createAssessPage(context)(key);
  return { key, page: await find(id) };
}

async function find(id: string) {
  const page = await bench.database.page.findUniqueOrThrow({ where: { id } });
  const { warnings = [] } = page.findings as { warnings?: { code: string }[] };
  return { ...page, codes: warnings.map(({ code }) => code) };
}

const sheet = async () => sharp(await readFile(SHEET));
const encoded = async (image: Sharp) => new Uint8Array(await image.withMetadata({ density: 200 }).jpeg().toBuffer());

test('a good scan waits without a remark and without a second picture', async () => {
  const { page } = await assessed(new Uint8Array(await readFile(SHEET)));
  expect(page).toMatchObject({ state: 'queued', codes: [], sourceImage: null });
  expect(page.findings).toMatchObject({ isAssessed: true });
});

test('dark, soft, coarse and cut scans are told at once, with their picture; the upright page replaces it', async () => {
  const { width, height } = await sharp(await readFile(SHEET)).metadata();
  const dark = await encoded((await sheet()).linear(0.36, 0));
  const soft = await encoded((await sheet()).blur(9));
  const coarse = await encoded((await sheet()).resize({ width: Math.round(width * 0.45) }));
  // A third of the table's columns lie beside the glass.
  const cut = await encoded(
    (await sheet()).extract({ left: Math.round(width * 0.3), top: 0, width: Math.round(width * 0.7), height }),
  );
  expect((await assessed(dark)).page.codes).toContain('too_dark');
  expect((await assessed(soft)).page.codes).toContain('blurred');
  const few = await assessed(new Uint8Array(await sharp(coarse).withMetadata({ density: 90 }).jpeg().toBuffer()));
  expect(few.page.codes).toContain('low_resolution');
  const shown = await assessed(cut);
  expect(shown.page.codes).toEqual(['cut_off']);
  expect(await bench.images.has(shown.page.sourceImage ?? '')).toBe(true);
});

test('what preprocessing makes of the page takes the place of the first remark', async () => {
  const dark = await encoded((await sheet()).linear(0.37, 0));
  const { key, page } = await assessed(dark);
  expect(page).toMatchObject({ state: 'queued', codes: ['too_dark'] });
  await createPreprocessPage(context)(key);
  expect(await find(page.id)).toMatchObject({ state: 'preprocessed', sourceImage: null, codes: ['too_dark'] });
  expect(await bench.images.has(page.sourceImage ?? '')).toBe(false);
});

test('a black page and a blank side are settled at the entrance; the wrong side is named', async () => {
  const create = { width: 1240, height: 1754, channels: 3 as const };
  const black = await encoded(sharp({ create: { ...create, background: '#050505' } }));
  expect((await assessed(black)).page).toMatchObject({ state: 'unreadable', reasonCode: 'all_black' });
  const white = await encoded(sharp({ create: { ...create, background: '#f4f2ee' } }));
  expect((await assessed(white)).page).toMatchObject({ state: 'blank', codes: ['wrong_side'] });
});
