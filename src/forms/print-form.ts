/**
 * The print edition of a petition: the same lines and fields, drawn so that machines find and read them easily. Corner
 * marks place the page, a code in two corners names petition, form and sheet, a postcode has a box a character.
 */
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { InputError } from '../domain/errors.ts';
import type { FormDefinition, FormField } from '../domain/form.ts';
import { type Box, offsetBox } from '../domain/geometry.ts';
import { type Code, drawCode, PT_PER_MM, printable } from '../imaging/print-document.ts';

/** Filled squares in the corners: side and distance from the page's edges, mm. Printers leave 5 mm white. */
export const CORNER_MARK = { side: 5, inset: 7 };
/** Side of the codes, mm: read at 150 dpi, also when one of them is cut off. */
const CODE_SIDE = 16;
/** Width of a box for one character, and its distance from the cell's rules, mm. */
const CHARACTER_BOX = { least: 3.2, most: 7, inset: 1.6 };
const POSTCODE_LENGTH = 5;
/** mm. Narrower, a heading breaks inside its words. */
const LEAST_HEADING = 12;
const MOST_COPIES = 5000;

export interface PrintOptions {
  petitionId: string;
  /** Sheets, each with its own number. */
  copies: number;
  /** Number of the first sheet (1). */
  firstSheet?: number;
  /** Text under the title. */
  introduction?: string;
}

/** What the code on a sheet says: `paraphe:1:PETITION:FORM:VERSION:SHEET`. */
export function sheetCode(form: FormDefinition, petitionId: string, sheet: number): string {
  return ['paraphe', 1, encodeURIComponent(petitionId), form.id, form.version, sheet].join(':');
}

export interface SheetCode {
  petitionId: string;
  formId: string;
  formVersion: number;
  sheet: number;
}

/** @returns null for any other code */
export function parseSheetCode(text: string): SheetCode | null {
  const match = /^paraphe:1:([^:]+):([a-z0-9][a-z0-9_-]{0,62}):(\d{1,6}):(\d{1,9})$/.exec(text);
  if (match === null) return null;
  const [, petition, formId, version, sheet] = match as unknown as [string, string, string, string, string];
  return { petitionId: decodeURIComponent(petition), formId, formVersion: Number(version), sheet: Number(sheet) };
}

/**
 * @returns the PDF's bytes, one page a sheet
 * @throws InputError `print_no_room` when lines or fields lie where the marks must be
 */
