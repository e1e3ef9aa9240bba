import { describe, expect, test } from 'vitest';
import {
  endsWhole,
  isPassedOver,
  isSettled,
  readName,
  SETTLE,
  sightingOf,
  withEnding,
} from '../../src/intake/watch-rules.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  '.hidden',
  '~$letter.pdf',
  'scan.pdf.part',
  'scan.TMP',
  'scan.filepart',
  'a.crdownload',
  'Thumbs.db',
  'scan.pdf~',
])('%s is still being written, or nobody’s scan', (name) => expect(isPassedOver(name)).toBe(true));
test.each(['scan.pdf', 'scan', 'part.tif', 'tmp.jpg', 'Pétition 3.PDF'])('%s is a file to take', (name) => {
  expect(isPassedOver(name)).toBe(false);
});

describe('a file', () => {
  test('is whole when its end is there; of a TIFF nobody knows', () => {
    expect(endsWhole(bytes('%PDF-1.7'), bytes('startxref\n9\n%%EOF\n'))).toBe(true);
    expect(endsWhole(bytes('%PDF-1.7'), bytes('endobj'))).toBe(false);
    expect(endsWhole(bytes('\xff\xd8\xff\xe0'), bytes('…\xff\xd9\0\0'))).toBe(true);
    expect(endsWhole(bytes('\xff\xd8\xff\xe0'), bytes('\x12\x34'))).toBe(false);
    expect(endsWhole(bytes('II*\0'), bytes('anything'))).toBe(false);
  });

  test('settles only while nothing changes, sooner when it is whole', () => {
    const first = sightingOf(1_000, { bytes: 10, changed: 5 });
    expect(isSettled(1_000 + SETTLE.whole - 1, first, true)).toBe(false);
    expect(isSettled(1_000 + SETTLE.whole, first, true)).toBe(true);
    expect(isSettled(1_000 + SETTLE.whole, first, false)).toBe(false);
    expect(isSettled(1_000 + SETTLE.unsure, first, false)).toBe(true);
    expect(sightingOf(9_000, { bytes: 10, changed: 5 }, first)).toBe(first);
    expect(sightingOf(9_000, { bytes: 11, changed: 5 }, first).since).toBe(9_000);
    expect(sightingOf(9_000, { bytes: 10, changed: 6 }, first).since).toBe(9_000);
  });

  test('keeps a name that fits, and no half character', () => {
    expect(withEnding(bytes('scan.pdf'), '.reason.txt').toString()).toBe('scan.pdf.reason.txt');
    const long = withEnding(Buffer.from('é'.repeat(127)), '.reason.txt');
    expect(long.length).toBeLessThanOrEqual(255);
    expect(long.toString('utf8')).not.toContain('\ufffd');
  });

  test('has a name, whatever its encoding', () => {
    expect(readName(Buffer.from('Pétition.pdf'))).toBe('Pétition.pdf');
    expect(readName(bytes('P\xe9tition.pdf'))).toBe('Pétition.pdf');
  });
});
