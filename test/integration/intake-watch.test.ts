/** The watched folder: what a scanner writes there is taken once, whole, or set aside with its reason. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWatchDesk, type WatchDesk } from '../../src/api/intake/watch-desk.ts';
import { withConnection } from '../../src/store/database.ts';
import { ROOT } from '../helpers/child.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const dataFolder = temporaryFolder();
const base = temporaryFolder();
const HOUR = 3_600_000;
let room: Mailroom;
/** The desk's clock: a test lets time pass. */
let clock = Date.parse('2026-11-26T10:00:00');

beforeAll(async () => {
  room = await createMailroom({ dataFolder });
});
afterAll(async () => {
  await room.close();
});

function deskFor(folder: string, petitionId: string | null = room.petitionId): WatchDesk {
  const { acceptScan, incomingFolder } = room.intake.context;
  const log = pino({ level: 'silent' });
  const parts = { database: room.database, acceptScan, incomingFolder, fileBytes: 3_000_000, log, now: () => clock };
  return createWatchDesk(parts, { folder, petitionId });
}

/** A folder of its own with a desk that looks only when asked. */
function place(name: string) {
  const folder = join(base, name);
  mkdirSync(folder);
  let desk = deskFor(folder);
  return {
    folder,
    at: (...path: string[]) => join(folder, ...path),
    list: (...path: string[]) => readdirSync(join(folder, ...path)).sort(),
    look: () => desk.look(),
    /** As after a restart: nothing is remembered. */
    restart: () => {
      desk = deskFor(folder);
    },
    /** Seen once, and once more when whatever is being written has long been written. */
    async settle() {
      await desk.look();
      clock += HOUR;
      return await desk.look();
    },
  };
}

const batches = () => room.database.batch.findMany({ include: { scans: true }, orderBy: { createdAt: 'asc' } });

test('a file is waited for while it grows, then taken once and moved', async () => {
  const { at, look, list, settle } = place('growing');
  const page = await syntheticPage(700);
  writeFileSync(at('scan.png'), page.subarray(0, 500));
  expect(await look()).toMatchObject({ state: 'watching', waiting: 1, taken: 0 });
  clock += 60_000;
  appendFileSync(at('scan.png'), page.subarray(500));
  // Quiet for a minute as it was, it changed again: the wait begins anew.
  expect(await look()).toMatchObject({ waiting: 1, taken: 0 });
  clock += 3_000;
  expect(await look()).toMatchObject({ waiting: 1, taken: 0 });
  clock += 2_000;
  expect(await look()).toMatchObject({ waiting: 0, taken: 1, refused: 0 });
  expect(list()).toEqual(['done', 'refused']);
  expect(list('done')).toEqual(['scan.png']);
  const [scan] = await room.database.scan.findMany({ where: { fileName: 'scan.png' } });
  expect(Number(scan?.bytes)).toBe(page.length);
  writeFileSync(at('half.png.part'), page);
  expect(await settle()).toMatchObject({ waiting: 0, taken: 1 });
});

test('half a file is given more time than a whole one, and then set aside with its reason', async () => {
  const { at, look, list } = place('half');
  const page = await syntheticPage(701);
  writeFileSync(at('cut.png'), page.subarray(0, 400));
  writeFileSync(at('empty.pdf'), '');
  await look();
  clock += 60_000;
  expect(await look()).toMatchObject({ waiting: 2, refused: 0 });
  clock += 60_000;
  expect(await look()).toMatchObject({ waiting: 0, refused: 2 });
  expect(list('refused')).toEqual(['cut.png', 'cut.png.reason.txt', 'empty.pdf', 'empty.pdf.reason.txt']);
  const told = readFileSync(at('refused', 'cut.png.reason.txt'), 'utf8');
  expect(told).toContain('Refused (image_corrupt)');
  expect(told).toContain('Numérisez à nouveau');
});

test('a subfolder is a batch, the rest the batch of the day; a closed batch is followed by another', async () => {
  const { at, settle, list } = place('subfolders');
  mkdirSync(at('Lyon', 'morning'), { recursive: true });
  writeFileSync(at('Lyon', 'a.png'), await syntheticPage(710));
  writeFileSync(at('Lyon', 'morning', 'b.png'), await syntheticPage(711));
  writeFileSync(at('c.png'), await syntheticPage(712));
  expect(await settle()).toMatchObject({ taken: 3 });
  expect(list('done', 'Lyon')).toEqual(['a.png', 'morning']);
  const lyon = (await batches()).filter((batch) => batch.name === 'Lyon');
  expect(lyon.map((batch) => batch.scans.map((scan) => scan.fileName).sort())).toEqual([['a.png', 'b.png']]);
  const day = (await batches()).find((batch) => batch.scans.some((scan) => scan.fileName === 'c.png'));
  expect(day?.name).toBe('Dossier surveillé 2026-11-26');
  await room.query(`UPDATE scan SET state = 'split' WHERE batch_id = $1`, [lyon[0]?.id]);
  await room.query(`UPDATE batch SET state = 'closed' WHERE id = $1`, [lyon[0]?.id]);
  writeFileSync(at('Lyon', 'd.png'), await syntheticPage(713));
  await settle();
  expect((await batches()).filter((batch) => batch.name === 'Lyon').map((batch) => batch.scans.length)).toEqual([2, 1]);
});

