/** Strips are read where they lie; else a page's are cut once, a few pages at a time. A failure is told and not kept. */
import { expect, test } from 'vitest';
import { createStripImages } from '../../src/api/review/strip-images.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { decodePicture, encodePng } from '../../src/imaging/pixels.ts';
import { packStrips, stripIn } from '../../src/imaging/strip-pack.ts';

const SIZE = { width: 60, height: 90 };
const page = (shade: number) => ({ ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(shade) });
const boxes: Box[] = [0, 30, 60].map((top) => [0, top, 60, 30]);
const [first, second, third] = boxes as [Box, Box, Box];

/** A store whose pictures can be held back. */
function shelf() {
  const reads: string[] = [];
  const gates = new Map<string, () => void>();
  const held = new Set<string>();
  const packs = new Map<string, Buffer>();
  return {
    reads,
    packs,
    hold: (name: string) => held.add(name),
    open: (name: string) => gates.get(name)?.(),
    async read(name: string) {
      reads.push(name);
      if (name === 'gone') throw new Error('content_gone');
      if (held.has(name)) await new Promise<void>((go) => gates.set(name, go));
      return Buffer.from(await encodePng(page(name.length * 20)));
    },
    readStrips: async (name: string) => packs.get(name) ?? null,
    async writeStrips(name: string, pack: Uint8Array) {
      if (name === 'full') throw new Error('disk_full');
      packs.set(name, Buffer.from(pack));
    },
  };
}

const wish = (image: string, crop: Box, all = boxes) => ({ image, crop, all: async () => all });

test('a pack gives back each strip, and nothing that was not cut', async () => {
  const striped = page(0);
  striped.data.fill(90, 60 * 30, 60 * 60).fill(180, 60 * 60);
  const pack = await packStrips(striped, boxes);
  for (const [at, box] of boxes.entries()) {
    const { data, width, height } = await decodePicture(stripIn(pack, box)!);
    expect([width, height]).toEqual([60, 30]);
    expect(Math.abs(data[0]! - at * 90)).toBeLessThan(4);
  }
  expect(stripIn(pack, [0, 0, 60, 31])).toBeNull();
});

test('strips that lie ready are read without a look at the page', async () => {
  const images = shelf();
  images.packs.set('a', Buffer.from(await packStrips(page(50), boxes)));
  expect((await createStripImages(images).read(wish('a', second))).length).toBeGreaterThan(0);
  expect(images.reads).toEqual([]);
});

test('one page is cut once for all its strips, also when they are asked for at the same time', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  const [one, two] = await Promise.all([strips.read(wish('a', second)), strips.read(wish('a', first))]);
  expect([one.length > 0, two.length > 0]).toEqual([true, true]);
  await createStripImages(images).read(wish('a', third));
  expect(images.reads).toEqual(['a']);
});

test('lines of another form on the same picture are cut for themselves', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  const other: Box = [0, 10, 60, 20];
  const asked = [strips.read(wish('a', first)), strips.read(wish('a', other, [other]))];
  expect((await Promise.all(asked)).every((strip) => strip.length > 0)).toBe(true);
});

test('two pages are cut at a time; the others wait their turn', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  for (const name of ['a', 'b', 'c']) images.hold(name);
  const asked = ['a', 'b', 'c'].map((image) => strips.read(wish(image, first)));
  while (images.reads.length < 2) await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(images.reads).toEqual(['a', 'b']);
  images.open('a');
  await asked[0];
  while (images.reads.length < 3) await new Promise(setImmediate);
  expect(images.reads).toEqual(['a', 'b', 'c']);
  images.open('b');
  images.open('c');
  expect((await Promise.all(asked)).every((strip) => strip.length > 0)).toBe(true);
});

test('a full disk keeps nobody from reading', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  for (const box of boxes) expect((await strips.read(wish('full', box))).length).toBeGreaterThan(0);
  expect(images.reads).toEqual(['full', 'full', 'full']);
});

test('a failure is told to whoever asks, and the next one tries again', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  await expect(strips.read(wish('gone', first))).rejects.toThrow('content_gone');
  await expect(strips.read(wish('gone', first))).rejects.toThrow('content_gone');
  expect(images.reads).toEqual(['gone', 'gone']);
});
