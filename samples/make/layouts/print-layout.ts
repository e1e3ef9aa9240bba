/** Prints a random layout and defines its form exactly as printed. */
import type { FieldType, FormDefinition, FormField, HeaderField } from '../../../src/domain/form.ts';
import type { Box } from '../../../src/domain/geometry.ts';
import { makePaper, type Paper, type Type } from '../paper/pdf-paper.ts';
import type { Rng } from '../random.ts';
import type { BlankSheet } from '../scan/make-page.ts';
import type { ColumnSpec, LayoutSpec } from './layout-spec.ts';
import { headingHeight, printHeading } from './print-heading.ts';
import { printLines } from './print-lines.ts';
import { VOCABULARY } from './vocabulary.ts';

export interface Column {
  /** mm from the left of the line's box. */
  x: number;
  width: number;
  fields: { type: FieldType; label: string; hint: string | null }[];
}

export interface Table {
  spec: LayoutSpec;
  left: number;
  top: number;
  width: number;
  headingHeight: number;
  numberWidth: number;
  columns: Column[];
  /** mm, gap between lines (separate boxes only). */
  gap: number;
  /** Of every printed line, a printed example first. */
  lineBoxes: Box[];
}

export const round = (mm: number) => Math.round(mm * 100) / 100;
const roundBox = (box: Box) => box.map(round) as Box;

const slug = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

function labelOf(spec: LayoutSpec, type: FieldType, rng: Rng): string {
  const own = rng.pick(VOCABULARY[spec.language].labels[type]);
  if (!spec.partner) return own;
  const other = rng.pick(VOCABULARY[spec.partner].labels[type]);
  return own === other ? own : `${own} / ${other}`;
}

function layColumns(spec: LayoutSpec, width: number, numberWidth: number, rng: Rng): Column[] {
  const room = width - numberWidth - spec.apart;
  const asked = spec.columns.reduce((sum, c) => sum + c.width, 0);
  let x = numberWidth;
  return spec.columns.map((column: ColumnSpec, i) => {
    if (i === spec.columns.length - 1) x += spec.apart;
    const own = (column.width / asked) * room;
    const fields = column.types.map((type) => {
      const hint = spec.hints ? (VOCABULARY[spec.language].hints[type] ?? null) : null;
      return { type, label: labelOf(spec, type, rng), hint };
    });
    const laid = { x: round(x), width: round(own), fields };
    x += own;
    return laid;
  });
}

