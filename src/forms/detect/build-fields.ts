/** A table of lines with its headings → the fields of the form definition. Lengths in mm. */

import type { FieldType, FormField } from '../../domain/form.ts';
import type { Box } from '../../domain/geometry.ts';
import { classifyHeading, type HeadingMeaning, headingWords, settleNames } from '../classify-heading.ts';
import { labelBeside } from './beside-labels.ts';
import type { RowTable, Slot } from './find-row-tables.ts';
import type { Rule } from './find-rules.ts';
import { isCentreIn, type PageWord, type Region, textOf, toLines, unionBox } from './page-text.ts';
import { freeHeading, headingEnd, headingLevels, meaningful } from './read-headings.ts';
import { type Heading, headingColumns, joinCombs, type Place, splitByHeadings, splitByLabels } from './split-slots.ts';

/** A place narrower than this without heading or tick box is a gap between parts of a table, mm. */
const LEAST_FIELD = 6;

/** Numbers of lines stand so near to the left end, mm, and in this share of the lines at least: a recogniser misses some. */
const WIDEST_NUMBERS = 15;
const LEAST_NUMBERED = 0.4;

export interface FieldSources {
  cells: readonly Region[];
  words: readonly PageWord[];
  tickBoxes: readonly Box[];
  /** Lines to write on that enclose nothing. */
  loose: readonly Rule[];
}

interface Headed extends Place {
  heading: string;
  /** The heading stands freely above, in no cell of its own. */
  isFree: boolean;
}

export function buildFields(table: RowTable, sources: FieldSources): FormField[] {
  const columns = joinCombs(table.slots, (comb) => isOnePlace(comb, table, sources)).flatMap((slot) =>
    splitWide(slot, table, sources),
  );
  const headed = headColumns(columns, table, sources);
  const places = orderPlaces(headed);
  const meanings = settleNames(places.map(meaningOf));
  const fields = places.map((place, k) => toField(place, meanings[k]!, { table, sources }));
  return nameFields(fields.filter((it): it is FormField => it !== null));
}

/** Narrow cells side by side are columns of their own when they are headed differently, day and month and year aside. */
function isOnePlace(comb: readonly Slot[], table: RowTable, sources: FieldSources): boolean {
  const types = comb.map((slot) => {
    const levels = headingLevels(slot, table, sources);
    const isOwn = levels.cells[0]?.length === 1 && widthOf(levels.cells[0][0]!) < 1.5 * widthOf(slot.box);
    const label = textOf(slot.helpers.filter((it) => /\p{L}{2}/u.test(it.text)));
    return classifyHeading(isOwn && levels.texts[0] !== '' ? levels.texts[0]! : label);
  });
  const telling = types.filter((it) => it.type !== 'text' && it.type !== 'date');
  return telling.length === 0;
}

const widthOf = (it: Region) => it.right - it.left;

interface Column {
  slot: Slot;
  /** Heading found while splitting; null: still to be looked for. */
  heading: string | null;
}

/** A line without vertical rules is divided by the headings over it; a cell under several heading cells by those. */
function splitWide(slot: Slot, table: RowTable, sources: FieldSources): Column[] {
  const whole: Column = { slot, heading: null };
  if (slot.isComb || slot.box.right - slot.box.left < 30) return [whole];
  const levels = headingLevels(slot, table, sources);
  const nearest = levels.cells[0] ?? [];
  if (nearest.length >= 2 && nearest.every((it) => it.left >= slot.box.left - 2 && it.right <= slot.box.right + 2)) {
    return nearest.map((cell) => ({
      slot: narrowed(slot, cell),
      heading: textOf(sources.words.filter((it) => isCentreIn(it.box, cell))),
    }));
  }
  const line = table.rows[0]!;
  const isColumn = !slot.isOpen && slot.box.right - slot.box.left < 0.6 * (line.right - line.left);
  if (isColumn || (slot.box.top > 1.5 && !liesUnderTwin(slot, table))) return [whole];
  const words = levels.words[0]?.length ? levels.words[0] : freeHeading(slot.box, headingEnd(table), sources.words);
  // The heading of a neighbour that has sides of its own may stand in the same heading cell.
  const isOver = (it: Heading) => (it.left + it.right) / 2 > slot.box.left && (it.left + it.right) / 2 < slot.box.right;
  const read = headingColumns(words.filter((it) => it.turn === 0)).filter(isOver);
  const headings = [...numbersBefore(read, slot, { table, words: sources.words }), ...read];
  const isList = read.length >= 2 && meaningful(headings.map((it) => it.text)) >= 2 && separates(headings);
  if (!isList) return [whole];
  return splitByHeadings(slot, headings).map((it) => ({ slot: it.slot, heading: it.heading.text }));
}

