/** Reads a backup archive: finds its entries, proves that every byte is the one written, hands out contents. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { InputError } from '../domain/errors.ts';
import { MANIFEST_NAME, type Manifest, parseManifest } from './manifest.ts';
import { BLOCK, decodeHeader, paddingOf } from './tar-format.ts';

interface Place {
  start: number;
  size: number;
}

export interface ArchiveReader {
  manifest: Manifest;
  /** The content of an entry that the manifest names. */
  content(name: string): Readable;
}

export function damagedBackup(path: string, cause?: unknown): InputError {
  return new InputError(
    'backup_damaged',
    `${path} is not a whole backup: it was cut off, changed, or is something else.`,
    {
      remedy: 'Use another backup; nothing was restored.',
      cause,
    },
  );
}

async function findEntries(path: string): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  const file = await open(path, 'r');
  try {
    const { size: total } = await file.stat();
    const block = Buffer.alloc(BLOCK);
    for (let at = 0; at + BLOCK <= total; ) {
      await file.read(block, 0, BLOCK, at);
      const header = decodeHeader(block);
      if (header === null) return places;
      places.set(header.name, { start: at + BLOCK, size: header.size });
      at += BLOCK + header.size + paddingOf(header.size);
    }
  } finally {
    await file.close();
  }
  throw new Error('The archive has no end.');
}

function contentOf(path: string, place: Place | undefined): Readable {
  if (place === undefined) throw new Error('The archive lacks an entry.');
  if (place.size === 0) return Readable.from([]);
  return createReadStream(path, { start: place.start, end: place.start + place.size - 1 });
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function prove(path: string, places: Map<string, Place>, manifest: Manifest): Promise<void> {
  for (const entry of manifest.entries) {
    const place = places.get(entry.name);
    if (place?.size !== entry.size) throw new Error(`${entry.name} has another size.`);
    const hash = createHash('sha256');
    for await (const chunk of contentOf(path, place)) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== entry.sha256) throw new Error(`${entry.name} was changed.`);
  }
}

/** Throws an `InputError` with code `backup_damaged` unless everything in the archive is as it was written. */
export async function openArchive(path: string): Promise<ArchiveReader> {
  try {
    const places = await findEntries(path);
    const manifest = parseManifest((await readAll(contentOf(path, places.get(MANIFEST_NAME)))).toString('utf8'));
    await prove(path, places, manifest);
    return { manifest, content: (name) => contentOf(path, places.get(name)) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damagedBackup(path, error);
  }
}
