import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/backup/archive-reader.ts';
import { backUp } from '../../src/backup/back-up.ts';
import { restore } from '../../src/backup/restore.ts';
import { listStoredFiles } from '../../src/backup/stored-files.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { createDatabase } from '../../src/store/database.ts';
import { listMigrationNames, migrate } from '../../src/store/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let source: TestDatabase;

function put(dataFolder: string, name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(dataFolder, name)), { recursive: true });
  writeFileSync(join(dataFolder, name), content);
}

/** Every byte value, so that no encoding on the way goes unnoticed. */
const everyByte = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
const original = join(folder, 'original');

async function addPeople(database: TestDatabase, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number += 1) {
    // Tabs, line breaks, backslashes and quotes are what a text format gets wrong first.
    const name = `Zoë\t"${number}"\n\\N \\. 東京`;
    await database.query(
      `INSERT INTO person (email, display_name, password_hash, roles) VALUES ($1, $2, 'x', '{reviewer,dpo}')`,
      [`person${number}@example.org`, name],
    );
    await database.query(`INSERT INTO audit_event (kind, details, previous_hash, hash) VALUES ('tried', $1, '', '')`, [
      JSON.stringify({ number }),
    ]);
  }
}

/** All rows of all tables, as text. */
async function contentOf(database: TestDatabase): Promise<Record<string, unknown[]>> {
  const tables = await database.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY name",
  );
  const content: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
    content[name] = rows.map(({ row }) => row);
  }
  return content;
}

/** Triggers, constraints and indexes with their state. */
const rulesOf = (database: TestDatabase) =>
  database.query(
    `SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2, 3, 4`,
  );

async function intoEmpty<T>(use: (target: TestDatabase, dataFolder: string) => Promise<T>): Promise<T> {
  const target = await createEmptyDatabase();
  try {
    return await use(target, join(folder, `restored-${Math.random()}`));
  } finally {
    await target.close();
  }
}

beforeAll(async () => {
  source = await createTestDatabase();
  await addPeople(source, 0, 5);
  put(original, 'images/ab/abcdef', everyByte);
  put(original, 'images/ab/empty', '');
  put(original, 'cells/page-1', 'cells');
  put(original, 'keys/images.key', everyByte.subarray(0, 32));
  put(original, 'images/ab/half.unfinished', 'not whole');
  put(original, 'incoming/half', 'not arrived');
});
afterAll(() => source.close());

async function backUpTo(name: string, databaseUrl = source.url): Promise<string> {
  const path = join(folder, name);
  await backUp({ databaseUrl, dataFolder: original, path, version: '0.0.0' });
  return path;
}

