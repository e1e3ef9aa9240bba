/**
 * Built lists kept as files, made when the product is set up (`src/cli/pack-lists.ts`). Their folder is named after the
 * content of everything that they are made of, so a file is never older than its sources; one that is missing or
 * damaged is built again and, where the folder may be written to, put there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Packing } from './packed-lists.ts';

const FOLDER = fileURLToPath(new URL('../../build/lists/', import.meta.url));
/** Code that decides what the lists hold: a test compares it with what `lists.ts` imports. */
export const LIST_SOURCES = [
  'alphabet.ts',
  'char-model.ts',
  'email-local.ts',
  'fold.ts',
  'frames.ts',
  'largest.ts',
  'lexicon.ts',
  'list-files.ts',
  'lists.ts',
  'number-table.ts',
  'packed-lists.ts',
  'places.ts',
  'street-types.ts',
  'word-tree.ts',
];

/** sha256 of the sources, as hexadecimal digits. Another V8 may round a logarithm otherwise, so it counts too. */
function keyOfSources(): string {
  const require = createRequire(import.meta.url);
  const hash = createHash('sha256').update(process.versions.v8);
  hash.update(readFileSync(require.resolve('@etalab/decoupage-administratif/package.json')));
  const words = readdirSync(new URL('./lexicons/', import.meta.url)).sort();
  for (const path of [...LIST_SOURCES, ...words.map((name) => `lexicons/${name}`)]) {
    hash.update(`${path}\0`).update(readFileSync(new URL(path, import.meta.url)));
  }
  return hash.digest('hex');
}

let known: string | null = null;

function folderNow(): string {
  known ??= keyOfSources().slice(0, 32);
  return `${FOLDER}${known}/`;
}

function readKept<T, Built extends T>(path: string, { unpack }: Packing<T, Built>): T | null {
  try {
    return unpack(readFileSync(path));
  } catch {
    // Missing or damaged: the caller builds it.
    return null;
  }
}

function keep(path: string, content: Buffer): void {
  const part = `${path}.${randomUUID()}.part`;
  try {
    mkdirSync(folderNow(), { recursive: true });
    writeFileSync(part, content);
    renameSync(part, path);
  } catch {
    // A read-only installation goes on without; it was set up with the files.
    rmSync(part, { force: true });
  }
}

/** A list from its file, or built and kept. */
export function keptList<T, Built extends T>(name: string, packing: Packing<T, Built>, build: () => Built): T {
  const path = `${folderNow()}${name}.bin`;
  const kept = readKept(path, packing);
  if (kept !== null) return kept;
  const built = build();
  keep(path, packing.pack(built));
  return built;
}

/** Removes files that were made of older sources. */
export function forgetOlderLists(): void {
  for (const name of readdirSync(FOLDER)) {
    if (`${FOLDER}${name}/` !== folderNow()) rmSync(`${FOLDER}${name}`, { recursive: true, force: true });
  }
}
