/** The files that belong to a backup: images, cells between two stages, keys. Found, read and written back. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * Folders inside the data folder. Left out are uploads that have not arrived whole, which their sender still has, and the
 * strips of lines, which are cut again from the pages' pictures.
 */
const FOLDERS = ['images', 'cells', 'keys'];

/** Such names only, so that an archive cannot write outside the data folder. */
const NAME = /^(images|cells|keys)(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;

/** Names relative to the data folder, with forward slashes. Half-written files are left out. */
export async function listStoredFiles(dataFolder: string): Promise<string[]> {
  const names: string[] = [];
  for (const folder of FOLDERS) {
    const entries = await readdir(join(dataFolder, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = join(entry.parentPath, entry.name).slice(dataFolder.length + 1);
      if (entry.isFile() && NAME.test(name) && !name.endsWith('.unfinished')) names.push(name);
    }
  }
  return names.sort();
}

export const isStoredFile = (name: string): boolean => NAME.test(name);

/** Opened at once: erased from now on, it can still be read. Null when it was erased a moment ago. */
export async function readStoredFile(dataFolder: string, name: string): Promise<Readable | null> {
  try {
    const file = await open(join(dataFolder, name), 'r');
    return createReadStream('', { fd: file });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeStoredFile(dataFolder: string, name: string, content: Readable): Promise<void> {
  const path = join(dataFolder, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content) await file.writeFile(chunk as Buffer);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function removeStoredFiles(dataFolder: string): Promise<void> {
  for (const folder of FOLDERS) await rm(join(dataFolder, folder), { recursive: true, force: true });
}
