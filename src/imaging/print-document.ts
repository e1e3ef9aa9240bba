/**
 * Paper that the house prints about its work (slips, cover sheets): A4, black on white, with a typeface and rules that
 * survive a fax. All lengths in millimetres; the built-in Helvetica, so that no file grows beyond a few kilobytes.
 */
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import type { Box } from '../domain/geometry.ts';

export const PT_PER_MM = 72 / 25.4;
export const A4 = { width: 210, height: 297 } as const;
/** White on all sides, mm: for punches and for printers that cannot reach the edge. */
export const MARGIN = 20;

export type Doc = PDFKit.PDFDocument;
export type Code = ReturnType<typeof QRCode.create>;

/** @returns the PDF's bytes: one A4 page, drawn by `draw` in millimetres */
export async function printPage(
  { title, language }: { title: string; language: string },
  draw: (doc: Doc) => void,
): Promise<Uint8Array> {
  const size: [number, number] = [A4.width * PT_PER_MM, A4.height * PT_PER_MM];
  const doc = new PDFDocument({ size, margin: 0, lang: language, displayTitle: true, info: { Title: title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.save().scale(PT_PER_MM);
  draw(doc);
  doc.restore();
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

/** `size`: mm. Too much text is cut off at the box's end. Answers how high the text has become, mm. */
export function drawWords(
  doc: Doc,
  text: string,
  { box, size, isBold = false, align = 'left' }: { box: Box; size: number; isBold?: boolean; align?: 'left' | 'right' },
): number {
  const [x, y, width, height] = box;
  doc
    .font(isBold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(size)
    .fillColor('black');
  const words = printable(text);
  doc.text(words, x, y, { width, height, align, ellipsis: true, lineGap: 0.2 * size });
  return Math.min(height, doc.heightOfString(words, { width, lineGap: 0.2 * size }));
}

export function drawRule(doc: Doc, [x, y, width]: [number, number, number], thickness = 0.3): void {
  doc
    .lineWidth(thickness)
    .strokeColor('black')
    .moveTo(x, y)
    .lineTo(x + width, y)
    .stroke();
}

export const makeCode = (text: string): Code => QRCode.create(text, { errorCorrectionLevel: 'M' });

export function drawCode(doc: Doc, code: Code, [x, y, side]: Box): void {
  const { size, data } = code.modules;
  const module = side / size;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[row * size + column]) doc.rect(x + column * module, y + row * module, module, module);
    }
  }
  doc.fill('black');
}

/** The built-in typeface has Western European letters only; others lose their marks. */
export function printable(text: string): string {
  const western = text.normalize('NFC').replace(/\s+/g, ' ');
  return [...western]
    .map((it) =>
      it.codePointAt(0)! < 256 || '‘’“”–—…€•'.includes(it) ? it : it.normalize('NFKD').replace(/\p{M}/gu, ''),
    )
    .join('');
}