/** The lower of two stacked places is divided as the upper one is. */
function liesUnderTwin({ box }: Slot, table: RowTable): boolean {
  return table.slots.some(
    ({ box: upper }) =>
      upper.top <= 1.5 &&
      upper.bottom <= box.top + 1 &&
      Math.abs(upper.left - box.left) <= 1 &&
      Math.abs(upper.right - box.right) <= 1,
  );
}

/** Printed numbers of the lines stand in a column of their own, whether or not its heading could be read. */
function numbersBefore(
  headings: readonly Heading[],
  { box }: Slot,
  { table, words }: { table: RowTable; words: readonly PageWord[] },
): Heading[] {
  const right = Math.min(box.left + WIDEST_NUMBERS, ...headings.map((it) => it.left));
  const numbers = table.rows.flatMap(({ top, bottom }) =>
    words.filter((it) => /^\W*\d{1,3}\W*$/.test(it.text) && isCentreIn(it.box, { left: box.left, right, top, bottom })),
  );
  if (numbers.length < LEAST_NUMBERED * table.rows.length) return [];
  const [x, , w] = unionBox(numbers.map((it) => it.box));
  return x + w < right ? [{ text: 'Nr', left: x, right: x + w }] : [];
}

/** Words of one sentence are not headings of several columns: each must be short, and they must differ in meaning. */
function separates(headings: readonly Heading[]): boolean {
  const types = new Set(headings.map((it) => classifyHeading(it.text).type));
  const isShort = headings.every((it) => headingWords(it.text).length <= 14);
  const narrowest = Math.min(...headings.slice(1).map((it, k) => it.left - headings[k]!.right));
  return types.size >= 2 && isShort && narrowest >= 2.6;
}

function narrowed(slot: Slot, to: Region): Slot {
  const left = Math.max(slot.box.left, to.left);
  const right = Math.min(slot.box.right, to.right);
  const cells = slot.cells.map((it) => it && { ...it, left, right });
  const helpers = slot.helpers.filter((it) => it.box[0] + it.box[2] / 2 > left && it.box[0] + it.box[2] / 2 < right);
  return { ...slot, cells, helpers, box: { ...slot.box, left, right } };
}

/** Cells stacked over each other share what is printed over them. */
function stacksOf(columns: readonly Column[]): Column[][] {
  const stacks: Column[][] = [];
  for (const column of [...columns].sort((a, b) => a.slot.box.left - b.slot.box.left)) {
    const stack = stacks.find(
      ([first]) =>
        Math.abs(first!.slot.box.left - column.slot.box.left) <= 1 &&
        Math.abs(first!.slot.box.right - column.slot.box.right) <= 1,
    );
    if (stack === undefined) stacks.push([column]);
    else stack.push(column);
  }
  for (const stack of stacks) stack.sort((a, b) => a.slot.box.top - b.slot.box.top);
  return stacks;
}

function headColumns(columns: readonly Column[], table: RowTable, sources: FieldSources): Headed[] {
  const found = columns.map((it) => headingLevels(it.slot, table, sources));
  const best = bestLevel(found.map((it) => it.texts));
  const freely = new Set<Column>();
  return stacksOf(columns).flatMap((stack) => {
    const texts = stack.map((column) => {
      if (column.heading !== null) return [column.heading];
      // Over day, month and year stands what date it is.
      const upper = column.slot.isComb ? found[columns.indexOf(column)]!.texts.slice(1) : [];
      const named = upper.find((it) => classifyHeading(it).type !== 'text');
      if (named !== undefined) return [named];
      const { texts } = found[columns.indexOf(column)]!;
      const chosen = texts[best] || texts.find((it) => it !== '') || '';
      if (chosen !== '') return stack.length > 1 && texts.length > 1 ? texts : [chosen];
      const free = freeHeading(column.slot.box, headingEnd(table), sources.words);
      if (free.length > 0) freely.add(column);
      return [textOf(free)];
    });
    const beside = stack.map(({ slot }) => labelBeside(slot, table, sources.words));
    const split = stack.length > 1 ? stackedHeadings(stack, texts[0]!, { table, sources }) : null;
    return stack.flatMap((column, k) =>
      splitByLabels(column.slot, sources.loose).map(
        (place): Headed => ({
          ...place,
          label: place.label || beside[k]!,
          heading: split?.[k] ?? texts[k]![0]!,
          isFree: freely.has(column),
        }),
      ),
    );
  });
}

