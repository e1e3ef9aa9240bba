/**
 * Files encrypted at rest. AES-256-GCM with a key of its own for every content: HKDF-SHA256 of the master key, salted
 * with the sha256 of the plain bytes. So a nonce is never used twice with one key (two contents never share a key),
 * and equal content gives equal files, which lets a run that was killed be compared with one that was not.
 *
 * On disk: 8 bytes mark, 32 bytes sha256 of the plain bytes, the encrypted bytes, 16 bytes authentication tag.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SurroundingsError } from '../domain/errors.ts';

const MARK = Buffer.from('PARAPHE1', 'latin1');
const HASH_BYTES = 32;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const HEADER_BYTES = MARK.length + HASH_BYTES;
/** Unique with its key, see above. */
const NONCE = Buffer.alloc(12);
const CHUNK_BYTES = 1 << 20;
/** Marks files in the making: what a killed process leaves behind is found by it. */
export const UNFINISHED_SUFFIX = '.unfinished';

export interface SealedFiles {
  /** Replaces nothing half: the file appears whole under its name or not at all. Syncs to disk before it returns. */
  write(path: string, plain: Uint8Array, sha256: string): Promise<void>;
  /** The same from a plain file, in steady memory. @throws Error when its bytes are not those of `sha256` */
  writeFrom(path: string, plainPath: string, sha256: string): Promise<void>;
  /**
   * null when there is no such file. @throws SurroundingsError `content_damaged`, also when it holds another content
   * than the one of `sha256`
   */
  read(path: string, sha256?: string): Promise<Buffer | null>;
}

const ERRORS: Record<string, { code: string; message: string; remedy: string }> = {
  ENOSPC: { code: 'disk_full', message: 'The disk is full.', remedy: 'Free some space, then send the file again.' },
  EDQUOT: { code: 'disk_full', message: 'The disk quota is used up.', remedy: 'Free some space, then send it again.' },
  EACCES: {
    code: 'storage_no_rights',
    message: 'The data folder cannot be written.',
    remedy: 'Give the user that runs Paraphe the right to write there.',
  },
  EPERM: {
    code: 'storage_no_rights',
    message: 'The data folder cannot be written.',
    remedy: 'Give the user that runs Paraphe the right to write there.',
  },
  EROFS: {
    code: 'storage_read_only',
    message: 'The data folder is read-only.',
    remedy: 'Mount it writable or set PARAPHE_DATA to another folder.',
  },
};

/** What the disk refuses, in words; anything else as it is. */
export function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = ERRORS[code];
  if (known === undefined) return error;
  return new SurroundingsError(known.code, known.message, { remedy: known.remedy, retryable: true, cause: error });
}

function damaged(path: string, cause?: unknown): SurroundingsError {
  return new SurroundingsError('content_damaged', `The stored content ${basename(path)} is damaged.`, {
    remedy: 'Restore it from the backup.',
    cause,
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes beside the target and renames, so that a crash at any moment leaves the old state or the new one. */
async function writeWhole(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}${UNFINISHED_SUFFIX}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await fill(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asStorageError(error);
  }
}

async function readWhole(path: string): Promise<Buffer | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asStorageError(error);
  }
  try {
    // Not `readFile`, which refuses more than 2 GiB.
    const { size } = await file.stat();
    const bytes = Buffer.allocUnsafe(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(CHUNK_BYTES * 64, size - at), at);
      if (bytesRead === 0) throw damaged(path);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

export function createSealedFiles(masterKey: Uint8Array): SealedFiles {
  const keyOf = (hash: Uint8Array) => Buffer.from(hkdfSync('sha256', masterKey, hash, 'paraphe content', KEY_BYTES));

  function begin(sha256: string) {
    const hash = Buffer.from(sha256, 'hex');
    if (hash.length !== HASH_BYTES)
      throw new Error(`Expected a sha256 in hex but received ${sha256.length} characters`);
    const header = Buffer.concat([MARK, hash]);
    const cipher = createCipheriv('aes-256-gcm', keyOf(hash), NONCE);
    cipher.setAAD(header);
    return { header, cipher };
  }

  return {
    write: (path, plain, sha256) =>
      writeWhole(path, async (file) => {
        const { header, cipher } = begin(sha256);
        await file.writeFile(header);
        for (let at = 0; at < plain.length; at += CHUNK_BYTES) {
          await file.writeFile(cipher.update(plain.subarray(at, at + CHUNK_BYTES)));
        }
        cipher.final();
        await file.writeFile(cipher.getAuthTag());
      }),
    writeFrom: (path, plainPath, sha256) =>
      writeWhole(path, async (file) => {
        const { header, cipher } = begin(sha256);
        const check = createHash('sha256');
        await file.writeFile(header);
        for await (const chunk of createReadStream(plainPath, { highWaterMark: CHUNK_BYTES })) {
          check.update(chunk);
          await file.writeFile(cipher.update(chunk));
        }
        cipher.final();
        await file.writeFile(cipher.getAuthTag());
        if (check.digest('hex') !== sha256) throw new Error('The file changed while it was stored');
      }),
    async read(path, sha256) {
      const sealed = await readWhole(path);
      if (sealed === null) return null;
      const bodyEnd = sealed.length - TAG_BYTES;
      if (bodyEnd < HEADER_BYTES || !sealed.subarray(0, MARK.length).equals(MARK)) throw damaged(path);
      const hash = sealed.subarray(MARK.length, HEADER_BYTES);
      if (sha256 !== undefined && hash.toString('hex') !== sha256) throw damaged(path);
      const decipher = createDecipheriv('aes-256-gcm', keyOf(hash), NONCE);
      decipher.setAAD(sealed.subarray(0, HEADER_BYTES));
      decipher.setAuthTag(sealed.subarray(bodyEnd));
      try {
        const plain = decipher.update(sealed.subarray(HEADER_BYTES, bodyEnd));
        decipher.final();
        return plain;
      } catch (error) {
        throw damaged(path, error);
      }
    },
  };
}

/**
 * The master key in `folder`, made at the first call. Whoever has it and the images can read them: it belongs in the
 * backup, and nowhere else. Two processes that start together end up with the same key.
 */
export async function loadMasterKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'images.key');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const key = await readFile(path).catch(() => null);
    if (key !== null) return checkedKey(path, key);
    const fresh = join(folder, `${randomBytes(6).toString('hex')}${UNFINISHED_SUFFIX}`);
    const file = await open(fresh, 'wx', 0o600);
    await file.writeFile(randomBytes(KEY_BYTES));
    await file.sync();
    await file.close();
    // `link` fails where another process was quicker; then its key counts.
    await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(fresh, { force: true });
    await syncFolder(folder);
    return checkedKey(path, await readFile(path));
  } catch (error) {
    throw asStorageError(error);
  }
}

function checkedKey(path: string, key: Buffer): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw new SurroundingsError('key_damaged', `The key file ${basename(path)} is damaged.`, {
    remedy: 'Restore it from the backup; without it stored images cannot be read.',
  });
}
