/** Strips are cut once a page, the one asked for first, a few pages at a time; a failure is told and not kept. */
import { expect, test } from 'vitest';
import { createStripImages } from '../../src/api/review/strip-images.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { encodePng } from '../../src/imaging/pixels.ts';

const SIZE = { width: 60, height: 90 };
const page = (shade: number) => encodePng({ ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(shade) });
const boxes: Box[] = [0, 30, 60].map((top) => [0, top, 60, 30]);
const [first, second, third] = boxes as [Box, Box, Box];

function shelf() {
  const reads: string[] = [];
  const gates = new Map<string, () => void>();
  const held = new Set<string>();
  return {
    reads,
    hold: (name: string) => held.add(name),
    open: (name: string) => gates.get(name)?.(),
    async read(name: string) {
      reads.push(name);
      if (name === 'gone') throw new Error('content_gone');
      if (held.has(name)) await new Promise<void>((go) => gates.set(name, go));
      return Buffer.from(await page(name.length * 20));
    },
  };
}

test('one page is read once for all its strips, also when they are asked for at the same time', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  const wish = (crop: Box) => strips.read({ image: 'a', crop, siblings: boxes });
  const [one, two] = await Promise.all([wish(second), wish(first)]);
  expect([one.length > 0, two.length > 0]).toEqual([true, true]);
  await wish(third);
  expect(images.reads).toEqual(['a']);
  strips.forget('a');
  await wish(third);
  expect(images.reads).toEqual(['a', 'a']);
});

test('two pages are cut at a time; the others wait their turn', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  for (const name of ['a', 'b', 'c']) images.hold(name);
  const asked = ['a', 'b', 'c'].map((image) => strips.read({ image, crop: first, siblings: [] }));
  await Promise.resolve();
  expect(images.reads).toEqual(['a', 'b']);
  images.open('a');
  await asked[0];
  while (images.reads.length < 3) await new Promise(setImmediate);
  expect(images.reads).toEqual(['a', 'b', 'c']);
  images.open('b');
  images.open('c');
  expect((await Promise.all(asked)).every((strip) => strip.length > 0)).toBe(true);
});

test('a failure is told to whoever asks, and the next one tries again', async () => {
  const images = shelf();
  const strips = createStripImages(images);
  const wish = () => strips.read({ image: 'gone', crop: first, siblings: boxes });
  await expect(wish()).rejects.toThrow('content_gone');
  await expect(wish()).rejects.toThrow('content_gone');
  expect(images.reads).toEqual(['gone', 'gone']);
});

test('what was used longest ago goes first when there is no more room', async () => {
  const images = shelf();
  const strips = createStripImages(images, 1);
  await strips.read({ image: 'a', crop: first, siblings: [] });
  await strips.read({ image: 'b', crop: first, siblings: [] });
  await strips.read({ image: 'a', crop: first, siblings: [] });
  expect(images.reads).toEqual(['a', 'b', 'a']);
});
