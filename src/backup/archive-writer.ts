/** Writes a tar archive (POSIX ustar): any tar shows what is inside. Sizes need not be known beforehand. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { BLOCK, encodeHeader, paddingOf } from './tar-format.ts';

export interface ArchivedEntry {
  name: string;
  /** Bytes. */
  size: number;
  /** Of the content, hex. */
  sha256: string;
}

export interface ArchiveWriter {
  /** Adds a file under `name` with what `content` yields. */
  add(name: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ArchivedEntry>;
  /** Makes the archive appear under its name, whole and on the disk. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** A tar archive ends with two empty blocks. */
const END = Buffer.alloc(2 * BLOCK);

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Readable by us alone: the archive holds everybody's data and the keys. */
export async function createArchive(path: string): Promise<ArchiveWriter> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  let position = 0;
  return {
    async add(name, content) {
      const headerAt = position;
      const hash = createHash('sha256');
      position += BLOCK;
      for await (const chunk of content) {
        hash.update(chunk);
        await writeAll(file, chunk, position);
        position += chunk.length;
      }
      const size = position - headerAt - BLOCK;
      await writeAll(file, Buffer.alloc(paddingOf(size)), position);
      position += paddingOf(size);
      // Now that the size is known.
      await writeAll(file, encodeHeader({ name, size }), headerAt);
      return { name, size, sha256: hash.digest('hex') };
    },
    async finish() {
      await writeAll(file, END, position);
      await file.sync();
      await file.close();
      await rename(partial, path);
    },
    async abandon() {
      await file.close().catch(() => {});
      await rm(partial, { force: true });
    },
  };
}
