/** A blank sheet being printed: draws in millimetres from the top left corner into a vector PDF. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

const PT_PER_MM = 72 / 25.4;
const resolve = createRequire(import.meta.url).resolve;

/** Open-licensed text faces (@fontsource package names) a sheet may be set in. */
export type Face = 'arimo' | 'tinos' | 'roboto-condensed' | 'open-sans';
export interface Type {
  face: Face;
  bold?: boolean;
  italic?: boolean;
  /** Size in points, as printers give it. */
  size: number;
  colour?: string;
  align?: 'left' | 'center' | 'right' | 'justify';
  /** Extra space between lines, mm. */
  leading?: number;
}
export interface Rule {
  /** mm */
  width: number;
  colour?: string;
  /** mm on, mm off */
  dash?: [number, number];
}
export interface Paper {
  width: number;
  height: number;
  /** Sets text into a column; answers its height in mm. */
  text(words: string, x: number, y: number, width: number, type: Type): number;
  /** The height `text` would take, mm. */
  measure(words: string, width: number, type: Type): number;
  /** Width of one unbroken line, mm. */
  lineWidth(words: string, type: Type): number;
  /** Text turned a quarter to the left, reading upwards from (x, y). */
  textUpwards(words: string, x: number, y: number, length: number, type: Type): void;
  line(x1: number, y1: number, x2: number, y2: number, rule: Rule): void;
  rect(x: number, y: number, width: number, height: number, style: { fill?: string; rule?: Rule }): void;
  finish(): Promise<Buffer>;
}

// Not the .woff2 files: fontkit cannot subset the composite glyphs of their transformed outlines.
function fontFile(type: Type): Buffer {
  const weight = type.bold ? 700 : 400;
  const name = `${type.face}-latin-${weight}-${type.italic ? 'italic' : 'normal'}.woff`;
  return readFileSync(resolve(`@fontsource/${type.face}/files/${name}`));
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => done(Buffer.concat(parts)));
    doc.on('error', fail);
    doc.end();
  });
}

/** `title` goes into the file's properties; the date is fixed so that the same sheet is the same file. */
export function makePaper(width: number, height: number, title: string): Paper {
  const doc = new PDFDocument({
    size: [width * PT_PER_MM, height * PT_PER_MM],
    margin: 0,
    info: { Title: title, Creator: 'Paraphe samples', CreationDate: new Date('2026-01-01T00:00:00Z') },
  });
  const known = new Set<string>();
  const use = (type: Type) => {
    const key = `${type.face}-${type.bold ? 'b' : ''}${type.italic ? 'i' : ''}`;
    if (!known.has(key)) {
      doc.registerFont(key, fontFile(type));
      known.add(key);
    }
    doc
      .font(key)
      .fontSize(type.size)
      .fillColor(type.colour ?? '#111111');
  };
  const stroke = (rule: Rule) => {
    doc.lineWidth(rule.width * PT_PER_MM).strokeColor(rule.colour ?? '#000000');
    if (rule.dash) doc.dash(rule.dash[0] * PT_PER_MM, { space: rule.dash[1] * PT_PER_MM });
    doc.stroke();
    doc.undash();
  };
  const options = (column: number, type: Type) => ({
    width: column * PT_PER_MM,
    align: type.align ?? 'left',
    lineGap: (type.leading ?? 0) * PT_PER_MM,
  });
  const paper: Paper = {
    width,
    height,
    text(words, x, y, column, type) {
      use(type);
      doc.text(words, x * PT_PER_MM, y * PT_PER_MM, options(column, type));
      return paper.measure(words, column, type);
    },
    measure(words, column, type) {
      use(type);
      return doc.heightOfString(words, options(column, type)) / PT_PER_MM;
    },
    lineWidth(words, type) {
      use(type);
      return doc.widthOfString(words) / PT_PER_MM;
    },
    textUpwards(words, x, y, length, type) {
      doc.save();
      doc.rotate(-90, { origin: [x * PT_PER_MM, y * PT_PER_MM] });
      use(type);
      doc.text(words, x * PT_PER_MM, y * PT_PER_MM, options(length, type));
      doc.restore();
    },
    line(x1, y1, x2, y2, rule) {
      doc.moveTo(x1 * PT_PER_MM, y1 * PT_PER_MM).lineTo(x2 * PT_PER_MM, y2 * PT_PER_MM);
      stroke(rule);
    },
    rect(x, y, w, h, { fill, rule }) {
      if (fill) doc.rect(x * PT_PER_MM, y * PT_PER_MM, w * PT_PER_MM, h * PT_PER_MM).fill(fill);
      if (rule) {
        doc.rect(x * PT_PER_MM, y * PT_PER_MM, w * PT_PER_MM, h * PT_PER_MM);
        stroke(rule);
      }
    },
    finish: () => collect(doc),
  };
  return paper;
}