test('what was received before is told as such; what a crash kept from being moved is no duplicate of itself', async () => {
  const { at, settle, list, restart } = place('twice');
  const page = await syntheticPage(720);
  writeFileSync(at('a.png'), page);
  await settle();
  // As if the server had died between taking and moving.
  renameSync(at('done', 'a.png'), at('a.png'));
  restart();
  expect(await settle()).toMatchObject({ refused: 0, taken: 1 });
  expect(list('done')).toEqual(['a.png']);
  mkdirSync(at('elsewhere'));
  writeFileSync(at('elsewhere', 'copy.png'), page);
  expect(await settle()).toMatchObject({ refused: 1 });
  expect(readFileSync(at('refused', 'elsewhere', 'copy.png.reason.txt'), 'utf8')).toMatch(
    /Already received.*Dossier surveillé/,
  );
  expect(await room.database.scan.count({ where: { fileName: 'copy.png' } })).toBe(0);
  // The same name again, another content: neither is written over.
  writeFileSync(at('a.png'), await syntheticPage(721));
  await settle();
  expect(list('done')).toEqual(['a.png', 'a.png~2']);
});

test('strange names: line breaks, 255 bytes, another encoding, links that lead out', async () => {
  const { at, settle, list, folder } = place('names');
  writeFileSync(at('a\nb".png'), await syntheticPage(730));
  const long = `${'x'.repeat(251)}.tif`;
  writeFileSync(at(long), 'no scan');
  writeFileSync(
    Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('P\xe9tition.png', 'latin1')]),
    await syntheticPage(731),
  );
  mkdirSync(at('lot\n1'));
  writeFileSync(at('lot\n1', 'c.png'), await syntheticPage(732));
  const secret = join(base, 'secret.png');
  writeFileSync(secret, await syntheticPage(733));
  symlinkSync(secret, at('link.png'));
  symlinkSync(base, at('way-out'));
  expect(await settle()).toMatchObject({ taken: 3, refused: 1, waiting: 0 });
  const names = (await room.database.scan.findMany({ orderBy: { receivedAt: 'desc' }, take: 4 })).map(
    (scan) => scan.fileName,
  );
  expect(names).toEqual(expect.arrayContaining(['ab".png', 'Pétition.png', 'c.png']));
  expect((await batches()).map((batch) => batch.name)).toContain('lot1');
  expect(list()).toEqual(expect.arrayContaining(['link.png', 'way-out']));
  const aside = list('refused');
  expect(aside).toHaveLength(2);
  expect(aside.some((name) => name.endsWith('.reason.txt') && Buffer.byteLength(name) <= 255)).toBe(true);
});

test('a folder that vanishes is said to be gone, stops nothing, and is used again when it is back', async () => {
  const { at, folder, settle, look } = place('mount');
  writeFileSync(at('a.png'), await syntheticPage(740));
  expect(await settle()).toMatchObject({ state: 'watching', taken: 1 });
  renameSync(folder, `${folder}-away`);
  expect(await look()).toMatchObject({ state: 'missing', code: 'ENOENT', taken: 1 });
  // The bare mount point is there, what was mounted is not: nothing is made in it.
  mkdirSync(folder);
  expect(await look()).toMatchObject({ state: 'missing' });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  renameSync(`${folder}-away`, folder);
  writeFileSync(at('b.png'), await syntheticPage(741));
  expect(await settle()).toMatchObject({ state: 'watching', taken: 2 });
});

test('without an open petition files wait where they are', async () => {
  const folder = join(base, 'no-petition');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.png'), await syntheticPage(750));
  const desk = deskFor(folder, crypto.randomUUID());
  await desk.look();
  clock += HOUR;
  expect(await desk.look()).toMatchObject({ state: 'no_petition', waiting: 1, taken: 0 });
  expect(readdirSync(folder)).toContain('a.png');
});

test('one process at a time looks', async () => {
  const { look } = place('lock');
  await withConnection(room.database, async (client) => {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('paraphe.watch', 0))`);
    expect(await look()).toMatchObject({ state: 'elsewhere' });
    await client.query(`SELECT pg_advisory_unlock(hashtextextended('paraphe.watch', 0))`);
  });
  expect(await look()).toMatchObject({ state: 'watching' });
});

test('people of the mailroom see how it stands', async () => {
  expect(await room.get('/api/watch')).toMatchObject({ state: 'off', folder: null });
});

describe('as a user without rights', () => {
  const NOBODY = '65534';
  const isRoot = process.getuid?.() === 0;

  function watcher(folder: string) {
    const args = ['--import', import.meta.resolve('tsx'), `${ROOT}test/helpers/watch-child.ts`, folder];
    const child = spawn(process.execPath, [...args, ...(isRoot ? [NOBODY] : [])], { cwd: ROOT });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      async look() {
        child.stdin.write('\n');
        return JSON.parse((await lines.next()).value ?? '{}');
      },
      end: () => child.stdin.end(),
    };
  }

  test('says that the folder is closed, that one file is, and takes both once they are open', async () => {
    const folder = join(base, 'closed');
    mkdirSync(folder, { mode: 0o777 });
    chmodSync(base, 0o755);
    chmodSync(folder, 0o555);
    const { look, end } = watcher(folder);
    expect(await look()).toMatchObject({ state: 'no_access', code: 'EACCES' });
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'a.png'), await syntheticPage(760), { mode: 0o000 });
    expect(await look()).toMatchObject({ state: 'watching', locked: 1, taken: 0 });
    chmodSync(join(folder, 'a.png'), 0o444);
    await look();
    expect(await look()).toMatchObject({ locked: 0 });
    expect(readdirSync(join(folder, 'done'))).toEqual(['a.png']);
    chmodSync(join(folder, 'done'), 0o555);
    if (isRoot) {
      chmodSync(join(folder, 'done'), 0o000);
      expect(await look()).toMatchObject({ state: 'no_access' });
    }
    end();
  });
});
