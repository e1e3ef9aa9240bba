/** Contents at rest: sealed, named by what they hold, whole or not there. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createImageStore } from '../../src/store/images.ts';
import { createSealedFiles, loadMasterKey } from '../../src/store/sealed-files.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (folder: string, name: string) => join(folder, 'images', name.slice(0, 2), name);

describe('the image store', () => {
  const folder = temporaryFolder();

  test('gives back what was put in, under the hash of its bytes, and knows when it is gone', async () => {
    const images = await createImageStore({ folder });
    const bytes = randomBytes(3_000_000);
    const name = await images.write(bytes);
    expect(name).toBe(sha256(bytes));
    expect((await images.read(name)).equals(bytes)).toBe(true);
    const again = await createImageStore({ folder });
    expect((await again.read(name)).equals(bytes)).toBe(true);
    await images.remove(name);
    await images.remove(name);
    expect(await images.find(name)).toBeNull();
    await expect(images.read(name)).rejects.toMatchObject({ code: 'content_gone' });
  });

  test('keeps an empty content and one streamed from a file', async () => {
    const images = await createImageStore({ folder });
    const empty = await images.write(new Uint8Array());
    expect(await images.read(empty)).toHaveLength(0);
    const bytes = randomBytes(2_500_000);
    const path = join(folder, 'plain');
    writeFileSync(path, bytes);
    await images.writeFile(path, sha256(bytes));
    expect((await images.read(sha256(bytes))).equals(bytes)).toBe(true);
    await expect(images.writeFile(path, sha256(randomBytes(8)))).rejects.toThrow('changed');
    expect(
      readdirSync(join(folder, 'images'), { recursive: true }).filter((name) => String(name).endsWith('.unfinished')),
    ).toEqual([]);
  });

  test('shows nothing of the content on disk, and equal content as equal files', async () => {
    const images = await createImageStore({ folder });
    const bytes = Buffer.from('Diallo, 29000 Quimper '.repeat(50));
    const name = await images.write(bytes);
    const sealed = readFileSync(pathOf(folder, name));
    expect(sealed.includes('Diallo')).toBe(false);
    await images.remove(name);
    await images.write(bytes);
    expect(readFileSync(pathOf(folder, name)).equals(sealed)).toBe(true);
  });

  test('notices a changed byte, a missing end, another key', async () => {
    const images = await createImageStore({ folder });
    const name = await images.write(randomBytes(1_000));
    const path = pathOf(folder, name);
    const sealed = readFileSync(path);
    for (const place of [0, 20, 500, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[place]! ^= 1;
      writeFileSync(path, changed);
      await expect(images.read(name)).rejects.toMatchObject({ code: 'content_damaged' });
    }
    writeFileSync(path, sealed.subarray(0, -5));
    await expect(images.read(name)).rejects.toMatchObject({ code: 'content_damaged' });
    writeFileSync(path, sealed);
    await expect(createSealedFiles(randomBytes(32)).read(path)).rejects.toMatchObject({ code: 'content_damaged' });
    expect(await images.read(name)).toHaveLength(1_000);
  });

  test('notices a content under the name of another', async () => {
    const images = await createImageStore({ folder });
    const [one, other] = [await images.write(randomBytes(10)), await images.write(randomBytes(10))];
    writeFileSync(pathOf(folder, one), readFileSync(pathOf(folder, other)));
    await expect(images.read(one)).rejects.toMatchObject({ code: 'content_damaged' });
  });

  test('is for its owner alone', async () => {
    const images = await createImageStore({ folder });
    const name = await images.write(randomBytes(10));
    const rights = (path: string) => statSync(path).mode & 0o777;
    expect(rights(join(folder, 'keys', 'images.key'))).toBe(0o600);
    expect(rights(join(folder, 'keys'))).toBe(0o700);
    expect(rights(join(folder, 'images'))).toBe(0o700);
    expect(rights(pathOf(folder, name))).toBe(0o600);
  });

  test('takes no other names than hashes', async () => {
    const images = await createImageStore({ folder });
    await expect(async () => images.read('../keys/images.key')).rejects.toThrow('sha256');
    await expect(async () => images.readCells('../../x', 1)).rejects.toThrow('page');
  });

  test('clears away what a killed process left half-written, once it is old', async () => {
    const images = await createImageStore({ folder });
    const [young, old] = ['a', 'b'].map((name) => join(folder, 'cells', `${name}.unfinished`));
    for (const path of [young!, old!]) writeFileSync(path, 'half');
    utimesSync(old!, new Date(0), new Date(0));
    expect(await images.removeUnfinished()).toBe(1);
    expect(readdirSync(join(folder, 'cells'))).toEqual(['a.unfinished']);
  });

  test('keeps strips as long as the picture that they are cut from', async () => {
    const images = await createImageStore({ folder });
    const picture = await images.write(randomBytes(10));
    expect(await images.readStrips(picture)).toBeNull();
    await images.writeStrips(picture, Buffer.from('strips'));
    await images.writeStrips(picture, Buffer.from('cut again'));
    expect(String(await images.readStrips(picture))).toBe('cut again');
    await images.remove(picture);
    expect(await images.readStrips(picture)).toBeNull();
    // Whoever was still cutting when the picture went.
    await images.writeStrips(picture, Buffer.from('too late'));
    expect(await images.readStrips(picture)).toBeNull();
  });

  test('clears away strips whose picture went without them', async () => {
    const images = await createImageStore({ folder });
    const [kept, gone] = [await images.write(randomBytes(10)), await images.write(randomBytes(10))];
    for (const picture of [kept, gone]) await images.writeStrips(picture, Buffer.from('strips'));
    rmSync(pathOf(folder, gone));
    expect(await images.removeOrphanStrips()).toBe(1);
    expect(await images.readStrips(kept)).not.toBeNull();
    expect(await images.readStrips(gone)).toBeNull();
  });

  test('lists what it holds', async () => {
    const images = await createImageStore({ folder });
    const name = await images.write(randomBytes(10));
    const names: string[] = [];
    for await (const found of images.list()) names.push(found);
    expect(names).toContain(name);
    expect(await images.age(name)).toBeLessThan(60_000);
    expect(await images.age(sha256(randomBytes(3)))).toBeNull();
  });
});

test('processes that start together share one key', async () => {
  const folder = temporaryFolder();
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadMasterKey(join(folder, 'keys'))));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(readdirSync(join(folder, 'keys'))).toEqual(['images.key']);
});

test('a damaged key is said so, not replaced', async () => {
  const folder = temporaryFolder();
  await loadMasterKey(folder);
  writeFileSync(join(folder, 'images.key'), 'short');
  await expect(loadMasterKey(folder)).rejects.toMatchObject({ code: 'key_damaged' });
});
