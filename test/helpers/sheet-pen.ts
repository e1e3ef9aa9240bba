/** What the petition sheets of the tests are drawn with. Lengths in mm. */
import PDFDocument from 'pdfkit';
import type { FieldType } from '../../src/domain/form.ts';

type Doc = PDFKit.PDFDocument;
const PT = 72 / 25.4;

export interface ExpectedForm {
  /** In reading order, with left edge and width on the page. */
  fields: { type: FieldType; x: number; w: number }[];
  rows: { count: number; first: [number, number, number, number] };
  header?: FieldType[];
  languages?: string[];
}

export interface DrawnForm {
  name: string;
  size: [number, number];
  draw(pen: Pen): void;
  expected: ExpectedForm;
}

/** Draws in mm. */
export class Pen {
  readonly #doc: Doc;
  constructor(doc: Doc) {
    this.#doc = doc;
  }
  text(
    text: string,
    x: number,
    y: number,
    o: { size?: number; width?: number; bold?: boolean; align?: 'left' | 'center'; colour?: string } = {},
  ): this {
    this.#doc
      .font(o.bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(o.size ?? 8)
      .fillColor(o.colour ?? 'black')
      .text(text, x * PT, y * PT, { width: (o.width ?? 190) * PT, align: o.align ?? 'left', lineGap: 0 });
    return this;
  }
  upwards(text: string, x: number, y: number, size = 8): this {
    this.#doc.save().rotate(-90, { origin: [x * PT, y * PT] });
    this.#doc
      .font('Helvetica')
      .fontSize(size)
      .fillColor('black')
      .text(text, x * PT, y * PT, { lineBreak: false });
    this.#doc.restore();
    return this;
  }
  line(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    o: { width?: number; colour?: string; dash?: [number, number] } = {},
  ): this {
    this.#doc
      .save()
      .lineWidth((o.width ?? 0.2) * PT)
      .strokeColor(o.colour ?? 'black');
    if (o.dash) this.#doc.dash(o.dash[0] * PT, { space: o.dash[1] * PT });
    this.#doc
      .moveTo(x0 * PT, y0 * PT)
      .lineTo(x1 * PT, y1 * PT)
      .stroke()
      .restore();
    return this;
  }
  frame(x: number, y: number, w: number, h: number, o: { width?: number; colour?: string } = {}): this {
    this.#doc
      .save()
      .lineWidth((o.width ?? 0.2) * PT)
      .strokeColor(o.colour ?? 'black')
      .rect(x * PT, y * PT, w * PT, h * PT)
      .stroke()
      .restore();
    return this;
  }
  fill(x: number, y: number, w: number, h: number, colour: string): this {
    this.#doc
      .save()
      .rect(x * PT, y * PT, w * PT, h * PT)
      .fill(colour)
      .restore();
    return this;
  }
  grid(x: number, y: number, widths: number[], heights: number[], o: { width?: number; colour?: string } = {}): this {
    const right = x + widths.reduce((a, b) => a + b, 0);
    const bottom = y + heights.reduce((a, b) => a + b, 0);
    let at = y;
    for (const h of [0, ...heights]) {
      at += h;
      this.line(x, at, right, at, o);
    }
    at = x;
    for (const w of [0, ...widths]) {
      at += w;
      this.line(at, y, at, bottom, o);
    }
    return this;
  }
}

export function drawPdf(form: DrawnForm): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const doc = new PDFDocument({ size: [form.size[0] * PT, form.size[1] * PT], margin: 0 });
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    form.draw(new Pen(doc));
    doc.end();
  });
}

/** Columns side by side from `x` on, each with its width. */
export const columns = (x: number, list: [FieldType, number][]) => {
  let at = x;
  return list.map(([type, w]) => {
    const field = { type, x: at, w };
    at += w;
    return field;
  });
};
export const repeat = (n: number, h: number) => Array.from({ length: n }, () => h);

/** Headings of a grid, one text a column, small print after a line break. */
export function heads(pen: Pen, x: number, y: number, list: [string, number][], size = 7): void {
  let at = x;
  for (const [text, width] of list) {
    pen.text(text, at + 0.8, y, { width: width - 1.2, size });
    at += width;
  }
}
