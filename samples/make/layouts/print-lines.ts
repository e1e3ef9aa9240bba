/** The printed lines of a table: rules in many styles, numbers, tick boxes, a printed example, labels inside boxes. */
import type { FormField } from '../../../src/domain/form.ts';
import { type Box, offsetBox } from '../../../src/domain/geometry.ts';
import type { Paper, Rule, Type } from '../paper/pdf-paper.ts';
import type { Column, Table } from './print-layout.ts';
import { VOCABULARY } from './vocabulary.ts';

interface Rules {
  horizontal: Rule | null;
  vertical: Rule | null;
}

function rulesOf({ spec }: Table): Rules {
  switch (spec.style) {
    case 'dotted':
      return { horizontal: { width: 0.25, dash: [0.35, 0.75] }, vertical: { width: 0.18 } };
    case 'shaded':
      return { horizontal: null, vertical: { width: 0.18, colour: '#9a9a9a' } };
    case 'coloured':
      return { horizontal: { width: 0.35, colour: spec.accent }, vertical: { width: 0.35, colour: spec.accent } };
    case 'reversed':
      return { horizontal: { width: 0.9, colour: '#ffffff' }, vertical: { width: 0.9, colour: '#ffffff' } };
    case 'open':
      return { horizontal: { width: 0.25 }, vertical: null };
    default:
      return { horizontal: { width: 0.2 }, vertical: { width: 0.2 } };
  }
}

/** Left and right ends (from the line's left) of what is ruled together: the table, and a column standing apart. */
function blocks(table: Table): { from: number; to: number; columns: Column[] }[] {
  const { columns, width, spec } = table;
  if (!spec.apart) return [{ from: 0, to: width, columns }];
  const last = columns.at(-1)!;
  return [
    { from: 0, to: last.x - spec.apart, columns: columns.slice(0, -1) },
    { from: last.x, to: width, columns: [last] },
  ];
}

const TINTS: Record<string, string> = {
  '#00539b': '#cfe0f0',
  '#c8102e': '#f6d5da',
  '#0b7a3b': '#d3ead9',
  '#6a1b6d': '#e8d6e9',
  '#b85c00': '#f5e0c8',
  '#00707a': '#cfe8ea',
  '#333333': '#dcdcdc',
};

function printFills(paper: Paper, table: Table): void {
  const { spec } = table;
  table.lineBoxes.forEach(([x, y, , h], i) => {
    for (const block of blocks(table)) {
      const fill =
        spec.style === 'reversed' ? TINTS[spec.accent]! : spec.style === 'shaded' && i % 2 === 0 ? '#ececec' : null;
      if (fill) paper.rect(x + block.from, y, block.to - block.from, h, { fill });
    }
    for (const column of table.columns) {
      if (column.fields[0]!.type === 'office') paper.rect(x + column.x, y, column.width, h, { fill: '#d9d9d9' });
    }
  });
}

function printGrid(paper: Paper, table: Table): void {
  const { horizontal, vertical } = rulesOf(table);
  const firstTop = table.top;
  const [x, lastY, , lastH] = table.lineBoxes.at(-1)!;
  const bottom = lastY + lastH;
  for (const { from, to, columns } of blocks(table)) {
    if (horizontal) {
      for (const y of [...table.lineBoxes.map((b) => b[1]), bottom]) paper.line(x + from, y, x + to, y, horizontal);
      if (table.spec.style !== 'reversed') paper.line(x + from, firstTop, x + to, firstTop, horizontal);
    }
    if (vertical) {
      for (const column of columns) paper.line(x + column.x, firstTop, x + column.x, bottom, vertical);
      paper.line(x + from, firstTop, x + from, bottom, vertical);
      paper.line(x + to, firstTop, x + to, bottom, vertical);
    }
    if (table.spec.style === 'double') {
      const rule = { width: 0.3 };
      paper.rect(x + from, firstTop, to - from, bottom - firstTop, { rule });
      paper.rect(x + from - 0.9, firstTop - 0.9, to - from + 1.8, bottom - firstTop + 1.8, { rule });
    }
  }
  printStackRules(paper, table);
}

/** Inside a line, between cells that stand above each other. */
function printStackRules(paper: Paper, table: Table): void {
  for (const [x, y, , h] of table.lineBoxes) {
    for (const { x: cx, width, fields } of table.columns) {
      for (let i = 1; i < fields.length; i++) {
        const at = y + (h * i) / fields.length;
        const rule: Rule =
          table.spec.style === 'reversed' ? { width: 0.5, colour: '#ffffff' } : { width: 0.15, dash: [0.5, 0.5] };
        paper.line(x + cx, at, x + cx + width, at, rule);
      }
    }
  }
}

function printBoxes(paper: Paper, table: Table, fields: FormField[]): void {
  const small: Type = { face: table.spec.face, size: 5.8, colour: '#444444' };
  for (const line of table.lineBoxes) {
    for (const field of fields) {
      const [x, y, w, h] = offsetBox(field.box, line);
      paper.rect(x, y, w, h, { rule: { width: 0.22 } });
      paper.text(field.label, x + 0.7, y + 0.5, w - 1, small);
    }
  }
}

function printNumbers(paper: Paper, table: Table): void {
  if (table.numberWidth === 0) return;
  const skipped = table.spec.example ? 1 : 0;
  table.lineBoxes.forEach(([x, y, , h], i) => {
    if (i < skipped) return;
    const type: Type = { face: table.spec.face, size: 8, align: 'center' };
    paper.text(String(i - skipped + 1), x, y + h / 2 - 1.5, table.numberWidth, type);
  });
}

function printOptions(paper: Paper, table: Table, fields: FormField[]): void {
  for (const line of table.lineBoxes) {
    for (const field of fields) {
      for (const option of field.options ?? []) {
        const cell = offsetBox(field.box, line);
        const [x, y, w, h] = offsetBox(option.box, cell);
        paper.rect(x, y, w, h, { fill: '#ffffff', rule: { width: 0.2 } });
        if (field.type === 'choice') paper.text(option.label, x + w + 0.7, y, 14, { face: table.spec.face, size: 6.8 });
      }
    }
  }
}

function printExample(paper: Paper, table: Table, fields: FormField[]): void {
  if (!table.spec.example) return;
  const words = VOCABULARY[table.spec.language];
  const type: Type = { face: table.spec.face, italic: true, size: 7.6, colour: '#555555' };
  const line: Box = table.lineBoxes[0]!;
  fields.forEach((field, i) => {
    const [x, y, w, h] = offsetBox(field.box, line);
    const text = words.examplePerson[field.type] ?? (field.type === 'signature' ? words.example : null);
    if (!text) return;
    const shown = i === 0 ? `${words.example} : ${text}` : text;
    const fitting = paper.lineWidth(shown, type) > w - 1.6 ? { ...type, size: 6 } : type;
    paper.text(shown, x + 0.8, y + h / 2 - paper.measure(shown, w - 1, fitting) / 2, w - 1, fitting);
  });
}

export function printLines(paper: Paper, table: Table, fields: FormField[]): void {
  printFills(paper, table);
  if (table.spec.style === 'boxes') printBoxes(paper, table, fields);
  else printGrid(paper, table);
  printNumbers(paper, table);
  printOptions(paper, table, fields);
  printExample(paper, table, fields);
}
