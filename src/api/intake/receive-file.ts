/** One file of a multipart body, streamed to disk in steady memory and hashed on the way. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTooLarge } from '../../intake/scan-limits.ts';
import { asStorageError } from '../../store/sealed-files.ts';

export interface IncomingFile {
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * Runs `use` with the received file and removes it afterwards, whatever happened.
 * @throws InputError `too_large`; SurroundingsError `disk_full`, after which nothing of the file is left
 */
export async function withIncomingFile<T>(
  source: Readable,
  { folder, limit }: { folder: string; limit: number },
  use: (file: IncomingFile) => Promise<T>,
): Promise<T> {
  const path = join(folder, `${randomBytes(12).toString('hex')}.part`);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      source,
      async function* measure(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > limit) throw fileTooLarge(limit);
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    ).catch((error: unknown) => {
      throw asStorageError(error);
    });
    return await use({ path, bytes, sha256: hash.digest('hex') });
  } finally {
    await rm(path, { force: true });
  }
}
