import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import { cropGrey } from '../../src/imaging/grey.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { encodeJpeg, encodePng, encodeWebp } from '../../src/imaging/pixels.ts';
import { inspectScan } from '../../src/intake/inspect-scan.ts';
import { sniffMediaType } from '../../src/intake/sniff-media-type.ts';
import { openScan } from '../../src/intake/split-scan.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'split-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** White with a black block in the top left corner, so that every turn and inversion shows. */
function corner(width = 400, height = 600): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="white"/><rect x="${width * 0.05}" y="${height * 0.03}" width="${width * 0.25}" height="${height * 0.1}" fill="black"/></svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#fff' });
}

function noise(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: 'white' },
  });
}

async function fax(image: Sharp): Promise<Buffer> {
  const grey = await image.greyscale().toColourspace('b-w').png().toBuffer();
  return sharp(grey).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer();
}

function mean(image: GreyImage): number {
  return image.data.reduce((sum, value) => sum + value, 0) / image.data.length;
}

/** Mean grey in the block and in the opposite corner, for a picture of any size. */
function shows(image: GreyImage): { block: boolean; rest: boolean } {
  const { width: w, height: h } = image;
  return {
    block: mean(cropGrey(image, [w * 0.1, h * 0.05, w * 0.15, h * 0.06])) < 40,
    rest: mean(cropGrey(image, [w * 0.6, h * 0.6, w * 0.3, h * 0.3])) > 230,
  };
}

function pdf(draw: (doc: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const doc = new PDFDocument({ autoFirstPage: false, ...options });
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    draw(doc);
    doc.end();
  });
}

/** pdfkit's own option, missing from its types. */
const asStored = { ignoreOrientation: true };
const upright = { block: true, rest: true };

describe('images', () => {
  it.each([
    ['jpeg', () => corner().jpeg().toBuffer()],
    ['grey jpeg', () => corner().greyscale().jpeg().toBuffer()],
    ['cmyk jpeg', () => corner().toColourspace('cmyk').jpeg().toBuffer()],
    ['png', () => corner().png().toBuffer()],
    ['palette png', () => corner().png({ palette: true, colours: 4 }).toBuffer()],
    ['16-bit grey png', () => corner().greyscale().toColourspace('grey16').png().toBuffer()],
    ['webp', () => corner().webp().toBuffer()],
    ['lzw tiff', () => corner().tiff({ compression: 'lzw' }).toBuffer()],
    ['fax tiff', () => fax(corner())],
  ])('reads a %s', async (name, make) => {
    const path = await file(`${name}.bin`, await make());
    expect(await inspectScan(path)).toMatchObject({ pageCount: 1 });
    const scan = await openScan(path);
    const page = await scan.page(1);
    expect([page.grey.width, page.grey.height, page.grey.data.length]).toEqual([400, 600, 240_000]);
    expect(shows(page.grey)).toEqual(upright);
    expect(page.colour).toBeNull();
    scan.close();
  });

  it('applies the EXIF orientation', async () => {
    const turned = await corner().rotate(90).jpeg().withMetadata({ orientation: 8 }).toBuffer();
    const page = await (await openScan(new Uint8Array(turned))).page(1);
    expect([page.grey.width, page.grey.height]).toEqual([400, 600]);
    expect(shows(page.grey)).toEqual(upright);
  });

  it('shows transparency as paper', async () => {
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    expect(mean((await (await openScan(clear)).page(1)).grey)).toBe(255);
  });

  it('keeps colour where there is some, and the stated resolution', async () => {
    const red = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#c00000' } })
      .withDensity(300)
      .png()
      .toBuffer();
    const page = await (await openScan(red)).page(1);
    expect(page.colour?.data.length).toBe(60 * 60 * 3);
    expect(page.dpi).toBe(300);
  });

  it('ignores the resolution of software that knows none', async () => {
    const jpeg = await corner().jpeg().withMetadata({ density: 72 }).toBuffer();
    expect((await (await openScan(jpeg)).page(1)).dpi).toBeNull();
  });

  it('reads every page of a TIFF, of different sizes', async () => {
    const small = await corner().png().toBuffer();
    const path = await file(
      'pages.tif',
      await sharp([small, small, small], { join: { animated: true } })
        .tiff()
        .toBuffer(),
    );
    const scan = await openScan(path);
    expect(scan.pageCount).toBe(3);
    expect(shows((await scan.page(3)).grey)).toEqual(upright);
    await expect(scan.page(4)).rejects.toThrow(RangeError);
  });

  it('writes what it reads', async () => {
    const page = await (await openScan(await corner().png().toBuffer())).page(1);
    for (const encode of [encodePng, encodeJpeg, encodeWebp]) {
      const again = await (await openScan(await encode(page.grey))).page(1);
      expect(shows(again.grey)).toEqual(upright);
      expect(again.grey.width).toBe(400);
    }
  });
});

