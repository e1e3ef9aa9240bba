/** Fields filled once a sheet, above or beside the lines: canton, municipality, collector. Lengths in mm. */

import type { HeaderField } from '../../domain/form.ts';
import type { Box } from '../../domain/geometry.ts';
import { classifyHeading, headingWords } from '../classify-heading.ts';
import type { RowTable } from './row-table.ts';
import type { Rule } from './find-rules.ts';
import { nameFields } from './name-fields.ts';
import { roomsBetween, wordsOn } from './off-labels.ts';
import { isCentreIn, type PageLine, type PageWord, type Region, toLines, unionBox } from './page-text.ts';

/** mm between the tops of fields beside each other. */
const SAME_ROW = 2;
/** Room above a line to write on, and where its label may stand. */
const WRITING_HEIGHT = 6.5;
const LABEL = { gap: 8, reach: 14, mostWords: 9, belowGap: 3.5 };
const LEAST_ROOM = 12;
/** Beside words that name no field, or a sentence, without a colon, a shorter line is what pictures make of a row of letters. */
const LEAST_UNNAMED = 25;
/** Words of a label that names a field in itself; more are a sentence that happens to end with such a name. */
const MOST_NAMING = 4;

export interface HeaderSources {
  cells: readonly Region[];
  loose: readonly Rule[];
  words: readonly PageWord[];
  /** Cells whose words head a column. */
  headingCells: readonly Region[];
  /** Names that fields of the lines have already. */
  taken: readonly string[];
  /** Where the headings begin, mm from the top; lines beside the table are given up. */
  headingTop: number;
}

interface Found {
  label: string;
  box: Box;
}

export function findHeaderFields(table: RowTable, sources: HeaderSources): HeaderField[] {
  const lines = around(table);
  const isOutside = (it: Region) =>
    it.bottom <= lines.top + 1 || it.right <= lines.left + 1 || it.left >= lines.right - 1;
  const isAboveEnd = (it: Region) => isOutside(it) && it.top < lines.bottom;
  // What stands in the row of headings heads a column, even one that is no field.
  const isHeading = (it: Region) =>
    sources.headingCells.some(
      (head) => Math.min(head.bottom, it.bottom) - Math.max(head.top, it.top) > 0.6 * (it.bottom - it.top),
    ) &&
    it.left > lines.left - 2 &&
    it.right < lines.right + 2;
  const found = [
    ...sources.cells.filter((it) => isAboveEnd(it) && !isHeading(it)).flatMap((it) => fromCell(it, sources)),
    ...sources.loose
      .filter((it) => it.at < sources.headingTop - 3)
      .filter((it) => isAboveEnd({ left: it.from, right: it.to, top: it.at - WRITING_HEIGHT, bottom: it.at }))
      .flatMap((it) => fromLine(it, sources)),
  ];
  const fields = found.map(({ label, box }): HeaderField => {
    const meaning = classifyHeading(label);
    const type = meaning.type === 'office' ? 'text' : meaning.type;
    const rounded = box.map((it) => Math.round(it * 100) / 100) as Box;
    return {
      name: type,
      type,
      label: label.replace(/\s*[:.…_]+\s*$/u, '').trim(),
      box: rounded,
      certain: meaning.certain,
    };
  });
  return nameFields(inReadingOrder(fields), sources.taken);
}

