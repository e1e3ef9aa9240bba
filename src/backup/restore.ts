/** Brings a backup back into an empty data folder and an empty database: all of it or nothing. */
import pg from 'pg';
import { toFolderError } from '../data-folder.ts';
import { ConflictError, InputError } from '../domain/errors.ts';
import { listMigrationNames, migrate } from '../store/migrate.ts';
import { type ArchiveReader, damagedBackup, openArchive } from './archive-reader.ts';
import { isEmptyDatabase, loadDatabase } from './load-database.ts';
import type { Manifest } from './manifest.ts';
import { isStoredFile, listStoredFiles, removeStoredFiles, writeStoredFile } from './stored-files.ts';

export interface RestoreOptions {
  databaseUrl: string;
  dataFolder: string;
  path: string;
}

export interface RestoreResult {
  createdAt: string;
  files: number;
  /** Migrations applied after the rows were in: the backup came from an older version. */
  upgraded: string[];
}

async function refuseUnlessEmpty(client: pg.Client, dataFolder: string): Promise<void> {
  const files = await listStoredFiles(dataFolder);
  if (files.length === 0 && (await isEmptyDatabase(client))) return;
  throw new ConflictError(
    'restore_not_empty',
    'There is something here already; a backup is restored beside nothing.',
    {
      remedy: 'Set PARAPHE_DATA to a new folder (and DATABASE_URL to an empty database, if it is set), and try again.',
    },
  );
}

/** It was empty before; a second try must find it so. */
async function emptyDatabase(client: pg.Client): Promise<void> {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
}

async function refuseUnknownMigrations({ migrations }: Manifest): Promise<void> {
  const known = await listMigrationNames();
  if (migrations.every((name) => known.includes(name))) return;
  throw new InputError('backup_newer', 'This backup was made by a newer version of Paraphe.', {
    remedy: 'Restore it with that version or a later one.',
  });
}

async function restoreFiles(archive: ArchiveReader, { dataFolder, path }: RestoreOptions): Promise<number> {
  const names = archive.manifest.entries.map((entry) => entry.name).filter((name) => !name.startsWith('database/'));
  if (!names.every(isStoredFile)) throw damagedBackup(path);
  for (const name of names) await writeStoredFile(dataFolder, name, archive.content(name));
  return names.length;
}

async function fill(client: pg.Client, archive: ArchiveReader, options: RestoreOptions): Promise<RestoreResult> {
  await migrate(options.databaseUrl, { only: archive.manifest.migrations });
  await client.query('BEGIN');
  await loadDatabase(client, archive.manifest, archive.content);
  const files = await restoreFiles(archive, options);
  await client.query('COMMIT');
  const upgraded = await migrate(options.databaseUrl);
  return { createdAt: archive.manifest.createdAt, files, upgraded };
}

/** An older backup is first restored as it was and then migrated, as if its server had been upgraded. */
export async function restore(options: RestoreOptions): Promise<RestoreResult> {
  const archive = await openArchive(options.path);
  await refuseUnknownMigrations(archive.manifest);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  // Between two statements; the next one says so.
  client.on('error', () => {});
  await client.connect();
  try {
    await refuseUnlessEmpty(client, options.dataFolder);
    try {
      return await fill(client, archive, options);
    } catch (error) {
      await client.query('ROLLBACK');
      await emptyDatabase(client);
      await removeStoredFiles(options.dataFolder);
      throw toFolderError(error, options.dataFolder);
    }
  } finally {
    await client.end();
  }
}