export async function printSheets(form: FormDefinition, options: PrintOptions): Promise<Uint8Array> {
  const { copies, firstSheet = 1, petitionId } = options;
  if (!(Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES)) {
    throw new RangeError(`Expected copies from 1 to ${MOST_COPIES} but received ${copies}`);
  }
  const codes = codePlaces(form);
  const size: [number, number] = [form.page.width * PT_PER_MM, form.page.height * PT_PER_MM];
  const doc = new PDFDocument({ size, margin: 0, autoFirstPage: false, info: { Title: form.title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  for (let copy = 0; copy < copies; copy++) {
    const sheet = firstSheet + copy;
    const code = await QRCode.create(sheetCode(form, petitionId, sheet), { errorCorrectionLevel: 'M' });
    drawSheet(doc, form, { ...options, sheet, code, codes });
  }
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

/** @throws InputError `print_no_room`, as printing would, before sheets are numbered */
export function checkPrintable(form: FormDefinition): void {
  codePlaces(form);
}

type Doc = PDFKit.PDFDocument;

/** mm from the page's edge to what stands beside a corner mark. */
const BESIDE = CORNER_MARK.inset + CORNER_MARK.side + 3;

const meet = (a: Box, b: Box) => a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

/** Where a code has room: both corners, or the one that no line or field lies in. Without the corner marks nothing helps. */
function codePlaces(form: FormDefinition): Box[] {
  const { width, height } = form.page;
  const { side, inset } = CORNER_MARK;
  const cells = form.rows.boxes.flatMap((line) => form.fields.map(({ box }) => offsetBox(box, line)));
  const taken: Box[] = [...cells, ...form.header.map(({ box }) => box)];
  const isFree = (place: Box) => !taken.some((box) => meet(box, place));
  const marks = [inset, width - inset - side].flatMap((x) =>
    [inset, height - inset - side].map((y): Box => [x, y, side, side]),
  );
  const codes = [
    [width - BESIDE - CODE_SIDE, inset, CODE_SIDE, CODE_SIDE],
    [BESIDE, height - inset - CODE_SIDE, CODE_SIDE, CODE_SIDE],
  ] satisfies Box[];
  const free = codes.filter(isFree);
  if (free.length > 0 && marks.every(isFree)) return free;
  throw new InputError('print_no_room', 'Lines or fields of this form lie where the marks must be printed.', {
    remedy: `Keep them ${inset + side} mm away from the corners, and one of the codes' places free; or print the sheet as it is.`,
    params: { distance: inset + side },
  });
}

/** The first of the lines one under the other. */
const beginsBlock = ({ rows }: FormDefinition, [x, y, w]: Box) =>
  !rows.boxes.some((other) => other[1] < y && other[0] < x + w && x < other[0] + other[2]);

/** A cell under another one of its line carries its label itself, small, in the corner. */
const isLabelled = ({ fields }: FormDefinition, { box }: FormField) =>
  fields.some(
    (other) => other.box[1] + 1 <= box[1] && other.box[0] < box[0] + box[2] && box[0] < other.box[0] + other.box[2],
  );

function drawSheet(
  doc: Doc,
  form: FormDefinition,
  { introduction, sheet, code, codes }: PrintOptions & { sheet: number; code: Code; codes: Box[] },
): void {
  doc.addPage();
  doc.save().scale(PT_PER_MM);
  const { width, height } = form.page;
  drawCornerMarks(doc, width, height);
  for (const place of codes) drawCode(doc, code, place);
  const first = form.rows.boxes[0]!;
  const textWidth = width - 2 * BESIDE - CODE_SIDE - 4;
  drawText(doc, form.title, [BESIDE, CORNER_MARK.inset, textWidth, 14], { size: 5, bold: true });
  if (introduction !== undefined) {
    drawText(doc, introduction, [BESIDE, 28, width - 2 * BESIDE, Math.max(4, first[1] - 42)], { size: 3 });
  }
  for (const field of form.header) drawHeaderField(doc, field);
  for (const line of form.rows.boxes.filter((box) => beginsBlock(form, box))) {
    for (const field of form.fields) if (!isLabelled(form, field)) drawHeading(doc, field, line);
  }
  form.rows.boxes.forEach((line, k) => {
    drawText(doc, `${k + 1}`, [line[0] - 5, line[1] + line[3] / 2 - 1.4, 4.5, 4], { size: 2.4 });
    for (const field of form.fields)
      drawField(doc, field, { box: offsetBox(field.box, line), isLabelled: isLabelled(form, field) });
  });
  if (form.notice) drawText(doc, form.notice.text, form.notice.box, { size: 2.1 });
  drawText(
    doc,
    `${form.id} · ${form.version} · ${sheet}`,
    [BESIDE + CODE_SIDE + 3, height - CORNER_MARK.inset - 3, 80, 4],
    { size: 2.4 },
  );
  doc.restore();
}

function drawCornerMarks(doc: Doc, width: number, height: number): void {
  const { side, inset } = CORNER_MARK;
  for (const x of [inset, width - inset - side]) {
    for (const y of [inset, height - inset - side]) doc.rect(x, y, side, side);
  }
  doc.fill('black');
}

/** `size`: mm. Too much text is cut off at the box's end. */
function drawText(
  doc: Doc,
  text: string,
  [x, y, w, h]: Box,
  { size, bold = false }: { size: number; bold?: boolean },
): void {
  doc
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(size)
    .fillColor('black');
  doc.text(printable(text), x, y, { width: w, height: h, ellipsis: true, lineGap: 0 });
}

function drawHeading(doc: Doc, field: FormField, line: Box): void {
  const [left, , w] = offsetBox(field.box, line);
  // A tick box is narrower than any word: its heading spreads to both sides.
  const width = Math.max(w - 1.2, LEAST_HEADING);
  const x = left + Math.min(0, (w - 1.2 - width) / 2);
  const height = Math.min(
    10,
    doc.font('Helvetica-Bold').fontSize(2.7).heightOfString(printable(field.label), { width }),
  );
  drawText(doc, field.label, [x + 0.7, line[1] - height - 0.8, width, height + 0.5], { size: 2.7, bold: true });
}

function drawField(doc: Doc, field: FormField, { box, isLabelled }: { box: Box; isLabelled: boolean }): void {
  const [x, y, w, h] = box;
  doc.lineWidth(0.25).strokeColor('black').rect(x, y, w, h).stroke();
  if (isLabelled) drawText(doc, field.label, [x + 0.6, y + 0.4, w - 1, 2.6], { size: 1.9 });
  if (field.type === 'postcode') drawCharacterBoxes(doc, box);
  for (const option of field.options ?? []) {
    const [ox, oy, ow, oh] = offsetBox(option.box, box);
    doc.lineWidth(0.3).rect(ox, oy, ow, oh).stroke();
    drawText(doc, option.label, [ox + ow + 0.8, oy, Math.max(4, x + w - ox - ow - 1), oh + 1], { size: 2.4 });
  }
}

/** One box a character, as many as a postcode has, where the cell is wide enough. */
function drawCharacterBoxes(doc: Doc, [x, y, w, h]: Box): void {
  const side = Math.min(
    CHARACTER_BOX.most,
    (w - 2 * CHARACTER_BOX.inset) / POSTCODE_LENGTH,
    h - 2 * CHARACTER_BOX.inset,
  );
  if (side < CHARACTER_BOX.least) return;
  const left = x + (w - side * POSTCODE_LENGTH) / 2;
  doc.lineWidth(0.15).strokeColor('#808080');
  for (let k = 0; k < POSTCODE_LENGTH; k++) doc.rect(left + k * side, y + (h - side) / 2, side, side);
  doc.stroke();
}

function drawHeaderField(doc: Doc, field: FormField): void {
  const [x, y, w, h] = field.box;
  drawText(doc, field.label, [x, y - 3.4, w, 3.4], { size: 2.5 });
  doc.lineWidth(0.25).strokeColor('black').rect(x, y, w, h).stroke();
}
