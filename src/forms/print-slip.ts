/** The slip that goes back to the scanner with a sheet: one A4 page, black and white, readable after a fax. */
import PDFDocument from 'pdfkit';

export interface SlipFacts {
  batch: string;
  sender: string | null;
  receivedOn: Date;
  file: string;
  /** From 1, within the file. */
  page: number;
  pageCount: number;
  /** In the slip's language. */
  why: string;
  /** null: the mailroom found it by itself. */
  handedBackAt: Date | null;
  /** Lines that wait for the new scan. */
  openLines: number;
  pageId: string;
}

const WORDS = {
  fr: {
    title: 'À numériser de nouveau',
    why: 'Pourquoi',
    batch: 'Enveloppe',
    sender: 'Expéditeur',
    received: 'Reçue le',
    file: 'Fichier',
    page: (page: number, of: number) => `page ${page} sur ${of}`,
    lines: 'Lignes en attente',
    handedBack: 'Rendue le',
    todo: 'Retirez la feuille de l’enveloppe, numérisez-la à 300 points par pouce, à plat et entière, puis déposez le fichier dans la même enveloppe. Paraphe reconnaît la feuille et demande au tri laquelle des deux images garder.',
    kept: 'Si le papier ne montre pas mieux, renvoyez la page à la relecture depuis le tri.',
    done: ['Numérisée de nouveau le', 'par'],
    reference: 'Référence',
  },
  en: {
    title: 'To be scanned again',
    why: 'Why',
    batch: 'Envelope',
    sender: 'Sender',
    received: 'Received on',
    file: 'File',
    page: (page: number, of: number) => `page ${page} of ${of}`,
    lines: 'Lines waiting',
    handedBack: 'Given back on',
    todo: 'Take the sheet out of the envelope, scan it flat and whole at 300 dots per inch, and drop the file into the same envelope. Paraphe recognises the sheet and asks in triage which of the two pictures to keep.',
    kept: 'If the paper shows no more than its scan, send the page back to review from triage.',
    done: ['Scanned again on', 'by'],
    reference: 'Reference',
  },
} as const;

/** pt. A4 with margins that any printer leaves. */
const MARGIN = 56;
const LABEL_WIDTH = 130;
const TITLE_SIZE = 26;
const TEXT_SIZE = 12;

/** The built-in typeface has Western European letters only; others lose their marks. */
function printable(text: string): string {
  return [...text.normalize('NFC').replace(/\s+/g, ' ')]
    .map((it) =>
      it.codePointAt(0)! < 256 || '‘’“”–—…€'.includes(it) ? it : it.normalize('NFKD').replace(/[^ -~]/g, ''),
    )
    .join('');
}

/** @returns the PDF's bytes */
export async function printRescanSlip(facts: SlipFacts, language: 'fr' | 'en'): Promise<Uint8Array> {
  const words = WORDS[language];
  const day = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, lang: language, info: { Title: words.title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.font('Helvetica-Bold').fontSize(TITLE_SIZE).text(words.title);
  doc
    .moveTo(MARGIN, doc.y + 6)
    .lineTo(doc.page.width - MARGIN, doc.y + 6)
    .lineWidth(2)
    .stroke();
  doc.moveDown(1);
  const rows: [string, string | null][] = [
    [words.why, facts.why],
    [words.batch, facts.batch],
    [words.sender, facts.sender],
    [words.received, day.format(facts.receivedOn)],
    [words.file, `${facts.file}${facts.file === '' ? '' : ', '}${words.page(facts.page, facts.pageCount)}`],
    [words.lines, String(facts.openLines)],
    [words.handedBack, facts.handedBackAt === null ? null : day.format(facts.handedBackAt)],
    [words.reference, facts.pageId],
  ];
  for (const [label, value] of rows) if (value !== null) drawRow(doc, label, value);
  doc.moveDown(1);
  doc
    .font('Helvetica')
    .fontSize(TEXT_SIZE)
    .text(printable(words.todo), MARGIN)
    .moveDown(0.6)
    .text(printable(words.kept));
  doc.moveDown(3);
  for (const label of words.done) {
    const y = doc.y;
    doc
      .text(printable(label), MARGIN, y)
      .moveTo(MARGIN + LABEL_WIDTH, y + TEXT_SIZE)
      .lineTo(doc.page.width - MARGIN, y + TEXT_SIZE)
      .lineWidth(0.7)
      .stroke();
    doc.moveDown(1.6);
  }
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

function drawRow(doc: PDFKit.PDFDocument, label: string, value: string): void {
  const y = doc.y;
  doc.font('Helvetica').fontSize(TEXT_SIZE).text(printable(label), MARGIN, y, { width: LABEL_WIDTH });
  doc
    .font('Helvetica-Bold')
    .text(printable(value), MARGIN + LABEL_WIDTH, y, { width: doc.page.width - 2 * MARGIN - LABEL_WIDTH });
  doc.moveDown(0.5);
}
