/** Files that would eat the house are refused with a code, and the next file is taken. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInspector } from '../../src/intake/inspector.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
});
afterAll(async () => {
  await room.close();
});

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
const crc = (bytes: Uint8Array) =>
  (bytes.reduce((sum, byte) => (crcTable[(sum ^ byte) & 255]! ^ (sum >>> 8)) >>> 0, 0xffffffff) ^ 0xffffffff) >>> 0;

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of 900 million pixels in some hundred kilobytes. */
function pngBomb(): Buffer {
  const side = 30_000;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.writeUInt8(1, 8);
  const rows = Buffer.alloc((side / 8 + 1) * side);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** A PDF of a few kilobytes whose only page draws a form that draws twenty forms, and so on: nobody sees its end. */
function pdfBomb(): Buffer {
  const [depth, copies] = [9, 20];
  const forms = Array.from({ length: depth }, (_, level) => {
    const isLeaf = level === depth - 1;
    const draws = isLeaf ? '0 0 1 1 re f' : '/F Do '.repeat(copies);
    const resources = isLeaf ? '<< >>' : `<< /XObject << /F ${5 + level} 0 R >> >>`;
    const head = `<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources ${resources} /Length ${draws.length} >>`;
    return `${head}\nstream\n${draws}\nendstream`;
  });
  const page = '/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${4 + depth} 0 R] /Count 1 >>`,
    '<< /Length 5 >>\nstream\n/F Do\nendstream',
    ...forms,
    `<< ${page} /Contents 3 0 R /Resources << /XObject << /F 4 0 R >> >> >>`,
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text);
}

test('bombs and archives are refused, each with its reason, and the file behind them is taken', async () => {
  const png = pngBomb();
  expect(png.length).toBeLessThan(1_000_000);
  const { status, body } = await room.upload(room.batchId, [
    ['bomb.png', png],
    ['archive.zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(1_000)])],
    ['nothing.pdf', Buffer.alloc(0)],
    ['good.png', await syntheticPage(1)],
  ]);
  expect(status).toBe(200);
  expect(body.items.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['refused', 'page_too_large'],
    ['refused', 'unsupported_type'],
    ['refused', 'empty_file'],
    ['accepted', undefined],
  ]);
});

test('a PDF that never ends is given up after a while, and holds nobody up', async () => {
  const inspector = createInspector({ patience: 4_000 });
  const [bomb, good] = [join(folder, 'bomb.pdf'), join(folder, 'good.png')];
  await writeFile(bomb, pdfBomb());
  await writeFile(good, await syntheticPage(2));
  try {
    // The process is up: what follows is the file's time alone.
    await inspector.inspect(good);
    const [told, after] = await Promise.allSettled([inspector.inspect(bomb), inspector.inspect(good)]);
    expect(told).toMatchObject({ status: 'rejected', reason: { code: 'file_breaks_reader' } });
    expect(after).toMatchObject({ status: 'fulfilled', value: { pageCount: 1 } });
  } finally {
    await inspector.close();
  }
});
