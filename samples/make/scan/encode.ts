/** Pictures into the files that scanners send. */
import PDFDocument from 'pdfkit';
import sharp, { type Sharp } from 'sharp';
import type { Encoding } from './recipe.ts';
import type { Picture } from './scan-sheet.ts';

const EXTENSIONS = { jpeg: 'jpg', png: 'png', tiff: 'tif', webp: 'webp' } as const;

export function extensionOf(encoding: Encoding): string {
  return EXTENSIONS[encoding.kind];
}

function open({ shade, image }: Picture): Sharp {
  const channels = shade === 'colour' ? 3 : 1;
  const picture = sharp(image.data, { raw: { width: image.width, height: image.height, channels } });
  return shade === 'colour' ? picture : picture.toColourspace('b-w');
}

export async function encode(picture: Picture, encoding: Encoding, dpi: number): Promise<Buffer> {
  const image = open(picture);
  switch (encoding.kind) {
    case 'jpeg':
      return image.withMetadata({ density: dpi }).jpeg({ quality: encoding.quality }).toBuffer();
    case 'png':
      return image.withMetadata({ density: dpi }).png({ compressionLevel: 9 }).toBuffer();
    case 'webp':
      return image.webp({ quality: encoding.quality }).toBuffer();
    case 'tiff':
      return picture.shade === 'bilevel'
        ? image.tiff({ compression: 'ccittfax4', bitdepth: 1, xres: dpi / 25.4, yres: dpi / 25.4 }).toBuffer()
        : image.tiff({ compression: 'lzw', xres: dpi / 25.4, yres: dpi / 25.4 }).toBuffer();
  }
}

/** 1-bit pages of one size as one TIFF. */
export async function bindTiff(pictures: Picture[], dpi: number): Promise<Buffer> {
  const { width, height } = pictures[0]!.image;
  const tall = Buffer.concat(pictures.map(({ image }) => image.data));
  const raw = { width, height: height * pictures.length, channels: 1 as const, pageHeight: height };
  return sharp(tall, { raw })
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: dpi / 25.4, yres: dpi / 25.4 })
    .toBuffer();
}

/** JPEG or PNG pages as one PDF, each page as large as it was on the glass. */
export async function bindPdf(pages: { file: Buffer; width: number; height: number; dpi: number }[]): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    info: { Creator: 'Paraphe samples', CreationDate: new Date('2026-01-01T00:00:00Z') },
  });
  for (const page of pages) {
    const size: [number, number] = [(page.width / page.dpi) * 72, (page.height / page.dpi) * 72];
    doc.addPage({ size, margin: 0 });
    doc.image(page.file, 0, 0, { width: size[0], height: size[1] });
  }
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((done) => doc.on('end', done));
  doc.end();
  await ended;
  return Buffer.concat(parts);
}
