/**
 * Content-addressed store of scans and page images: a content's name is the sha256 (hex) of its plain bytes, so the
 * same content is there once and a name says what must be inside. Encrypted at rest, see sealed-files.ts.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../domain/errors.ts';
import { createSealedFiles, loadMasterKey, UNFINISHED_SUFFIX } from './sealed-files.ts';

/** Writing one content takes seconds; what is older and unfinished was left by a killed process. */
const UNFINISHED_MAX_AGE_MS = 60 * 60 * 1000;

/** Characters of a UUID. */
const PAGE_ID_LENGTH = 36;

export interface ImageStore {
  /** Answers the content's name. */
  write(bytes: Uint8Array): Promise<string>;
  /** Takes in a plain file whose sha256 is known, in steady memory; the file itself stays. */
  writeFile(path: string, sha256: string): Promise<void>;
  /** @throws NotFoundError `content_gone` when it was removed; SurroundingsError `content_damaged` */
  read(name: string): Promise<Buffer>;
  /** The same, null when it was removed. */
  find(name: string): Promise<Buffer | null>;
  has(name: string): Promise<boolean>;
  /** With the strips cut from it. Gone already is fine. */
  remove(name: string): Promise<void>;
  list(): AsyncGenerator<string>;
  /** ms since the content was written; null when it is not there. */
  age(name: string): Promise<number | null>;
  /**
   * The cells of a page between preprocessing and reading: named by page, not by content, so that taking them away
   * never touches another page's.
   */
  writeCells(pageId: string, generation: number, bytes: Uint8Array): Promise<void>;
  readCells(pageId: string, generation: number): Promise<Buffer | null>;
  /** Of every generation. */
  removeCells(pageId: string): Promise<void>;
  /** Pages that have cells here. */
  listCells(): Promise<string[]>;
  /**
   * The strips of a page's lines as one block, named by the picture that they are cut from: they go with it, and another
   * picture of the page (burnt, turned, scanned again) has none of its own yet. Keeps nothing when the picture is gone.
   */
  writeStrips(picture: string, bytes: Uint8Array): Promise<void>;
  /** Null: not cut yet, or cut from a picture that is gone. */
  readStrips(picture: string): Promise<Buffer | null>;
  /** Strips whose picture went while a process died; answers how many blocks that were. */
  removeOrphanStrips(): Promise<number>;
  /** Removes what killed processes left half-written. */
  removeUnfinished(): Promise<number>;
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** `folder` is the data folder: contents go to `images/`, `strips/` and `cells/`, the key to `keys/`. */
export async function createImageStore({ folder }: { folder: string }): Promise<ImageStore> {
  const files = createSealedFiles(await loadMasterKey(join(folder, 'keys')));
  const images = join(folder, 'images');
  const strips = join(folder, 'strips');
  const cells = join(folder, 'cells');
  for (const path of [images, strips, cells]) await mkdir(path, { recursive: true, mode: 0o700 });

  const placeIn = (place: string, name: string) => {
    if (!/^[0-9a-f]{64}$/.test(name)) throw new Error('Expected a sha256 in hex');
    return join(place, name.slice(0, 2), name);
  };
  const pathOf = (name: string) => placeIn(images, name);
  const stripsPath = (picture: string) => placeIn(strips, picture);
  const cellsPath = (pageId: string, generation: number) => {
    if (!/^[0-9a-f-]{36}$/.test(pageId)) throw new Error('Expected the id of a page');
    return join(cells, `${pageId}-${generation}`);
  };
  const ageOf = (path: string) =>
    stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => null,
    );

  async function* list(): AsyncGenerator<string> {
    for (const folderName of (await readdir(images)).sort()) {
      for (const name of (await readdir(join(images, folderName))).sort()) {
        if (/^[0-9a-f]{64}$/.test(name)) yield name;
      }
    }
  }

  async function removeOrphanStrips(): Promise<number> {
    let removed = 0;
    for (const folderName of await readdir(strips)) {
      const pictures = new Set(await readdir(join(images, folderName)).catch(() => []));
      for (const name of await readdir(join(strips, folderName))) {
        if (pictures.has(name) || name.endsWith(UNFINISHED_SUFFIX)) continue;
        await rm(join(strips, folderName, name), { force: true });
        removed += 1;
      }
    }
    return removed;
  }

  async function removeUnfinished(): Promise<number> {
    const folders = [images, strips, cells, join(folder, 'keys')];
    const entries = await Promise.all(folders.map((path) => readdir(path, { recursive: true, withFileTypes: true })));
    let removed = 0;
    for (const entry of entries.flat()) {
      if (!entry.isFile() || !entry.name.endsWith(UNFINISHED_SUFFIX)) continue;
      const path = join(entry.parentPath, entry.name);
      if (((await ageOf(path)) ?? 0) < UNFINISHED_MAX_AGE_MS) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  return {
    async write(bytes) {
      const name = sha256Of(bytes);
      const path = pathOf(name);
      if (!(await isThere(path))) await files.write(path, bytes, name);
      return name;
    },
    async writeFile(path, sha256) {
      const target = pathOf(sha256);
      if (!(await isThere(target))) await files.writeFrom(target, path, sha256);
    },
    async read(name) {
      const bytes = await files.read(pathOf(name), name);
      if (bytes === null) throw new NotFoundError('content_gone', 'This content is no longer stored.');
      return bytes;
    },
    find: (name) => files.read(pathOf(name), name),
    has: (name) => isThere(pathOf(name)),
    async remove(name) {
      // The picture first: who is cutting strips from it just now looks for it once more afterwards.
      await rm(pathOf(name), { force: true });
      await rm(stripsPath(name), { force: true });
    },
    list,
    age: (name) => ageOf(pathOf(name)),
    writeCells: (pageId, generation, bytes) => files.write(cellsPath(pageId, generation), bytes, sha256Of(bytes)),
    readCells: (pageId, generation) => files.read(cellsPath(pageId, generation)),
    async removeCells(pageId) {
      const names = (await readdir(cells)).filter((name) => name.startsWith(`${pageId}-`));
      await Promise.all(names.map((name) => rm(join(cells, name), { force: true })));
    },
    async listCells() {
      const names = (await readdir(cells)).filter((name) => !name.endsWith(UNFINISHED_SUFFIX));
      return [...new Set(names.map((name) => name.slice(0, PAGE_ID_LENGTH)))];
    },
    async writeStrips(picture, bytes) {
      await files.write(stripsPath(picture), bytes, sha256Of(bytes));
      if (!(await isThere(pathOf(picture)))) await rm(stripsPath(picture), { force: true });
    },
    readStrips: (picture) => files.read(stripsPath(picture)),
    removeOrphanStrips,
    removeUnfinished,
  };
}
