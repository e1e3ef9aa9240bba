/** The mailroom over HTTP: what is taken in, what is turned away, what can be taken back. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchWire } from '../../src/domain/wire-batch.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { until } from '../helpers/intake-bench.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder, limits: { fileBytes: 3_000_000 } });
  await room.startWorker({ intervals: { heartbeat: 500, sweep: 500, sweepGrace: 500, leftovers: 60_000 } });
});
afterAll(async () => {
  await room.close();
});

const settled = (batchId: string, pages: number) =>
  until('the pages are settled', async () => {
    const batch = await room.get<BatchWire>(`/api/batches/${batchId}`);
    const done = batch.pages.filter(({ state }) => !['queued', 'preprocessed'].includes(state));
    return done.length === pages ? batch : null;
  });

test('a batch is created, listed and read back', async () => {
  const created = await room.post<BatchWire>(`/api/petitions/${room.petitionId}/batches`, {
    name: 'Lyon, Tuesday',
    declaredSheets: 12,
    receivedOn: '2026-03-04',
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    name: 'Lyon, Tuesday',
    declaredSheets: 12,
    receivedOn: '2026-03-04',
    state: 'open',
  });
  const list = await room.get<{ items: BatchWire[] }>(`/api/petitions/${room.petitionId}/batches`);
  expect(list.items.map((batch) => batch.id)).toContain(created.body.id);
  const read = await room.get<BatchWire>(`/api/batches/${created.body.id}`);
  expect(read).toMatchObject({ id: created.body.id, pages: [], scans: [], isPractice: false });
});

test('files of one request have their outcome each: accepted, duplicate, refused', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Outcomes');
  const page = await syntheticPage(1);
  const { status, body } = await room.upload(batchId, [
    ['Pétition é.png', page],
    ['again.png', page],
    ['letter.pdf', Buffer.from('this is no pdf')],
    ['empty.png', Buffer.alloc(0)],
    ['cut.png', page.subarray(0, 400)],
    ['../../etc/passwd', await syntheticPage(2)],
    [`${'x'.repeat(300)}.png`, await syntheticPage(3)],
    ['large.png', randomBytes(3_500_000)],
  ]);
  expect(status).toBe(200);
  expect(body.items.map(({ file, outcome, code }) => [file.slice(0, 20), outcome, code])).toEqual([
    ['Pétition é.png', 'accepted', undefined],
    ['again.png', 'duplicate', 'duplicate'],
    ['letter.pdf', 'refused', 'unsupported_type'],
    ['empty.png', 'refused', 'empty_file'],
    ['cut.png', 'refused', 'image_corrupt'],
    ['passwd', 'accepted', undefined],
    ['x'.repeat(20), 'accepted', undefined],
    ['large.png', 'refused', 'too_large'],
  ]);
  expect(body.items[1]).toMatchObject({ batchId, batchName: 'Outcomes' });
  expect(body.items[6]!.file.length).toBeLessThanOrEqual(200);
  const batch = await settled(batchId, 3);
  expect(batch.pages.map(({ file, page: number, state, lines }) => [file.slice(0, 14), number, state, lines])).toEqual([
    ['Pétition é.png', 1, 'read', 5],
    ['passwd', 1, 'read', 5],
    ['x'.repeat(14), 1, 'read', 5],
  ]);
  expect(batch.scans.filter((scan) => scan.state === 'refused').map((scan) => scan.reason?.code)).toEqual([
    'unsupported_type',
    'empty_file',
    'image_corrupt',
  ]);
  expect(await readdir(join(folder, 'incoming'))).toEqual(['uploads']);
});

test('the same bytes sent twice at the same moment are received once', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Race');
  const page = await syntheticPage(10);
  const answers = await Promise.all(Array.from({ length: 4 }, () => room.upload(batchId, [['same.png', page]])));
  const outcomes = answers.map(({ body }) => body.items[0]!.outcome).sort();
  expect(outcomes).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate']);
});

test('a file of many pages becomes as many pages', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Stack');
  const images = await Promise.all([20, 21, 22].map((seed) => syntheticPage(seed)));
  const tiff = await sharp(images, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const { body } = await room.upload(batchId, [['stack.tif', tiff]]);
  expect(body.items[0]).toMatchObject({ outcome: 'accepted' });
  const batch = await settled(batchId, 3);
  expect(batch.pages.map(({ page }) => page)).toEqual([1, 2, 3]);
});

test('a withdrawn scan leaves its record, no content, and its lines superseded; the same bytes may come again', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Mistake');
  const page = await syntheticPage(30);
  const { body } = await room.upload(batchId, [['mistake.png', page]]);
  const scanId = body.items[0]!.scanId!;
  const before = (await settled(batchId, 1)).pages[0]!;
  const { rectifiedImage } = await room.database.page.findUniqueOrThrow({ where: { id: before.id } });
  const taken = await room.post<{ state: string; file: string }>(`/api/scans/${scanId}/withdraw`, {});
  expect(taken.body).toMatchObject({ state: 'withdrawn', file: '' });
  const after = await room.get<BatchWire>(`/api/batches/${batchId}`);
  expect(after.pages[0]).toMatchObject({ id: before.id, state: 'withdrawn', lines: 0, file: '' });
  expect(after.progress).toMatchObject({ scans: 0, pages: 0, lines: 0, linesByState: { superseded: 5 } });
  expect(await room.images.has(createHash('sha256').update(page).digest('hex'))).toBe(false);
  expect(await room.images.has(rectifiedImage ?? '')).toBe(false);
  const readings = await room.database.reading.findMany({ where: { line: { pageId: before.id } } });
  expect(readings.every((reading) => reading.value === null && reading.raw === null)).toBe(true);
  expect(await room.database.page.findUniqueOrThrow({ where: { id: before.id } })).toMatchObject({ findings: null });
  const again = await room.upload(batchId, [['again.png', page]]);
  expect(again.body.items[0]).toMatchObject({ outcome: 'accepted' });
});

test('a scan moves to another batch of its kind, not into practice', async () => {
  const from = await room.newBatch(room.petitionId, 'From');
  const to = await room.newBatch(room.petitionId, 'To');
  const practice = await room.newBatch(await room.newPetition(true), 'Practice');
  const { body } = await room.upload(from, [['move.png', await syntheticPage(40)]]);
  const scanId = body.items[0]!.scanId!;
  await settled(from, 1);
  const refused = await room.post<{ code: string }>(`/api/scans/${scanId}/move`, { batchId: practice });
  expect([refused.status, refused.body.code]).toEqual([409, 'practice_stays_apart']);
  expect((await room.post(`/api/scans/${scanId}/move`, { batchId: to })).status).toBe(200);
  expect((await room.get<BatchWire>(`/api/batches/${from}`)).pages).toEqual([]);
  expect((await room.get<BatchWire>(`/api/batches/${to}`)).pages).toHaveLength(1);
});

test('a page nobody recognises is listed for triage, gets its form by hand, and is set aside', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Foreign');
  await room.upload(batchId, [['letter.png', await syntheticPage(50, { isForeign: true })]]);
  const page = (await settled(batchId, 1)).pages[0]!;
  expect(page).toMatchObject({
    state: 'unrecognised',
    lines: 0,
    reason: { code: 'no_form_fits', message: 'No form fits.' },
  });
  const listed = await room.get<{ items: { id: string }[] }>(`/api/pages?batchId=${batchId}`);
  expect(listed.items.map(({ id }) => id)).toEqual([page.id]);
  const image = await room.raw('GET', `/api/pages/${page.id}/image`);
  expect([image.statusCode, image.headers['content-type']]).toEqual([200, 'image/jpeg']);
  const small = await room.raw('GET', `/api/pages/${page.id}/image?width=60`);
  expect((await sharp(small.rawPayload).metadata()).width).toBe(60);
  const turned = await room.post<{ state: string }>(`/api/pages/${page.id}/turn`, { degrees: 90 });
  expect([turned.status, turned.body.state]).toEqual([200, 'queued']);
  await settled(batchId, 1);
  const aside = await room.post<{ state: string }>(`/api/pages/${page.id}/set-aside`, {});
  expect(aside.body.state).toBe('withdrawn');
  expect((await room.post<{ state: string }>(`/api/pages/${page.id}/retry`, {})).body.state).toBe('queued');
  await settled(batchId, 1);
});

test('live events say which batch changed', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Live');
  const heard = await room.listen();
  await room.upload(batchId, [['live.png', await syntheticPage(60)]]);
  await until('the batch is announced', async () => heard.events().includes(`batch ${batchId}`));
  await until('its lines are announced', async () => heard.events().includes(`petition ${room.petitionId}`));
  await heard.close();
});

test('the practice petition is filled with one action and removed whole', async () => {
  const petitionId = await room.newPetition(true);
  const batchId = await room.newBatch(petitionId, 'Practice');
  await room.upload(batchId, [['practice.png', await syntheticPage(70)]]);
  await settled(batchId, 1);
  const real = await room.raw('DELETE', `/api/petitions/${room.petitionId}`);
  expect([real.statusCode, real.json().code]).toEqual([409, 'petition_real']);
  const { rectifiedImage } = await room.database.page.findFirstOrThrow({ where: { scan: { batchId } } });
  expect((await room.raw('DELETE', `/api/petitions/${petitionId}`)).statusCode).toBe(204);
  expect(await room.images.has(rectifiedImage ?? '')).toBe(false);
  expect(await room.database.line.count({ where: { petitionId } })).toBe(0);
  expect((await room.raw('GET', `/api/batches/${batchId}`)).statusCode).toBe(404);
});

test('who holds no role of the mailroom is turned away', async () => {
  const reviewer = await room.signInAs(['reviewer']);
  expect((await reviewer('GET', `/api/batches/${room.batchId}`)).statusCode).toBe(403);
  expect((await reviewer('POST', '/api/uploads')).statusCode).toBe(403);
});
