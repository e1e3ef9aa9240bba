/** A table of lines with its headings → the fields of the form definition. Lengths in mm. */

import type { FieldType, FormField } from '../../domain/form.ts';
import type { Box } from '../../domain/geometry.ts';
import { classifyHeading, type HeadingMeaning, settleNames } from '../classify-heading.ts';
import { type FoundField, withDoubts } from './doubts.ts';
import type { FieldSources } from './field-sources.ts';
import type { RowTable, Slot } from './row-table.ts';
import { headColumns, type Headed } from './head-columns.ts';
import { nameFields } from './name-fields.ts';
import { isCentreIn, type PageWord, type Region, textOf } from './page-text.ts';
import { headingLevels } from './read-headings.ts';
import { joinCombs } from './split-slots.ts';
import { splitWide } from './split-wide.ts';
import { optionsOf } from './tick-options.ts';

/** A place narrower than this without heading or tick box is a gap between parts of a table, mm. */
const LEAST_FIELD = 6;

export function buildFields(table: RowTable, sources: FieldSources): FormField[] {
  const columns = joinCombs(table.slots, (comb) => isOnePlace(comb, table, sources)).flatMap((slot) =>
    splitWide(slot, table, sources),
  );
  const headed = headColumns(columns, table, sources);
  const places = orderPlaces(headed);
  const meanings = settleNames(places.map(meaningOf));
  const found = places.flatMap((place, k): FoundField[] => {
    const field = toField(place, meanings[k]!, { table, sources });
    const confidence = confidenceIn(field?.label ?? '', sources.words);
    return field === null ? [] : [{ field, isPlaceGuess: place.isGuess, confidence }];
  });
  return nameFields(withDoubts(found));
}

/** Of the recogniser in the words of a label: the mean by letters. */
function confidenceIn(label: string, words: readonly PageWord[]): number {
  const own = new Set(label.split(' '));
  const read = words.filter((it) => it.confidence !== undefined && own.has(it.text));
  const letters = read.reduce((sum, it) => sum + it.text.length, 0);
  return letters === 0 ? 1 : read.reduce((sum, it) => sum + it.text.length * it.confidence!, 0) / letters;
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

const round = (value: number) => Math.round(value * 100) / 100;