describe('PDF', () => {
  it('draws a drawn page at 300 dpi, with its size', async () => {
    const bytes = await pdf((doc) => {
      doc.addPage({ size: 'A4', margin: 0 }).rect(30, 30, 150, 90).fill('black');
      doc.addPage({ size: 'LETTER', layout: 'landscape' });
    });
    const document = await openPdf(bytes);
    expect(document.pageSize(1).width).toBeCloseTo(210, 0);
    expect(document.pageSize(2).width).toBeCloseTo(279.4, 0);
    const page = await document.page(1);
    expect([page.grey.width, page.grey.height, page.dpi]).toEqual([2480, 3508, 300]);
    expect(shows(page.grey)).toEqual(upright);
    document.close();
    document.close();
  });

  it.each([
    ['jpeg', () => corner(1000, 1500).jpeg().toBuffer()],
    ['grey jpeg', () => corner(1000, 1500).greyscale().jpeg().toBuffer()],
    ['png', () => corner(1000, 1500).png().toBuffer()],
    ['jpeg whose EXIF no viewer looks at', () => corner(1000, 1500).jpeg().withMetadata({ orientation: 3 }).toBuffer()],
  ])('takes the scanned %s as it is', async (_, make) => {
    const image = await make();
    const scan = await openScan(
      await pdf((doc) =>
        doc.addPage({ size: [480, 720], margin: 0 }).image(image, 0, 0, { width: 480, height: 720, ...asStored }),
      ),
    );
    const page = await scan.page(1);
    expect([page.grey.width, page.grey.height, page.dpi]).toEqual([1000, 1500, 150]);
    expect(shows(page.grey)).toEqual(upright);
    scan.close();
  });

  it('makes the pixels of a fax square', async () => {
    const image = await corner(1600, 1200).png().toBuffer();
    const scan = await openScan(
      await pdf((doc) => doc.addPage({ size: [480, 720], margin: 0 }).image(image, 0, 0, { width: 480, height: 720 })),
    );
    const { grey } = await scan.page(1);
    expect([grey.width, grey.height]).toEqual([1600, 2400]);
    scan.close();
  });

  it('gives words with their places and turn', async () => {
    const bytes = await pdf((doc) => {
      doc.addPage({ size: 'A4', margin: 0 }).fontSize(12).text('Nom', 72, 72).text('Prénom usuel', 144, 72);
      doc.rotate(-90, { origin: [300, 300] }).text('Signature', 300, 300);
    });
    const document = await openPdf(bytes);
    const words = document.words(1);
    expect(words.map((it) => [it.text, it.turn])).toEqual([
      ['Nom', 0],
      ['Prénom', 0],
      ['usuel', 0],
      ['Signature', 270],
    ]);
    expect(words[0]!.box[0]).toBeCloseTo(25.6, 0);
    expect(Math.abs(words[0]!.box[1] - 26)).toBeLessThan(1.5);
    document.close();
  });
});

describe('refusals', () => {
  it.each([
    ['empty_file', () => new Uint8Array()],
    ['unsupported_type', () => Buffer.from('Dear Sir, please find')],
    ['unsupported_type', () => Buffer.from('PK\x03\x04 word/document.xml')],
    ['unsupported_type', () => corner().gif().toBuffer()],
    ['unsupported_heic', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1', 'latin1')],
    ['image_corrupt', async () => (await corner(800, 800).jpeg().toBuffer()).subarray(0, 3000)],
    ['image_corrupt', async () => (await corner(800, 800).png().toBuffer()).subarray(0, 900)],
    ['image_corrupt', async () => (await fax(noise(900, 900))).subarray(0, 20_000)],
    [
      'page_too_large',
      () =>
        sharp({ create: { width: 12_000, height: 6000, channels: 3, background: 'white' } })
          .png()
          .toBuffer(),
    ],
    ['pdf_corrupt', () => Buffer.from('%PDF-1.7 and nothing else')],
    ['pdf_corrupt', async () => (await pdf((doc) => doc.addPage().text('cut off'))).subarray(0, 300)],
    ['pdf_encrypted', () => pdf((doc) => doc.addPage().text('secret'), { userPassword: 'x', ownerPassword: 'y' })],
    ['page_too_large', () => pdf((doc) => doc.addPage({ size: [14_000, 14_000] }))],
  ])('refuses with %s', async (code, make) => {
    const path = await file('refused.bin', await make());
    await expect(inspectScan(path)).rejects.toMatchObject({ name: 'InputError', code });
  });

  it('counts pages and bytes', async () => {
    const path = await file('many.pdf', await pdf((doc) => [1, 2, 3].map(() => doc.addPage())));
    await expect(inspectScan(path, { pages: 2 })).rejects.toMatchObject({ code: 'pdf_too_many_pages' });
    await expect(inspectScan(path, { bytes: 100 })).rejects.toMatchObject({ code: 'too_large' });
    expect(await inspectScan(path)).toEqual({ mediaType: 'application/pdf', pageCount: 3 });
  });

  it('accepts a photo that its PDF declares metres wide', async () => {
    const image = await corner(1000, 1500).jpeg().toBuffer();
    const path = await file(
      'photo.pdf',
      await pdf((doc) => doc.addPage({ size: [6000, 9000], margin: 0 }).image(image, 0, 0, { width: 6000 })),
    );
    expect(await inspectScan(path)).toMatchObject({ pageCount: 1 });
    const scan = await openScan(path);
    expect((await scan.page(1)).grey.width).toBe(1000);
    scan.close();
  });

  it('opens a PDF protected by an owner password only', async () => {
    const path = await file('owner.pdf', await pdf((doc) => doc.addPage().text('open'), { ownerPassword: 'y' }));
    expect(await inspectScan(path)).toMatchObject({ pageCount: 1 });
  });

  it('names the type by content', () => {
    expect(sniffMediaType(Buffer.from('junk before %PDF-1.4'))).toBe('application/pdf');
  });
});