/** Fields beside each other stand at slightly different heights. */
function inReadingOrder(fields: readonly HeaderField[]): HeaderField[] {
  const rows: HeaderField[][] = [];
  for (const it of [...fields].sort((a, b) => a.box[1] - b.box[1])) {
    const row = rows.at(-1);
    if (row === undefined || it.box[1] - row[0]!.box[1] > SAME_ROW) rows.push([it]);
    else row.push(it);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

function around(table: RowTable): Region {
  const all = [...table.rows, ...table.printedRows.map((it) => it.region)];
  return {
    left: Math.min(...all.map((it) => it.left)),
    right: Math.max(...all.map((it) => it.right)),
    top: Math.min(...all.map((it) => it.top)),
    bottom: Math.max(...all.map((it) => it.bottom)),
  };
}

const isLabel = (text: string) => {
  const words = headingWords(text).length;
  return words >= 1 && words <= LABEL.mostWords && /\p{L}{2}/u.test(text);
};

/** A frame with a label and room beside or under it. */
function fromCell(cell: Region, { words }: HeaderSources): Found[] {
  const height = cell.bottom - cell.top;
  if (height > 30 || height < 3.5) return [];
  const inside = words.filter((it) => it.turn === 0 && isCentreIn(it.box, cell) && /[\p{L}\p{N}]/u.test(it.text));
  const lines = toLines(inside, LABEL.gap);
  if (lines.length === 0) return fromEmptyFrame(cell, words);
  if (lines.length > 1) return fromRowOfLabels(cell, lines);
  if (!isLabel(lines[0]!.text)) return [];
  const [x, , w] = lines[0]!.box;
  const right = cell.right - x - w;
  const meaning = classifyHeading(lines[0]!.text);
  const isKnown = meaning.type !== 'text' || meaning.certain || /:\s*$/.test(lines[0]!.text);
  if (!isKnown) return [];
  const below = cell.bottom - lines[0]!.box[1] - lines[0]!.box[3];
  if (right >= LEAST_ROOM) return [{ label: lines[0]!.text, box: [x + w + 0.5, cell.top, right - 0.5, height] }];
  return below >= 4.5
    ? [{ label: lines[0]!.text, box: [cell.left, cell.bottom - below, cell.right - cell.left, below] }]
    : [];
}

/** A frame with several labels side by side and nothing but room between them. */
function fromRowOfLabels(cell: Region, lines: readonly PageLine[]): Found[] {
  const middles = lines.map(({ box: [, y, , h] }) => y + h / 2);
  const isRow = Math.max(...middles) - Math.min(...middles) < 0.5 * Math.min(...lines.map((it) => it.box[3]));
  if (!isRow || !lines.every((it) => isLabel(it.text) && /:\s*$/.test(it.text))) return [];
  return lines.flatMap(({ text: label, box: [x, , w] }, k) => {
    const from = x + w + 0.5;
    const to = (lines[k + 1]?.box[0] ?? cell.right) - 0.5;
    return to - from >= LEAST_ROOM ? [{ label, box: [from, cell.top, to - from, cell.bottom - cell.top] as Box }] : [];
  });
}

/** An empty frame with its label to the left, or right above. */
function fromEmptyFrame(cell: Region, words: readonly PageWord[]): Found[] {
  if (cell.right - cell.left < LEAST_ROOM || cell.bottom - cell.top > 16) return [];
  const box: Box = [cell.left, cell.top, cell.right - cell.left, cell.bottom - cell.top];
  const beside = words.filter(
    (it) => it.turn === 0 && it.box[1] < cell.bottom - 0.5 && it.box[1] + it.box[3] > cell.top + 0.5,
  );
  const before = toLines(beside, LABEL.gap).findLast((it) => endsAt(it, cell.left));
  if (before !== undefined) {
    const label = labelBefore(before, cell.left);
    return isLabel(label) ? [{ label, box }] : [];
  }
  const over = words.filter((it) =>
    isCentreIn(it.box, { left: cell.left - 1, right: cell.right, top: cell.top - 5, bottom: cell.top }),
  );
  const label = toLines(over, LABEL.gap).at(-1);
  return label !== undefined && isLabel(label.text) && classifyHeading(label.text).certain
    ? [{ label: label.text, box }]
    : [];
}

function fromLine(rule: Rule, sources: HeaderSources): Found[] {
  const on = wordsOn(rule, sources.words);
  if (on.length === 0) return fromRoom(rule, sources);
  const rooms = roomsBetween(rule, on, LEAST_ROOM).filter((it) => it.from > rule.from);
  // Beside a sentence that is underlined there is room, too: only what says that it is a label counts.
  return rooms.flatMap((it) => fromRoom(it, sources)).filter(({ label }) => /:\s*$/.test(label));
}

/** A line to write on: its label ends where the line begins, or stands under it. */
function fromRoom(rule: Rule, { words }: HeaderSources): Found[] {
  if (rule.to - rule.from < LEAST_ROOM || (rule.kind !== 'solid' && rule.kind !== 'dotted')) return [];
  const room: Region = { left: rule.from + 1, right: rule.to - 1, top: rule.at - 4.5, bottom: rule.at + 0.3 };
  const isWrittenOver = words.some((it) => isCentreIn(it.box, room) && /\p{L}{2}/u.test(it.text));
  if (isWrittenOver) return [];
  const box: Box = [rule.from, rule.at - WRITING_HEIGHT, rule.to - rule.from, WRITING_HEIGHT];
  const onLine = words.filter(
    (it) =>
      it.turn === 0 &&
      it.box[1] < rule.at + 0.8 &&
      it.box[1] + it.box[3] > rule.at - 3 &&
      /[\p{L}\p{N}:]/u.test(it.text),
  );
  const before = toLines(onLine, LABEL.gap).findLast((it) => endsAt(it, rule.from));
  const label = before === undefined ? '' : labelBefore(before, rule.from);
  if (isLabel(label)) {
    const names = classifyHeading(label).certain && headingWords(label).length <= MOST_NAMING;
    const isNamed = names || /[:.…_]\s*$/u.test(label);
    return isNamed || rule.to - rule.from >= LEAST_UNNAMED ? [{ label, box }] : [];
  }
  const under = words.filter((it) =>
    isCentreIn(it.box, {
      left: rule.from - 1,
      right: rule.to + 1,
      top: rule.at,
      bottom: rule.at + LABEL.belowGap + 2.5,
    }),
  );
  const first = toLines(under, LABEL.gap)[0];
  const isUnder = first !== undefined && first.box[1] - rule.at <= LABEL.belowGap && isLabel(first.text);
  return isUnder && classifyHeading(first.text).certain ? [{ label: first.text, box }] : [];
}

const endsAt = (line: PageLine, x: number) => {
  const last = line.words.findLast((it) => it.box[0] + it.box[2] <= x + 2);
  return last !== undefined && x - last.box[0] - last.box[2] <= LABEL.reach;
};

/** What ends a label or a sentence; abbreviations are shorter. */
const ENDS = /:$|\p{L}{3}[.!?]$/u;

/** The words that end at the line, back to a wide gap or the end of another label. */
function labelBefore(line: PageLine, x: number): string {
  const before = line.words.filter((it) => it.box[0] + it.box[2] <= x + 2);
  const taken: PageWord[] = [];
  for (const word of before.toReversed()) {
    const next = taken[0];
    if (next !== undefined && (next.box[0] - unionBox([word.box])[0] - word.box[2] > 4 || ENDS.test(word.text))) break;
    taken.unshift(word);
  }
  return taken.map((it) => it.text).join(' ');
}