function nameFields(types: { type: FieldType; label: string }[]): string[] {
  const used = new Set<string>();
  return types.map(({ type, label }) => {
    const base = type === 'text' || type === 'number' ? slug(label) || type : type;
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base}_${n}`;
    used.add(name);
    return name;
  });
}

/** Tick boxes are this wide, mm. */
const TICK = 2.8;

export function optionsFor(spec: LayoutSpec, type: FieldType, box: Box, label: string): FormField['options'] {
  const [, , w, h] = box;
  if (type === 'checkbox') return [{ label, box: roundBox([w / 2 - TICK / 2, h / 2 - TICK / 2, TICK, TICK]) }];
  if (type !== 'choice') return undefined;
  const labels = VOCABULARY[spec.language].options;
  const step = w / labels.length;
  return labels.map((text, i) => ({ label: text, box: roundBox([i * step + 1.2, h / 2 - TICK / 2, TICK, TICK]) }));
}

function defineFields(table: Table): FormField[] {
  const flat = table.columns.flatMap((column) => column.fields.map((field, i) => ({ column, field, i })));
  const names = nameFields(flat.map(({ field }) => field));
  const lineHeight = table.lineBoxes[0]![3];
  return flat.map(({ column, field, i }, at) => {
    const height = lineHeight / column.fields.length;
    const box = roundBox([column.x, i * height, column.width, height]);
    const options = optionsFor(table.spec, field.type, box, field.label);
    return {
      name: names[at]!,
      type: field.type,
      label: field.label,
      box,
      certain: true,
      ...(options ? { options } : {}),
    };
  });
}

function printTop(paper: Paper, spec: LayoutSpec, title: string): number {
  const { margin, accent } = spec;
  const width = paper.width - 2 * margin;
  const type: Type = {
    face: spec.titleFace,
    bold: true,
    size: spec.page.width > 250 ? 20 : 17,
    colour: spec.banner ? '#ffffff' : accent,
  };
  const height = paper.measure(title, width, type);
  if (spec.banner) paper.rect(0, 0, paper.width, margin * 0.8 + height + 3, { fill: accent });
  paper.text(title, margin, margin * 0.8, width, type);
  let y = margin * 0.8 + height + (spec.banner ? 6 : 3);
  const body: Type = { face: spec.face, size: 8.8, align: 'justify' };
  for (const paragraph of VOCABULARY[spec.language].body.slice(0, spec.paragraphs)) {
    y += paper.text(paragraph, margin, y, width, body) + 1.4;
  }
  return y + 1;
}

function printHeader(paper: Paper, spec: LayoutSpec, top: number): { fields: HeaderField[]; bottom: number } {
  const known = VOCABULARY[spec.language].header.slice(0, spec.headerFields);
  if (known.length === 0) return { fields: [], bottom: top };
  const names = nameFields(known);
  const width = (paper.width - 2 * spec.margin) / Math.max(2, known.length);
  const height = 7;
  const fields = known.map(({ type, label }, i): HeaderField => {
    const x = spec.margin + i * width;
    const print: Type = { face: spec.face, size: 8.8, bold: true };
    const text = `${label} :`;
    const used = paper.lineWidth(text, print) + 2;
    paper.text(text, x, top + 2.6, used + 4, print);
    const box = roundBox([x + used, top, width - used - 4, height]);
    if (spec.headerStyle === 'box') paper.rect(...box, { rule: { width: 0.25 } });
    else {
      const dash: [number, number] | undefined = spec.headerStyle === 'dots' ? [0.4, 0.8] : undefined;
      paper.line(box[0], box[1] + height - 0.8, box[0] + box[2], box[1] + height - 0.8, {
        width: 0.25,
        ...(dash ? { dash } : {}),
      });
    }
    return { name: names[i]!, type, label, box, certain: true };
  });
  return { fields, bottom: top + height + 3 };
}

function printOfficials(paper: Paper, spec: LayoutSpec, bottom: number): number {
  const { title, columns } = VOCABULARY[spec.language].officials;
  const width = (paper.width - 2 * spec.margin) * 0.7;
  const top = bottom - 19;
  paper.text(title, spec.margin, top, width, { face: spec.face, bold: true, size: 7.5 });
  const [y, step] = [top + 4, width / columns.length];
  for (const row of [0, 5, 14]) paper.line(spec.margin, y + row, spec.margin + width, y + row, { width: 0.2 });
  columns.forEach((label, i) => {
    paper.line(spec.margin + i * step, y, spec.margin + i * step, y + 14, { width: 0.2 });
    paper.text(label, spec.margin + i * step + 1, y + 1.2, step - 2, { face: spec.face, size: 7 });
  });
  paper.line(spec.margin + width, y, spec.margin + width, y + 14, { width: 0.2 });
  return top - 2;
}

function printFoot(paper: Paper, spec: LayoutSpec): { bottom: number; notice: FormDefinition['notice'] } {
  const { margin } = spec;
  const width = paper.width - 2 * margin;
  const words = VOCABULARY[spec.language];
  let bottom = paper.height - margin * 0.8;
  const foot: Type = { face: spec.face, size: 8, bold: true };
  bottom -= paper.measure(words.sendTo, width, foot);
  paper.text(words.sendTo, margin, bottom, width, foot);
  let notice: FormDefinition['notice'] = null;
  if (spec.notice) {
    const text = words.notice.join(' ');
    const small: Type = { face: spec.face, size: 7, align: 'justify' };
    const height = paper.measure(text, width, small);
    bottom -= height + 2;
    paper.text(text, margin, bottom, width, small);
    notice = { text, box: roundBox([margin, bottom, width, height]) };
  }
  bottom -= 2;
  if (spec.officials) bottom = printOfficials(paper, spec, bottom);
  return { bottom, notice };
}

export async function printLayout(spec: LayoutSpec, id: string, rng: Rng): Promise<BlankSheet> {
  const words = VOCABULARY[spec.language];
  const title = rng.pick(words.titles);
  const paper = makePaper(spec.page.width, spec.page.height, title);
  const header = printHeader(paper, spec, printTop(paper, spec, title));
  const foot = printFoot(paper, spec);
  const left = round(spec.margin);
  const width = round(spec.page.width - 2 * spec.margin);
  const numberWidth = spec.numbered ? 7.5 : 0;
  const columns = layColumns(spec, width, numberWidth, rng.fork('labels'));
  const gap = spec.style === 'boxes' ? 2.4 : 0;
  const table: Table = {
    spec,
    left,
    top: round(header.bottom),
    width,
    headingHeight: 0,
    numberWidth,
    columns,
    gap,
    lineBoxes: [],
  };
  table.headingHeight = headingHeight(paper, table);
  const first = table.top + table.headingHeight;
  const wanted = spec.lines + (spec.example ? 1 : 0);
  const fits = Math.floor((foot.bottom - first) / (spec.lineHeight + gap));
  const count = Math.max(2, Math.min(Math.max(wanted, Math.round(fits * 0.6)), fits));
  // Printers spread the lines over the room there is.
  const spread = (foot.bottom - 3 - first) / count - gap;
  const lineHeight = Math.max(spec.lineHeight, Math.min(spec.lineHeight * 1.25, spread));
  const pitch = lineHeight + gap;
  table.lineBoxes = Array.from({ length: count }, (_, i) => roundBox([left, first + i * pitch, width, lineHeight]));
  printHeading(paper, table);
  const fields = defineFields(table);
  printLines(paper, table, fields);
  const form: FormDefinition = {
    id,
    version: 1,
    title,
    languages: spec.partner ? [spec.language, spec.partner] : [spec.language],
    page: { width: spec.page.width, height: spec.page.height },
    header: header.fields,
    rows: { boxes: spec.example ? table.lineBoxes.slice(1) : table.lineBoxes },
    fields,
    notice: foot.notice,
  };
  const types = new Set(fields.map((f) => f.type));
  return { form, pdf: await paper.finish(), withTown: !types.has('city') && !types.has('postcode') };
}
