/** The folder that holds everything: made with owner-only rights, checked for room, held by one server at a time. */
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SurroundingsError } from './domain/errors.ts';
import { isAlive, startOf } from './process-identity.ts';

/** Bytes. A fresh database with its write-ahead log takes 60 MB; below this not even one batch would fit. */
const LEAST_FREE_BYTES = 100_000_000;

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** What a failing file operation in the data folder means, as a sentence with its remedy; anything else unchanged. */
export function toFolderError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SurroundingsError('data_folder_not_writable', `Paraphe cannot write in its data folder ${folder}.`, {
      remedy: 'Give the user who starts Paraphe the right to write there, or set PARAPHE_DATA to another folder.',
      cause: error,
    });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder);
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new SurroundingsError('data_folder_is_file', `The data folder ${folder} is, or lies in, a file.`, {
      remedy: 'Set PARAPHE_DATA to a folder.',
      cause: error,
    });
  }
  return error;
}

export function diskFull(folder: string): SurroundingsError {
  return new SurroundingsError('disk_full', `There is not enough room left on the disk of ${folder}.`, {
    remedy: 'Free some space, or set PARAPHE_DATA to a folder on a larger disk.',
    retryable: true,
  });
}

/** Makes the folder when it is missing and throws a `SurroundingsError` when it cannot be used. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // As root the database runs as another user, who has to pass through; what lies inside is closed by itself.
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (error) {
    throw toFolderError(error, folder);
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new SurroundingsError(
    'disk_full',
    `Only ${gigabytes(bavail * bsize)} are free on the disk of ${folder}; Paraphe starts with at least ${gigabytes(LEAST_FREE_BYTES)}.`,
    { remedy: 'Free some space, or set PARAPHE_DATA to a folder on a larger disk.' },
  );
}

interface Holder {
  pid: number;
  /** When that process started, as the system tells it: tells it from a later one with the same number. */
  start: string | null;
}

const lockPath = (folder: string) => join(folder, 'paraphe.lock');

/** The server that holds the folder, or null. */
export function holderOf(folder: string): number | null {
  try {
    const holder = JSON.parse(readFileSync(lockPath(folder), 'utf8')) as Holder;
    return isAlive(holder.pid) && startOf(holder.pid) === holder.start ? holder.pid : null;
  } catch {
    return null;
  }
}

/**
 * Holds the folder until the answered function is called. A lock left by a killed server is taken over; a second server
 * on the same folder is refused, because two would fight over one database.
 */
export function holdDataFolder(folder: string): () => void {
  const path = lockPath(folder);
  const own = JSON.stringify({ pid: process.pid, start: startOf(process.pid) } satisfies Holder);
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw toFolderError(error, folder);
    }
    const holder = holderOf(folder);
    // A second attempt follows the removal of a stale lock; a third would mean somebody else is quicker.
    if (holder !== null || attempt > 2) throw alreadyRunning(folder, holder);
    rmSync(path, { force: true });
  }
}

function alreadyRunning(folder: string, pid: number | null): SurroundingsError {
  const who = pid === null ? '' : ` (process ${pid})`;
  return new SurroundingsError('already_running', `Paraphe is already running on the data folder ${folder}${who}.`, {
    remedy: 'Use that one, stop it first, or set PARAPHE_DATA and PARAPHE_PORT to start a second one.',
  });
}
