import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSha256 } from '../../../src/web/uploads/sha256.ts';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 151 + (at >> 8)) & 255);

test('gives the digests of the standard', () => {
  const of = (text: string) => {
    const hash = createSha256();
    hash.update(new TextEncoder().encode(text));
    return hash.digest();
  };
  expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('is the same in pieces of any size, around the edges of blocks', () => {
  for (const length of [55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1_000, 70_001]) {
    const bytes = bytesOf(length);
    for (const piece of [1, 7, 64, 100, 65_536]) {
      if (length / piece > 2_000) continue;
      const hash = createSha256();
      for (let at = 0; at < length; at += piece) hash.update(bytes.subarray(at, at + piece));
      expect(hash.digest(), `${length} bytes in pieces of ${piece}`).toBe(expected(bytes));
    }
  }
});
