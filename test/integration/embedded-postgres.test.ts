import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLineOf, isAlive } from '../../src/process-identity.ts';
import { startScript } from '../helpers/child.ts';
import { isMissing } from '../helpers/requirements.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const isRoot = process.getuid?.() === 0;

/** Anybody without rights. */
const NOBODY = 65_534;

interface Answer {
  code: string;
  url: string;
  message: string;
  remedy: string;
  said: string[];
}

function open(folder: string, ...more: string[]) {
  const child = startScript('test/helpers/database-child.ts', [folder, ...more]);
  const answer = child.line((line) => JSON.parse(line) as Answer);
  return { child, answer };
}

async function close({ child }: ReturnType<typeof open>): Promise<void> {
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function home(folder: string): string {
  const note = join(folder, 'postgres.location');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(folder, 'postgres');
}

const pidFile = (folder: string) => join(home(folder), 'cluster/postmaster.pid');
const postmasterOf = (folder: string) => Number(readFileSync(pidFile(folder), 'utf8').split('\n')[0]);
const mode = (path: string) => statSync(path).mode & 0o777;

/** The shell that watches over the postmaster (Linux only). */
function guardOf(postmaster: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.map(Number).find((pid) => {
    const line = commandLineOf(pid);
    return line.includes('read -r word') && line.endsWith(` ${postmaster}`);
  });
  if (found === undefined) throw new Error('No guard.');
  return found;
}

function folderFor(name: string): string {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const base = temporaryFolder();

describe('the built-in database', () => {
  it('is new once, kept, private, and out of reach from the network', async () => {
    const folder = folderFor('ordinary');
    const first = open(folder);
    const { url, said } = await first.answer;
    expect(said).toEqual(['Made a new database in the data folder.']);
    await query(url, 'CREATE TABLE kept (id integer)');
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await query(url, 'SHOW log_error_verbosity')).toEqual([{ log_error_verbosity: 'terse' }]);
    expect(await query(url, 'SHOW log_statement')).toEqual([{ log_statement: 'none' }]);
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(mode(home(folder))).toBe(0o700);
    expect(mode(join(home(folder), 'password'))).toBe(0o600);
    expect(mode(join(home(folder), 'socket'))).toBe(0o700);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    await close(first);

    const second = open(folder);
    const again = await second.answer;
    expect(again.said).toEqual([]);
    expect(await query(again.url, "SELECT 1 AS one FROM pg_tables WHERE tablename = 'kept'")).toEqual([{ one: 1 }]);
    await close(second);
    expect(existsSync(pidFile(folder))).toBe(false);
  });

  it('has its socket elsewhere when the path of the data folder is too long for one', async () => {
    const folder = folderFor(join('x'.repeat(60), 'y'.repeat(60)));
    if (isRoot) chmodSync(join(base, 'x'.repeat(60)), 0o711);
    const running = open(folder);
    const { url } = await running.answer;
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const socket = readFileSync(join(home(folder), 'socket-folder'), 'utf8');
    expect(socket.startsWith(folder)).toBe(false);
    expect(mode(socket)).toBe(0o700);
    await close(running);
    expect(existsSync(socket)).toBe(false);
  });

  it('refuses a second start on the same data folder and says who has it', async () => {
    const folder = folderFor('twice');
    const first = open(folder);
    await first.answer;
    const second = await open(folder).answer;
    expect(second).toMatchObject({ code: 'already_running', remedy: expect.stringContaining('PARAPHE_DATA') });
    expect(second.message).toContain(`process ${first.child.process.pid}`);
    await close(first);
  });
});

describe('after a power cut', () => {
  it('starts over the pid file and recovers what was confirmed', async () => {
    const folder = folderFor('power-cut');
    const before = open(folder);
    const { url } = await before.answer;
    await query(url, 'CREATE TABLE confirmed (id integer)');
    const postmaster = postmasterOf(folder);
    process.kill(guardOf(postmaster), 'SIGKILL');
    before.child.process.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await waitUntil('the postmaster is gone', () => !isAlive(postmaster));
    expect(existsSync(pidFile(folder))).toBe(true);

    const after = open(folder);
    const answer = await after.answer;
    expect(await query(answer.url, 'SELECT count(*)::int AS rows FROM confirmed')).toEqual([{ rows: 0 }]);
    await close(after);
  });

  it('does not mistake another process with the same number for the database', async () => {
    const folder = folderFor('reused');
    await close(await opened(folder));
    const stale = [String(process.pid), join(home(folder), 'cluster'), '1', '5432', '', '', '', 'ready'];
    writeFileSync(pidFile(folder), `${stale.join('\n')}\n`);
    await close(await opened(folder));
    expect(isAlive(process.pid)).toBe(true);
  });

  it('stops with the server that is killed, and is stopped by the next one when its guard was killed as well', async () => {
    const folder = folderFor('orphan');
    const first = await opened(folder);
    const guarded = postmasterOf(folder);
    first.child.process.kill('SIGKILL');
    await waitUntil('the guard has stopped the database', () => !isAlive(guarded));

    const second = await opened(folder);
    const orphan = postmasterOf(folder);
    process.kill(guardOf(orphan), 'SIGKILL');
    second.child.process.kill('SIGKILL');
    await second.child.ended;
    expect(isAlive(orphan)).toBe(true);
    const third = open(folder);
    expect((await third.answer).said).toEqual(['Stopping the database that an earlier start left running …']);
    expect(isAlive(orphan)).toBe(false);
    await close(third);
  });
});

async function opened(folder: string) {
  const running = open(folder);
  expect(await running.answer).toMatchObject({ code: 'up' });
  return running;
}

describe('where it cannot work', () => {
  it('names a data folder that may not be written, with the remedy and without a stack', async () => {
    const folder = folderFor('read-only');
    chmodSync(folder, 0o555);
    const running = open(folder, ...(isRoot ? [String(NOBODY)] : []));
    expect(await running.answer).toMatchObject({
      code: 'data_folder_not_writable',
      message: expect.stringContaining(folder),
      remedy: expect.stringContaining('PARAPHE_DATA'),
    });
    expect(running.child.stderr).toEqual([]);
  });

  it('names a data folder that is a file', async () => {
    const path = join(base, 'file');
    writeFileSync(path, '');
    expect(await open(join(path, 'data')).answer).toMatchObject({ code: 'data_folder_is_file' });
  });

  it('refuses a cluster of another Postgres before touching it', async () => {
    const folder = folderFor('older');
    await close(await opened(folder));
    writeFileSync(join(home(folder), 'cluster/PG_VERSION'), '15\n');
    expect(await open(folder).answer).toMatchObject({
      code: 'database_version',
      message: expect.stringContaining('Postgres 15'),
      remedy: expect.stringContaining('backup'),
    });
  });

  it('works for a user without any rights beyond the folder', async () => {
    const folder = folderFor('nobody');
    if (isRoot) chmodSync(folder, 0o777);
    const running = open(folder, ...(isRoot ? [String(NOBODY)] : []));
    expect(await running.answer).toMatchObject({ code: 'up' });
    await close(running);
  });
});

describe.skipIf(isMissing('root (for folders that only root can enter)', isRoot))('as root', () => {
  const closed = join(base, 'closed');
  const folder = join(closed, 'data');
  afterAll(() => {
    const elsewhere = home(folder);
    if (elsewhere.startsWith('/var/')) rmSync(elsewhere, { recursive: true, force: true });
  });

  it('works in a folder that only root can enter, and says so when the database goes missing', async () => {
    mkdirSync(closed, { mode: 0o700 });
    const running = await opened(folder);
    expect(statSync(home(folder)).uid).not.toBe(0);
    await close(running);
    await close(await opened(folder));
    const elsewhere = home(folder);
    rmSync(elsewhere, { recursive: true });
    expect(await open(folder).answer).toMatchObject({
      code: 'database_missing',
      message: expect.stringContaining(elsewhere),
      remedy: expect.stringContaining('restore'),
    });
  });
});

function mountSmallDisk(megabytes: number): string | null {
  const folder = folderFor('small-disk');
  const answer = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', folder]);
  return answer.status === 0 ? folder : null;
}

/** Megabytes. Enough for a new database, little enough to fill. */
const SMALL_DISK = 180;

const smallDisk = isRoot ? mountSmallDisk(SMALL_DISK) : null;

describe.skipIf(isMissing('the right to mount (for a small disk)', smallDisk))('on a full disk', () => {
  const folder = smallDisk ?? '';
  afterAll(() => spawnSync('umount', ['--lazy', folder]));
  const full = {
    code: 'disk_full',
    message: expect.stringContaining(folder),
    remedy: expect.stringContaining('Free some space'),
  };

  it('is refused before it begins, half-way through the first start, and later on', async () => {
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc((SMALL_DISK - 20) * 1_000_000));
    expect(await open(folder).answer).toMatchObject(full);
    rmSync(filler);

    await close(await opened(folder));
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']);
    const late = open(folder);
    expect(await late.answer).toMatchObject(full);
    expect(late.child.stderr).toEqual([]);

    rmSync(filler);
    await close(await opened(folder));
  });
});
