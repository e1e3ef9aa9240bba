/**
 * Blank sheet → proposed form definition. One method for vectors and pictures: the page is drawn at 300 dpi, its rules
 * are found, what they enclose and what repeats down the page are the printed lines, and the words over and in them say
 * what each field is.
 */

import { InputError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { GreyImage } from '../domain/image.ts';
import { buildFields } from './detect/build-fields.ts';
import { chooseTable, type TableWithFields } from './detect/choose-table.ts';
import { completeHeadings } from './detect/complete-headings.ts';
import { findCells } from './detect/find-cells.ts';
import { findHeaderFields } from './detect/find-header-fields.ts';
import { findRowTables } from './detect/find-row-tables.ts';
import type { Rule } from './detect/find-rules.ts';
import { bandsBetween, findLineRuns } from './detect/find-line-runs.ts';
import { findRuns, type Run } from './detect/find-runs.ts';
import { findTickBoxes } from './detect/find-tick-boxes.ts';
import { headingPlaces, TITLE_GAP, titlePlaces } from './detect/heading-places.ts';
import { inkMeter } from './detect/ink.ts';
import { withInnerLines } from './detect/inner-lines.ts';
import { isCentreIn, type PageWord, type Region, toLines, wordsIn } from './detect/page-text.ts';
import { offLabels } from './detect/off-labels.ts';
import { freeHeading, headingEnd, headingLevels } from './detect/read-headings.ts';
import { findLanguages, findNotice, findTitle } from './detect/read-notices.ts';
import { withTallColumns } from './detect/tall-columns.ts';
import { type PageInput, type ReadPage, type RecogniseText, readPage } from './detect/read-page.ts';

/** mm. A shorter piece of a line between labels holds no writing. */
const LEAST_LINE = 8;

export interface DetectFormInput extends PageInput {
  /** Of the definition; made from the title when absent. */
  id?: string;
}

export interface DetectedForm {
  form: FormDefinition;
  /** Upright, 300 dpi, filling the form's page to its edges. */
  page: GreyImage;
  /** What a person should look at, as sentences. */
  problems: string[];
}

/** @throws InputError `form_too_small`, `form_unreadable`, `form_not_found` */
export async function detectForm(
  input: DetectFormInput,
  deps: { recogniseText: RecogniseText },
): Promise<DetectedForm> {
  const read = await readPage(input, deps.recogniseText);
  const sketch = await sketchForm(read, deps);
  return finishForm(sketch, input.id);
}

/** The table for signers with its fields, and all that describes the sheet around it. */
export interface Sketch {
  chosen: TableWithFields;
  read: ReadPage;
  cells: readonly Region[];
  loose: readonly Rule[];
}

/** @throws InputError `form_not_found` */
export async function sketchForm(
  read: ReadPage,
  { recogniseText, isFilled = false }: { recogniseText: RecogniseText; isFilled?: boolean },
): Promise<Sketch> {
  const { cells, loose: open } = findCells(read.rules);
  const loose = open.flatMap((it) => offLabels(it, read.words, LEAST_LINE));
  const tickBoxes = findTickBoxes(read.page);
  const closed = findRuns(cells);
  const lines = loose.filter((it) => !isInCell(it, closed));
  const inkIn = inkMeter(read.page);
  const tablesWith = (words: readonly PageWord[]) =>
    findRowTables(
      withTallColumns(
        [
          ...withInnerLines(closed, { loose, words }),
          ...findLineRuns({ words, loose: lines, borders: read.rules.horizontal }),
        ],
        cells,
        words,
      ),
      { words, inkIn, isFilled },
    );
  const headingCells = [
    ...cells,
    ...bandsBetween(read.rules.horizontal, cells).filter((it) => wordsIn(read.words, it).length > 0),
  ];
  const first = tablesWith(read.words);
  const headings = first.flatMap((it) => headingPlaces(it, { cells: headingCells, words: read.words }));
  const words = await completeHeadings(read, [...headings, ...titlePlaces(read.words, first)], recogniseText);
  const found = (words === read.words ? first : tablesWith(words)).map(
    (table): TableWithFields => ({
      table,
      fields: buildFields(table, { cells: headingCells, words, tickBoxes, loose }),
    }),
  );
  const chosen = chooseTable(found);
  if (chosen === null) {
    throw new InputError('form_not_found', 'No repeated lines to sign on were found on this page.', {
      remedy: 'Check that this is the blank sheet, or draw the lines in the editor.',
    });
  }
  return { chosen, read: { ...read, words }, cells, loose };
}

export function finishForm(sketch: Sketch, id?: string): DetectedForm {
  return { form: describe(sketch, id), page: sketch.read.page, problems: problemsOf(sketch.chosen) };
}

/** A line inside a repeated box is part of that box. */
function isInCell(rule: Rule, runs: readonly Run[]): boolean {
  const middle = (rule.from + rule.to) / 2;
  return runs.some(({ cells }) =>
    cells.some((it) => rule.at > it.top + 1 && rule.at < it.bottom - 1 && middle > it.left && middle < it.right),
  );
}

const round = (value: number) => Math.round(value * 100) / 100;

function describe({ chosen: { table, fields }, read, cells, loose }: Sketch, id?: string): FormDefinition {
  const { words, size } = read;
  const headingCells = table.slots.flatMap((slot) => headingLevels(slot, table, { cells, words }).cells[0] ?? []);
  const over = { ...table.rows[0]!, left: Math.min(...table.rows.map((it) => it.left)) };
  const isLabelled = table.slots.some((it) => it.helpers.some((word) => /\p{L}{3}/u.test(word.text)));
  const free = headingCells.length > 0 || isLabelled ? [] : freeHeading(over, headingEnd(table), words);
  const headingTop = Math.min(headingEnd(table), ...headingCells.map((it) => it.top), ...free.map((it) => it.box[1]));
  const outside = words.filter((word) => !table.rows.some((row) => isCentreIn(word.box, row)));
  const lines = toLines(outside.filter((it) => it.turn === 0));
  const title = findTitle(lines, headingEnd(table) - TITLE_GAP);
  const notice = findNotice(lines);
  return {
    id: id ?? idFrom(title),
    version: 1,
    title,
    languages: findLanguages(words),
    page: size,
    header: findHeaderFields(table, {
      ...{ cells, loose, words, headingCells, headingTop },
      taken: fields.map((it) => it.name),
    }),
    rows: {
      boxes: table.rows.map((it) => [
        round(it.left),
        round(it.top),
        round(it.right - it.left),
        round(it.bottom - it.top),
      ]),
    },
    fields,
    notice: notice && { text: notice.text, box: notice.box.map(round) as typeof notice.box },
  };
}

function idFrom(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 40).replace(/-+$/, '') || 'form';
}

function problemsOf({ fields }: TableWithFields): string[] {
  const unsure = fields
    .filter((it) => !it.certain)
    .map((it) => `Field "${it.label || it.name}": the type ${it.type} is a guess.`);
  const hasSignature = fields.some((it) => it.type === 'signature');
  return hasSignature ? unsure : [...unsure, 'No signature field was found.'];
}
