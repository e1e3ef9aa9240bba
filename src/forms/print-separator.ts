/** Sheets that part a stack: laid before the pages they speak of, they say by a code to which batch those belong. */
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';

const PT_PER_MM = 72 / 25.4;
const A4 = { width: 210, height: 297 };
/** Side of the code, mm: read from a fax, and when a corner is folded. */
const CODE_SIDE = 70;
const MARGIN = 20;

export interface SeparatorSheet {
  id: string;
  /** A few characters by which people tell sheets apart. */
  label: string;
  petitionTitle: string;
  /** null: the sheet begins a new batch. */
  batchName: string | null;
  declaredSheets: number | null;
  declaredSignatures: number | null;
}

/** What the code says: `paraphe:separator:1:ID:SHEETS:SIGNATURES`; ids and declared counts, nothing of people. */
export function separatorCode({ id, declaredSheets, declaredSignatures }: SeparatorSheet): string {
  return ['paraphe', 'separator', 1, id, declaredSheets ?? '', declaredSignatures ?? ''].join(':');
}

/** @returns the separator's id, null for any other code */
export function parseSeparatorCode(text: string): string | null {
  const match = /^paraphe:separator:1:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):\d{0,9}:\d{0,9}$/.exec(text);
  return match?.[1] ?? null;
}

const WORDS = {
  fr: {
    title: 'Feuille séparatrice',
    batch: 'Les pages qui suivent vont au lot',
    petition: 'Les pages qui suivent forment un nouveau lot de la pétition',
    sheets: 'feuilles annoncées',
    signatures: 'signatures annoncées',
    use: 'À poser avant les feuilles, dans le chargeur du scanner. Une feuille séparatrice ne sert qu’une fois.',
  },
  en: {
    title: 'Separator sheet',
    batch: 'The pages behind this one go to the batch',
    petition: 'The pages behind this one are a new batch of the petition',
    sheets: 'sheets declared',
    signatures: 'signatures declared',
    use: 'Lay it before the sheets, in the scanner’s feeder. A separator sheet is used once.',
  },
} as const;

/** @returns the PDF's bytes, an A4 page a sheet */
export async function printSeparators(sheets: SeparatorSheet[], language: 'fr' | 'en'): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, info: { Title: WORDS[language].title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  for (const sheet of sheets) drawSeparator(doc, sheet, language);
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

type Doc = PDFKit.PDFDocument;

function drawSeparator(doc: Doc, sheet: SeparatorSheet, language: 'fr' | 'en'): void {
  const words = WORDS[language];
  doc.addPage();
  doc.save().scale(PT_PER_MM);
  drawCode(doc, separatorCode(sheet));
  const width = A4.width - 2 * MARGIN;
  const line = (text: string, y: number, { size, bold = false }: { size: number; bold?: boolean }) => {
    doc.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
    doc.text(text, MARGIN, y, { width, height: 3 * size, align: 'center', ellipsis: true });
  };
  line(words.title, MARGIN, { size: 9, bold: true });
  line(sheet.label, 120, { size: 24, bold: true });
  line(sheet.batchName === null ? words.petition : words.batch, 160, { size: 5 });
  line(sheet.batchName ?? sheet.petitionTitle, 170, { size: 8, bold: true });
  if (sheet.batchName !== null) line(sheet.petitionTitle, 198, { size: 5 });
  const declared = [
    sheet.declaredSheets === null ? '' : `${sheet.declaredSheets} ${words.sheets}`,
    sheet.declaredSignatures === null ? '' : `${sheet.declaredSignatures} ${words.signatures}`,
  ].filter(Boolean);
  line(declared.join(' · '), 215, { size: 5 });
  line(words.use, A4.height - 35, { size: 4 });
  doc.restore();
}

function drawCode(doc: Doc, text: string): void {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'H' }).modules;
  const module = CODE_SIDE / size;
  const [left, top] = [(A4.width - CODE_SIDE) / 2, 40];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[row * size + column]) doc.rect(left + column * module, top + row * module, module, module);
    }
  }
  doc.fill('black');
}
