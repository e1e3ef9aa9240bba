/** Brings a database to the schema of this version, and tells whether schema and migrations agree. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { ParapheError, SurroundingsError } from '../domain/errors.ts';
import { withSchemaEngine } from './schema-engine.ts';

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma/', import.meta.url));
const SCHEMA_PATH = join(PRISMA_FOLDER, 'schema.prisma');
export const MIGRATIONS_FOLDER = join(PRISMA_FOLDER, 'migrations');

const NO_FILTER = { externalTables: [], externalEnums: [] };

/** Any fixed number: two servers starting on one database must migrate one after the other. */
const MIGRATION_LOCK = 7_270_401;

/** In the order in which they are applied. */
export async function listMigrationNames(folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.sort();
}

async function listMigrations(folder: string, only?: string[]): Promise<MigrationList> {
  const names = await listMigrationNames(folder);
  const wanted = only === undefined ? names : names.filter((name) => only.includes(name));
  const migrationDirectories = await Promise.all(
    wanted.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = { path: './migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

async function schemaFiles() {
  return { files: [{ path: SCHEMA_PATH, content: await readFile(SCHEMA_PATH, 'utf8') }] };
}

export interface MigrateOptions {
  folder?: string;
  /** Names of the migrations to apply, to get an older version's database; all when left out. */
  only?: string[];
}

/**
 * Applies every migration the database does not have yet and answers their names; a second call answers none.
 * Throws `SurroundingsError` with code `migration_failed` when the database refuses one.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrationsList = await listMigrations(options.folder ?? MIGRATIONS_FOLDER, options.only);
  const lock = new pg.Client({ connectionString: databaseUrl });
  // It lies idle while the migrations run; what breaks it breaks them as well.
  lock.on('error', () => {});
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewer(lock, options.folder ?? MIGRATIONS_FOLDER);
    const applied = await withSchemaEngine({ databaseUrl }, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
    );
    return applied.appliedMigrationNames;
  } catch (error) {
    if (error instanceof ParapheError) throw error;
    throw new SurroundingsError('migration_failed', `The database could not be migrated${reasonOf(error)}.`, {
      remedy: 'Restore the backup made before the upgrade, or start the version that this database belongs to.',
      cause: error,
    });
  } finally {
    await lock.end();
  }
}

/** An older version would write into tables that it does not know. */
async function refuseNewer(client: pg.Client, folder: string): Promise<void> {
  const table = await client.query<{ name: string | null }>(
    "SELECT to_regclass('public._prisma_migrations')::text AS name",
  );
  if (table.rows[0]?.name === null) return;
  const recorded = await client.query<{ name: string }>('SELECT migration_name AS name FROM public._prisma_migrations');
  const known = await listMigrationNames(folder);
  if (recorded.rows.every(({ name }) => known.includes(name))) return;
  throw new SurroundingsError('database_newer', 'This database was used by a newer version of Paraphe.', {
    remedy: 'Start that version again, or restore a backup made before the upgrade into a new data folder.',
  });
}

/** Which migration, and Postgres' own sentence; without the engine's trace. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  const [said = ''] = text.replace('external connector error\n', '').split('\n');
  const sentence = said.replace('Error querying the database: ERROR: ', '');
  return `${name === undefined ? '' : ` (${name})`}: ${sentence}`;
}

/** The SQL that creates the whole schema in an empty database. Needs no database. */
export async function schemaSql(): Promise<string> {
  const files = await schemaFiles();
  const result = await withSchemaEngine({}, (engine) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', ...files },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    }),
  );
  return result.stdout ?? '';
}

/**
 * The SQL that is missing between what the migrations add up to and the schema; empty when they agree.
 * `shadowUrl` must be an empty database: the migrations are replayed in it.
 */
export async function schemaDrift(shadowUrl: string, folder = MIGRATIONS_FOLDER): Promise<string> {
  const [files, migrations] = await Promise.all([schemaFiles(), listMigrations(folder)]);
  const result = await withSchemaEngine({ databaseUrl: shadowUrl, shadowUrl }, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', ...files },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    }),
  );
  return result.exitCode === 0 ? '' : (result.stdout ?? '');
}
