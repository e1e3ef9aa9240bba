/** Uploads that are cut: by the line, by the server's end, by a full disk. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanOutcomeWire } from '../../src/api/intake/outcome-wire.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { isMissing } from '../helpers/requirements.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');
const TUS = { 'tus-resumable': '1.0.0' };

/** The requests of the tus protocol, each by itself: a test cuts in where it likes. */
function tusOf(room: Mailroom) {
  const send = async (method: string, path: string, headers = {}, body?: Uint8Array) =>
    await fetch(`${await room.address()}${path}`, {
      method,
      headers: { ...room.credentials, ...TUS, ...headers },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
  return {
    send,
    create: (bytes: number, { name = 'scan.png', batchId = room.batchId } = {}) =>
      send('POST', '/api/uploads', {
        'upload-length': String(bytes),
        'upload-metadata': `filename ${encode(name)},batchId ${encode(batchId)}`,
      }),
    patch: (path: string, at: number, body: Uint8Array) =>
      send('PATCH', path, { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) }, body),
    offset: async (path: string) => Number((await send('HEAD', path)).headers.get('upload-offset')),
  };
}

describe('a resumable upload', () => {
  const folder = temporaryFolder();
  let room: Mailroom;
  let tus: ReturnType<typeof tusOf>;
  beforeAll(async () => {
    room = await createMailroom({ dataFolder: folder, limits: { fileBytes: 500_000 } });
    tus = tusOf(room);
  });
  afterAll(async () => {
    await room.close();
  });

  async function begun(bytes: number, options = {}): Promise<string> {
    const answer = await tus.create(bytes, options);
    expect(answer.status).toBe(201);
    return answer.headers.get('location') ?? '';
  }

  test('arrives in pieces and answers its last one with the outcome', async () => {
    const page = await syntheticPage(1);
    const path = await begun(page.length, { name: 'Pétition 1.png' });
    expect(path).toMatch(/^\/api\/uploads\/[0-9a-f]{32}$/);
    expect((await tus.patch(path, 0, page.subarray(0, 1_000))).status).toBe(204);
    expect(await tus.offset(path)).toBe(1_000);
    const last = await tus.patch(path, 1_000, page.subarray(1_000));
    expect(await last.json()).toMatchObject({ file: 'Pétition 1.png', outcome: 'accepted' });
    const outcome = await tus.send('GET', `${path}/outcome`);
    expect(await outcome.json()).toMatchObject({ outcome: 'accepted' });
    expect(await tus.offset(path)).toBe(page.length);
    expect(readdirSync(join(folder, 'incoming', 'uploads'))).toEqual(['finished']);
  });

  test('says what is wrong with a file: no scan, received before, too large, no such batch', async () => {
    const junk = await begun(4);
    const refused = await tus.patch(junk, 0, Buffer.from('junk'));
    expect(await refused.json()).toMatchObject({ outcome: 'refused', code: 'unsupported_type' });
    const page = await syntheticPage(1);
    const twice = await tus.patch(await begun(page.length, { name: 'other name.png' }), 0, page);
    expect(await twice.json()).toMatchObject({ outcome: 'duplicate', batchName: 'Monday' });
    expect((await tus.create(600_000)).status).toBe(413);
    const nowhere = await tus.create(10, { batchId: crypto.randomUUID() });
    expect([nowhere.status, ((await nowhere.json()) as { code: string }).code]).toEqual([404, 'batch_unknown']);
  });

  test('of one person is no other person’s', async () => {
    const path = await begun(10);
    const other = await room.signInAs(['mailroom']);
    expect((await other('HEAD', path, TUS)).statusCode).toBe(404);
    expect((await other('GET', `${path}/outcome`)).statusCode).toBe(404);
    expect((await fetch(`${await room.address()}${path}`, { method: 'HEAD' })).status).toBe(401);
    expect((await tus.send('GET', path)).status).toBe(404);
  });

  test('that was complete when the server died becomes a scan when it is back', async () => {
    const page = await syntheticPage(2);
    const path = await begun(page.length, { name: 'late.png' });
    // Every byte is on the disk, and the process ends before it can do anything about it.
    writeFileSync(join(folder, 'incoming', 'uploads', path.split('/').at(-1)!), page);
    await room.intake.context.uploads.tidy();
    const outcome = await tus.send('GET', `${path}/outcome`);
    const { scanId } = (await outcome.json()) as ScanOutcomeWire;
    expect(await room.database.scan.findUniqueOrThrow({ where: { id: scanId! } })).toMatchObject({
      fileName: 'late.png',
    });
    expect(await tus.offset(path)).toBe(page.length);
  });

  test('that became a scan just before the server died is no duplicate of itself', async () => {
    const page = await syntheticPage(3);
    const path = await begun(page.length, { name: 'once.png' });
    const file = join(folder, 'incoming', 'uploads', path.split('/').at(-1)!);
    const { outcome } = await room.accept(page, { fileName: 'once.png' });
    expect(outcome).toBe('accepted');
    writeFileSync(file, page);
    expect(await tus.offset(path)).toBe(page.length);
    expect(await (await tus.send('GET', `${path}/outcome`)).json()).toMatchObject({ outcome: 'accepted' });
  });
});

/** Megabytes. */
const SMALL_DISK = 3;

function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_DISK}m`, 'tmpfs', folder]).status === 0;
}

const diskFolder = join(temporaryFolder(), 'small-disk');
const isMounted = process.getuid?.() === 0 && mountSmallDisk(diskFolder);

describe.skipIf(isMissing('the right to mount (for a small disk)', isMounted))('on a full disk', () => {
  let room: Mailroom;
  beforeAll(async () => {
    room = await createMailroom({ dataFolder: diskFolder });
  });
  afterAll(async () => {
    await room.close();
    spawnSync('umount', ['--lazy', diskFolder]);
  });

  const leftovers = () =>
    readdirSync(diskFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'images.key')
      .map((entry) => entry.name);

  test('a file is refused with the remedy, nothing half is kept, and it is taken once there is room', async () => {
    const large = await room.upload(room.batchId, [['large.tif', randomBytes(SMALL_DISK * 1_200_000)]]);
    expect(large.body.items).toMatchObject([{ outcome: 'refused', code: 'disk_full' }]);
    expect(large.body.items[0]?.message).toContain('Free some space');
    expect(leftovers()).toEqual([]);

    // It fits where it arrives, and no longer where it is to be kept.
    const page = await syntheticPage(7);
    const filler = join(diskFolder, 'filler');
    spawnSync('dd', [
      'if=/dev/zero',
      `of=${filler}`,
      'bs=1K',
      `count=${SMALL_DISK * 1_024 - Math.ceil(page.length / 1_024) - 40}`,
    ]);
    writeFileSync(join(diskFolder, 'filler-2'), Buffer.alloc(24 * 1_024));
    const tight = await room.upload(room.batchId, [['tight.png', page]]);
    expect(tight.body.items).toMatchObject([{ outcome: 'refused', code: 'disk_full' }]);
    expect(leftovers().sort()).toEqual(['filler', 'filler-2']);
    expect(await room.database.scan.count()).toBe(0);

    rmSync(filler);
    rmSync(join(diskFolder, 'filler-2'));
    const again = await room.upload(room.batchId, [['tight.png', page]]);
    expect(again.body.items).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('a resumable upload waits for room and goes on', async () => {
    const tus = tusOf(room);
    const created = await tus.create(SMALL_DISK * 2_000_000);
    const path = created.headers.get('location') ?? '';
    const answer = await tus.patch(path, 0, randomBytes(SMALL_DISK * 1_200_000));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([507, 'disk_full']);
    expect(await tus.offset(path)).toBeGreaterThanOrEqual(0);
    expect((await tus.send('DELETE', path)).status).toBe(204);
    expect(readdirSync(join(diskFolder, 'incoming', 'uploads'))).toEqual(['finished']);
  });
});
