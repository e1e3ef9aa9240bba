/** Column headings: one line or several, two languages, small print below, turned when a column is narrow. */
import type { Paper, Type } from '../paper/pdf-paper.ts';
import type { Column, Table } from './print-layout.ts';

const PADDING = 0.8;
/** A longest word wider than this share of the column is printed upwards. */
const TOO_WIDE = 1.0;

function headingType(table: Table): Type {
  const { face, headingFill } = table.spec;
  const light = headingFill === 'accent' || table.spec.style === 'reversed';
  return { face, bold: true, size: 8.2, align: 'center', colour: light ? '#ffffff' : '#111111' };
}

const hintType = (table: Table): Type => ({ ...headingType(table), bold: false, size: 6 });

function isTurned(paper: Paper, table: Table, column: Column): boolean {
  if (column.fields.length > 1) return false;
  const words = column.fields[0]!.label.split(/\s+/);
  const longest = Math.max(...words.map((w) => paper.lineWidth(w, headingType(table))));
  return longest > (column.width - 2 * PADDING) * TOO_WIDE;
}

function columnHeight(paper: Paper, table: Table, column: Column): number {
  const width = column.width - 2 * PADDING;
  if (isTurned(paper, table, column)) {
    const length = paper.lineWidth(column.fields[0]!.label, headingType(table));
    return Math.min(26, length + 3);
  }
  return column.fields.reduce((sum, { label, hint }) => {
    const hintHeight = hint ? paper.measure(hint, width, hintType(table)) : 0;
    return sum + paper.measure(label, width, headingType(table)) + hintHeight + 1;
  }, 1);
}

/** Separate boxes carry their labels inside; all others have a heading. */
export function headingHeight(paper: Paper, table: Table): number {
  if (table.spec.style === 'boxes') return 0;
  return Math.max(6, ...table.columns.map((c) => columnHeight(paper, table, c))) + 1;
}

function printColumn(paper: Paper, table: Table, column: Column): void {
  const x = table.left + column.x;
  const width = column.width - 2 * PADDING;
  const type = headingType(table);
  if (isTurned(paper, table, column)) {
    const bottom = table.top + table.headingHeight - 1;
    const lineHeight = paper.measure('X', 50, type);
    paper.textUpwards(column.fields[0]!.label, x + (column.width - lineHeight) / 2, bottom, table.headingHeight - 2, {
      ...type,
      align: 'left',
    });
    return;
  }
  const free = table.headingHeight - columnHeight(paper, table, column);
  let y = table.top + 1 + free / 2;
  for (const { label, hint } of column.fields) {
    y += paper.text(label, x + PADDING, y, width, type);
    if (hint) y += paper.text(hint, x + PADDING, y, width, hintType(table));
    y += 1;
  }
}

export function printHeading(paper: Paper, table: Table): void {
  const { spec, left, top, columns } = table;
  if (spec.style === 'boxes') return;
  const fill =
    spec.style === 'reversed' || spec.headingFill === 'accent'
      ? spec.accent
      : spec.headingFill === 'grey'
        ? '#e2e2e2'
        : null;
  if (fill) {
    const last = columns.at(-1)!;
    const end = spec.apart ? last.x - spec.apart : table.width;
    paper.rect(left, top, end, table.headingHeight, { fill });
    if (spec.apart) paper.rect(left + last.x, top, last.width, table.headingHeight, { fill });
  }
  if (table.numberWidth > 0) {
    const mark = { fr: 'N°', de: 'Nr.', it: 'N.', en: 'No.', es: 'N.º', nl: 'Nr.' }[spec.language];
    paper.text(mark, left, top + table.headingHeight / 2 - 1.6, table.numberWidth, {
      ...headingType(table),
      size: 7.5,
    });
  }
  for (const column of columns) printColumn(paper, table, column);
}
