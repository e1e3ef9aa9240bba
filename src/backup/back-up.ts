/** Writes database, images and keys of one moment into one archive, while the server may be running. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { toFolderError } from '../data-folder.ts';
import { InputError } from '../domain/errors.ts';
import { type ArchivedEntry, type ArchiveWriter, createArchive } from './archive-writer.ts';
import { type Snapshot, takeSnapshot } from './dump-database.ts';
import { type DumpedTable, FORMAT, MANIFEST_NAME, type Manifest } from './manifest.ts';
import { listStoredFiles, readStoredFile } from './stored-files.ts';

export interface BackUpOptions {
  databaseUrl: string;
  dataFolder: string;
  /** The archive; must not exist. */
  path: string;
  /** Of the software. */
  version: string;
}

export interface BackUpResult {
  tables: number;
  files: number;
}

async function addTables(archive: ArchiveWriter, snapshot: Snapshot, entries: ArchivedEntry[]): Promise<DumpedTable[]> {
  const tables: DumpedTable[] = [];
  for (const table of snapshot.tables) {
    const entry = `database/${table.name}.copy.gz`;
    entries.push(await archive.add(entry, snapshot.rows(table)));
    tables.push({ name: table.name, columns: table.columns, entry });
  }
  return tables;
}

async function addFiles(archive: ArchiveWriter, dataFolder: string, entries: ArchivedEntry[]): Promise<number> {
  const names = await listStoredFiles(dataFolder);
  for (const name of names) {
    const content = await readStoredFile(dataFolder, name);
    if (content !== null) entries.push(await archive.add(name, content));
  }
  return names.length;
}

async function fill(archive: ArchiveWriter, options: BackUpOptions): Promise<BackUpResult> {
  const createdAt = new Date().toISOString();
  const entries: ArchivedEntry[] = [];
  // The database first: a content is stored before the row that names it, so every row's content is there afterwards.
  const snapshot = await takeSnapshot(options.databaseUrl);
  try {
    const tables = await addTables(archive, snapshot, entries);
    const files = await addFiles(archive, options.dataFolder, entries);
    const { migrations, sequences } = snapshot;
    const head = { format: FORMAT, version: options.version, createdAt, migrations, tables, sequences };
    const manifest: Manifest = { ...head, entries };
    await archive.add(MANIFEST_NAME, [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
    return { tables: tables.length, files };
  } finally {
    await snapshot.close();
  }
}

/** Throws an `InputError` when the file exists, a `SurroundingsError` when it cannot be written. */
export async function backUp(options: BackUpOptions): Promise<BackUpResult> {
  if (existsSync(options.path)) {
    throw new InputError('backup_exists', `${options.path} is already there.`, {
      remedy: 'A backup never replaces another: choose a new name.',
    });
  }
  let archive: ArchiveWriter | null = null;
  try {
    archive = await createArchive(options.path);
    const result = await fill(archive, options);
    await archive.finish();
    return result;
  } catch (error) {
    await archive?.abandon();
    throw toFolderError(error, dirname(options.path));
  }
}
