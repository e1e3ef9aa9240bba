import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, schemaDrift } from '../../src/store/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('migrate', () => {
  const folder = temporaryFolder();
  let empty: TestDatabase;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
  });
  afterAll(() => empty.close());

  it('brings an empty database up and has nothing to do the second time', async () => {
    const applied = await migrate(empty.url);
    expect(applied.length).toBeGreaterThan(0);
    const recorded = await empty.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name',
    );
    expect(recorded.map((row) => row.name)).toEqual(applied);
    expect(await migrate(empty.url)).toEqual([]);
  });

  it('lets two servers start at once on one new database', async () => {
    const fresh = await createEmptyDatabase();
    try {
      const [first, second] = await Promise.all([migrate(fresh.url), migrate(fresh.url)]);
      expect([first.length, second.length].sort()).toEqual([0, Math.max(first.length, second.length)]);
    } finally {
      await fresh.close();
    }
  });

  it('says which migration failed, with a remedy and without a stack', async () => {
    const fresh = await createEmptyDatabase();
    mkdirSync(join(folder, '20260101000000_broken'));
    writeFileSync(join(folder, '20260101000000_broken/migration.sql'), 'ALTER TABLE nowhere ADD COLUMN x integer;');
    try {
      await expect(migrate(fresh.url, { folder })).rejects.toMatchObject({
        code: 'migration_failed',
        message: 'The database could not be migrated (20260101000000_broken): No such table: nowhere.',
        remedy: expect.stringContaining('backup'),
      });
    } finally {
      await fresh.close();
    }
  });
});

describe('a database of a newer version', () => {
  it('is left alone', async () => {
    const newer = await createTestDatabase();
    try {
      await newer.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ('later', '', '29990101000000_later', now(), 1)`,
      );
      await expect(migrate(newer.url)).rejects.toMatchObject({
        code: 'database_newer',
        remedy: expect.stringContaining('backup'),
      });
    } finally {
      await newer.close();
    }
  });
});

describe('schema and migrations', () => {
  it('agree', async () => {
    const shadow = await createEmptyDatabase();
    try {
      expect(await schemaDrift(shadow.url)).toBe('');
    } finally {
      await shadow.close();
    }
  });

  it('are seen to differ when a migration is missing', async () => {
    const shadow = await createEmptyDatabase();
    const none = temporaryFolder();
    try {
      expect(await schemaDrift(shadow.url, none)).toContain('CREATE TABLE');
    } finally {
      await shadow.close();
    }
  });
});

describe('createTestDatabase', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      await one.query('CREATE TABLE mine (id integer)');
      expect(await other.query("SELECT 1 FROM pg_tables WHERE tablename = 'mine'")).toEqual([]);
      expect(await migrate(other.url)).toEqual([]);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });
});