/** The level on which most columns say what they are for: group headings and notes lie above or below it. */
function bestLevel(texts: readonly string[][]): number {
  const scores = [0, 1, 2].map((level) => meaningful(texts.map((it) => it[level] ?? '')));
  return scores.indexOf(Math.max(...scores));
}

/** Stacked heading cells, or the lines of one heading, go to the stacked cells in order. */
function stackedHeadings(
  stack: readonly Column[],
  levels: readonly string[],
  { table, sources }: { table: RowTable; sources: FieldSources },
): string[] | null {
  const meaningfulLevels = levels.filter((it) => it !== '');
  if (meaningfulLevels.length >= stack.length) return meaningfulLevels.slice(0, stack.length).reverse();
  const found = headingLevels(stack[0]!.slot, table, sources);
  const words =
    found.words.find((it) => it.length > 0) ?? freeHeading(stack[0]!.slot.box, headingEnd(table), sources.words);
  const text = toLines(words, Number.POSITIVE_INFINITY)
    .map((it) => it.text)
    .join('\n');
  const bare = text.replace(/\([^)]*\)/g, ' ');
  const lines = bare
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  const joined = lines.join(' ');
  const separated = [/\s*[/;|]\s*/, /\s*,\s*/, /\s+(?:et|und|e|and|y|en)\s+/].map((it) => joined.split(it));
  const candidates = [...partitions(lines, stack.length), ...separated];
  const worthOf = (parts: readonly string[]) => {
    const found = parts.map((it) => classifyHeading(it));
    return new Set(found.map((it) => it.type)).size + found.filter((it) => it.type !== 'text' && it.certain).length;
  };
  const fitting = candidates.filter((parts) => parts.length === stack.length);
  const best = fitting.reduce<string[] | null>((a, b) => (a === null || worthOf(b) > worthOf(a) ? b : a), null);
  return best !== null && worthOf(best) > stack.length ? best : null;
}

/** All ways of joining neighbouring lines into `count` parts. */
function partitions(lines: readonly string[], count: number): string[][] {
  if (count === 1) return [[lines.join(' ')]];
  if (lines.length < count || lines.length > 8) return [];
  const found: string[][] = [];
  for (let first = 1; first <= lines.length - count + 1; first++) {
    for (const rest of partitions(lines.slice(first), count - 1))
      found.push([lines.slice(0, first).join(' '), ...rest]);
  }
  return found;
}

/** A label inside the cell says more than the heading over the column, when it says anything. */
function meaningOf(place: Headed): HeadingMeaning {
  const label = classifyHeading(place.label);
  const heading = classifyHeading(place.heading);
  if (place.label === '' || (label.type === 'text' && !label.certain)) return heading;
  if (heading.type === 'text' || place.heading === '' || place.isFree) return label;
  const isHint = ['date', 'checkbox', 'number'].includes(label.type) || label.type === heading.type;
  if (isHint) return heading;
  // "Adresse" over cells that say "PLZ" and "Ort": the label is the field. "Nom" over "M. / Mme": it is not.
  return label.certain ? label : heading;
}

/** Fields of one cell stay together, in the order of their labels. */
function orderPlaces(places: readonly Headed[]): Headed[] {
  const slots = [...new Set(places.map((it) => it.slot))];
  return inReadingOrder(slots).flatMap((slot) => places.filter((it) => it.slot === slot));
}

/** Column by column where the page can be cut so, else line by line: as a person reads a form. */
export function inReadingOrder<T extends { box: Region }>(places: readonly T[]): T[] {
  if (places.length <= 1) return [...places];
  for (const [start, end] of [
    ['left', 'right'],
    ['top', 'bottom'],
  ] as const) {
    const sorted = [...places].sort((a, b) => a.box[start] - b.box[start]);
    let reached = sorted[0]!.box[end];
    for (let k = 1; k < sorted.length; k++) {
      if (sorted[k]!.box[start] >= reached - 1)
        return [...inReadingOrder(sorted.slice(0, k)), ...inReadingOrder(sorted.slice(k))];
      reached = Math.max(reached, sorted[k]!.box[end]);
    }
  }
  return [...places].sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
}