describe('a backup', () => {
  it('brings back every row, every rule and every file, byte for byte', async () => {
    const path = await backUpTo('whole.tar');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await intoEmpty(async (target, dataFolder) => {
      expect(await restore({ databaseUrl: target.url, dataFolder, path })).toMatchObject({ files: 4, upgraded: [] });
      expect(await contentOf(target)).toEqual(await contentOf(source));
      expect(await rulesOf(target)).toEqual(await rulesOf(source));
      expect(await listStoredFiles(dataFolder)).toEqual(await listStoredFiles(original));
      expect(readFileSync(join(dataFolder, 'images/ab/abcdef')).equals(everyByte)).toBe(true);
      expect(statSync(join(dataFolder, 'keys/images.key')).mode & 0o777).toBe(0o600);

      // What comes next continues where the backup stood: numbers are not given twice, the audit's chain holds.
      await addPeople(target, 5, 6);
      const database = createDatabase(target.url);
      expect(await verifyAudit(database)).toMatchObject({ intact: true, events: 6 });
      await database.$disconnect();

      const again = join(folder, 'again.tar');
      await intoEmpty(async (second, secondFolder) => {
        await restore({ databaseUrl: second.url, dataFolder: secondFolder, path });
        await backUp({ databaseUrl: second.url, dataFolder: secondFolder, path: again, version: '0.0.0' });
      });
      const [first, next] = [await openArchive(path), await openArchive(again)];
      expect(next.manifest.entries).toEqual(first.manifest.entries);
    });
  });

  it('is of one moment while people go on working', async () => {
    const busy = await createTestDatabase();
    try {
      await addPeople(busy, 0, 20);
      const [path] = await Promise.all([backUpTo('busy.tar', busy.url), addPeople(busy, 20, 60)]);
      await intoEmpty(async (target, dataFolder) => {
        await restore({ databaseUrl: target.url, dataFolder, path });
        const rows = await target.query<{ people: number; events: number }>(
          'SELECT (SELECT count(*) FROM person)::int AS people, (SELECT count(*) FROM audit_event)::int AS events',
        );
        const { people = 0, events = 0 } = rows[0] ?? {};
        // Each person is written just before the event.
        expect([people, people - 1]).toContain(events);
        expect(people).toBeGreaterThanOrEqual(20);
      });
    } finally {
      await busy.close();
    }
  });

  it('of an older version is brought up to date', async () => {
    const [first = ''] = await listMigrationNames();
    const older = await createEmptyDatabase();
    try {
      await migrate(older.url, { only: [first] });
      const path = await backUpTo('older.tar', older.url);
      await intoEmpty(async (target, dataFolder) => {
        const { upgraded } = await restore({ databaseUrl: target.url, dataFolder, path });
        expect(upgraded).toEqual((await listMigrationNames()).slice(1));
        expect(await migrate(target.url)).toEqual([]);
      });
    } finally {
      await older.close();
    }
  });

  it('never replaces another', async () => {
    const path = await backUpTo('twice.tar');
    await expect(backUpTo('twice.tar')).rejects.toMatchObject({ code: 'backup_exists' });
    expect((await openArchive(path)).manifest.version).toBe('0.0.0');
  });
});

describe('restoring', () => {
  it.each([
    ['cut off', (path: string) => truncateSync(path, statSync(path).size - 4_000)],
    ['changed', (path: string) => writeFileSync(path, flipped(readFileSync(path)))],
    ['something else', (path: string) => writeFileSync(path, everyByte)],
    ['empty', (path: string) => truncateSync(path, 0)],
  ])('refuses a file that is %s and leaves no trace', async (name, damage) => {
    const path = join(folder, `${name}.tar`);
    copyFileSync(await backUpTo(`before ${name}.tar`), path);
    damage(path);
    await intoEmpty(async (target, dataFolder) => {
      await expect(restore({ databaseUrl: target.url, dataFolder, path })).rejects.toMatchObject({
        code: 'backup_damaged',
        remedy: expect.stringContaining('nothing was restored'),
      });
      expect(await contentOf(target)).toEqual({});
      expect(await listStoredFiles(dataFolder)).toEqual([]);
    });
  });

  it('is refused beside existing data', async () => {
    const path = await backUpTo('beside.tar');
    const refused = { code: 'restore_not_empty', remedy: expect.stringContaining('PARAPHE_DATA') };
    const full = { databaseUrl: source.url, dataFolder: join(folder, 'new'), path };
    await expect(restore(full)).rejects.toMatchObject(refused);
    await intoEmpty(async (target) => {
      const used = { databaseUrl: target.url, dataFolder: original, path };
      await expect(restore(used)).rejects.toMatchObject(refused);
    });
  });

  it('takes everything back when it fails half-way, so that it can be tried again', async () => {
    const path = await backUpTo('half-way.tar');
    await intoEmpty(async (target, dataFolder) => {
      // A file in the place of a folder: the rows are in by then, the files cannot follow.
      put(dataFolder, 'cells', 'in the way');
      await expect(restore({ databaseUrl: target.url, dataFolder, path })).rejects.toThrow();
      expect(await contentOf(target)).toEqual({});
      await restore({ databaseUrl: target.url, dataFolder, path });
      expect(await contentOf(target)).toEqual(await contentOf(source));
    });
  });
});

/** One bit of an image in the middle of the archive is another. */
function flipped(bytes: Buffer): Buffer {
  const at = bytes.indexOf(everyByte.subarray(0, 200)) + 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}
