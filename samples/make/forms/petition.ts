/** The sample petition: an A4 sheet of ten lines in French, as an association prints it, and its exact form definition. */
import type { FieldType, FormDefinition } from '../../../src/domain/form.ts';
import type { Box } from '../../../src/domain/geometry.ts';
import { makePaper, type Paper, type Type } from '../paper/pdf-paper.ts';
import { ADDRESSEES, LETTER, NOTICE, SEND_TO, TITLE } from './petition-text.ts';

/** mm */
const LEFT = 12;
const WIDTH = 186;
const HEADING_HEIGHT = 8;
const LINE_HEIGHT = 11.2;
const LINES = 10;

const COLUMNS: { name: FieldType; label: string; width: number }[] = [
  { name: 'family_name', label: 'Nom', width: 34 },
  { name: 'given_name', label: 'Prénom', width: 27 },
  { name: 'postcode', label: 'Code postal', width: 20 },
  { name: 'city', label: 'Ville', width: 34 },
  { name: 'email', label: 'E-mail', width: 47 },
  { name: 'signature', label: 'Signature', width: 24 },
];

const BODY: Type = { face: 'arimo', size: 8.8, align: 'justify', leading: 0.2 };
const round = (mm: number) => Math.round(mm * 1000) / 1000;

function printTop(paper: Paper): number {
  paper.rect(0, 0, paper.width, 17.5, { fill: '#ffe600' });
  paper.text(TITLE, LEFT, 5.2, WIDTH, { face: 'roboto-condensed', bold: true, size: 19, align: 'center' });
  let y = 20;
  paper.text('Pétition adressée à :', LEFT, y, 96, { face: 'arimo', bold: true, size: 8 });
  y += 3.7;
  for (const person of ADDRESSEES) {
    y += paper.text(`–  ${person}`, LEFT + 2, y, 112, { face: 'arimo', size: 8.4 }) + 0.3;
  }
  const box: Box = [132, 20, 66, 15.5];
  paper.rect(...box, { rule: { width: 0.35 } });
  paper.text('À envoyer à :', box[0] + 3, box[1] + 1.8, 60, { face: 'arimo', bold: true, size: 8 });
  paper.text(SEND_TO.join('\n'), box[0] + 3, box[1] + 5.2, 60, { face: 'arimo', size: 8 });
  return Math.max(y, box[1] + box[3]) + 3;
}

function printLetter(paper: Paper, top: number): number {
  let y = top;
  for (const paragraph of LETTER) {
    const indent = paragraph.startsWith('–') ? 5 : 0;
    y += paper.text(paragraph, LEFT + indent, y, WIDTH - indent, BODY) + 1.2;
  }
  return y;
}

function printTable(paper: Paper, top: number): void {
  const bottom = top + HEADING_HEIGHT + LINES * LINE_HEIGHT;
  paper.rect(LEFT, top, WIDTH, HEADING_HEIGHT, { fill: '#e4e4e4' });
  for (let i = 0; i <= LINES; i++) {
    const y = top + HEADING_HEIGHT + i * LINE_HEIGHT;
    paper.line(LEFT, y, LEFT + WIDTH, y, { width: 0.25 });
  }
  paper.line(LEFT, top, LEFT + WIDTH, top, { width: 0.25 });
  let x = LEFT;
  for (const column of COLUMNS) {
    paper.line(x, top, x, bottom, { width: 0.25 });
    const type: Type = { face: 'arimo', bold: true, size: 9, align: 'center' };
    paper.text(column.label, x, top + 2.4, column.width, type);
    x += column.width;
  }
  paper.line(x, top, x, bottom, { width: 0.25 });
}

function define(tableTop: number, notice: Box): FormDefinition {
  let x = 0;
  const fields = COLUMNS.map(({ name, label, width }) => {
    const box: Box = [x, 0, width, LINE_HEIGHT];
    x += width;
    return { name, type: name, label, box, certain: true };
  });
  const boxes = Array.from(
    { length: LINES },
    (_, i): Box => [LEFT, round(tableTop + HEADING_HEIGHT + i * LINE_HEIGHT), WIDTH, LINE_HEIGHT],
  );
  return {
    id: 'aif-xinjiang',
    version: 1,
    title: TITLE,
    languages: ['fr'],
    page: { width: 210, height: 297 },
    header: [],
    rows: { boxes },
    fields,
    notice: { text: NOTICE.join(' '), box: notice },
  };
}

export async function makePetition(): Promise<{ form: FormDefinition; pdf: Buffer }> {
  const paper = makePaper(210, 297, TITLE);
  const afterTop = printTop(paper);
  const tableTop = round(printLetter(paper, afterTop) + 2);
  printTable(paper, tableTop);
  const small: Type = { face: 'arimo', size: 7, align: 'justify', colour: '#222222' };
  const top = tableTop + HEADING_HEIGHT + LINES * LINE_HEIGHT + 2.5;
  let y = top;
  for (const paragraph of NOTICE) y += paper.text(paragraph, LEFT, y, WIDTH, small) + 0.5;
  if (y > 293) throw new Error(`The petition's notice runs off the sheet: it ends at ${y} mm`);
  const form = define(tableTop, [LEFT, round(top), WIDTH, round(y - 0.5 - top)]);
  return { form, pdf: await paper.finish() };
}