function toField(
  place: Headed,
  meaning: HeadingMeaning,
  { table, sources }: { table: RowTable; sources: FieldSources },
): FormField | null {
  const { left, top, right, bottom } = place.box;
  const line = table.rows[0]!;
  const box: Box = [round(left - line.left), round(top), round(right - left), round(bottom - top)];
  const label = (place.isFree && place.label !== '' ? place.label : place.heading || place.label)
    .replace(/\s+/g, ' ')
    .trim();
  const options = optionsOf(place, sources);
  const type = typeWithOptions(meaning, options.length);
  // A narrow column headed "No", or not at all, that stands first: room for a line number somebody may write.
  const isNumbered = isFirstNumbered(place, table, sources.words);
  const isLineNumber =
    isNumbered ||
    (meaning.concepts.length === 1 &&
      meaning.concepts[0] === 'line_number' &&
      left - line.left < 1 &&
      right - left < 13);
  const isGap = label === '' && options.length === 0 && right - left < LEAST_FIELD;
  if (isLineNumber || isGap) return null;
  const field: FormField = {
    name: type,
    type,
    label,
    box,
    certain: (meaning.certain || (options.length > 0 && label !== '')) && (label !== '' || options.length > 0),
  };
  return options.length > 0 && (type === 'choice' || type === 'checkbox') ? { ...field, options } : field;
}

/** In lines without vertical rules the printed numbers stand in the first column. */
function isFirstNumbered(place: Headed, table: RowTable, words: readonly PageWord[]): boolean {
  const { left, right } = place.box;
  if (right - left > 25 || left - table.rows[0]!.left > 1) return false;
  const numbered = table.rows.filter((row) =>
    words.some((it) => /^\W*\d{1,3}\W*$/.test(it.text) && isCentreIn(it.box, { ...row, left, right })),
  );
  return numbered.length >= 0.6 * table.rows.length;
}

function typeWithOptions(meaning: HeadingMeaning, options: number): FieldType {
  // "Infos per E-Mail" with a box to tick.
  if (meaning.concepts.includes('choice') && meaning.type !== 'signature' && options > 0)
    return options >= 2 ? 'choice' : 'checkbox';
  if (meaning.type !== 'text' && meaning.type !== 'checkbox' && meaning.type !== 'number' && meaning.type !== 'office')
    return meaning.type;
  if (options >= 2) return 'choice';
  if (options === 1) return 'checkbox';
  return meaning.type;
}

/** Tick boxes with the words to their right, from the first line that has as many as most lines: ticks may spoil one. */
function optionsOf(place: Headed, { tickBoxes, words }: FieldSources): { label: string; box: Box }[] {
  const { box } = place;
  const lines = place.slot.cells.flatMap((cell) => {
    if (cell === null) return [];
    const region = {
      ...cell,
      left: cell.left + box.left - place.slot.box.left,
      right: cell.right + box.right - place.slot.box.right,
    };
    const inside = tickBoxes.filter((it) => isCentreIn(it, region)).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    return inside.length === 0 ? [] : [{ region, inside }];
  });
  const linesLike = (count: number) => lines.filter((it) => it.inside.length === count).length;
  const usual = [...lines].sort((a, b) => linesLike(b.inside.length) - linesLike(a.inside.length))[0];
  if (usual === undefined) return [];
  const { region, inside } = usual;
  return inside.map((it) => ({
    label: optionLabel(it, inside, { region, words }),
    box: [round(it[0] - region.left), round(it[1] - region.top), round(it[2]), round(it[3])],
  }));
}

function optionLabel(
  box: Box,
  all: readonly Box[],
  { region, words }: { region: Region; words: readonly PageWord[] },
): string {
  const isOnLine = (it: Box) => Math.abs(it[1] + it[3] / 2 - box[1] - box[3] / 2) < Math.max(2, box[3] * 0.8);
  const next = Math.min(region.right, ...all.filter((it) => it[0] > box[0] + 1 && isOnLine(it)).map((it) => it[0]));
  const right = { left: box[0] + box[2] - 0.3, right: next, top: box[1] - 1, bottom: box[1] + box[3] + 1 };
  return textOf(words.filter((it) => isCentreIn(it.box, right) && /[\p{L}\p{N}]/u.test(it.text)));
}

const round = (value: number) => Math.round(value * 100) / 100;

function slug(label: string): string {
  return headingWords(label)
    .join('_')
    .replace(/[^a-z0-9_]/g, '')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '');
}

/** A field's name is its type when only one has it, else type and a suffix; `text` and `number` are named by their label. */
export function nameFields<T extends FormField>(fields: readonly T[], taken: readonly string[] = []): T[] {
  const used = new Set(taken);
  return fields.map((field) => {
    const byLabel = field.type === 'text' || field.type === 'number';
    const base = (byLabel && slug(field.label)) || field.type;
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base}_${n}`;
    used.add(name);
    return { ...field, name };
  });
}
