/**
 * Blank sheet → proposed form definition. One method for vectors and pictures: the page is drawn at 300 dpi, its rules
 * are found, what they enclose and what repeats down the page are the printed lines, and the words over and in them say
 * what each field is.
 */
import type { FormDefinition } from '../domain/form.ts';
import { InputError } from '../domain/errors.ts';
import type { GreyImage } from '../domain/image.ts';
import { buildFields } from './detect/build-fields.ts';
import { chooseTable, type TableWithFields } from './detect/choose-table.ts';
import { completeHeadings } from './detect/complete-headings.ts';
import { findCells } from './detect/find-cells.ts';
import { findHeaderFields } from './detect/find-header-fields.ts';
import { findRowTables } from './detect/find-row-tables.ts';
import { findLineRuns, findRuns } from './detect/find-runs.ts';
import { findTickBoxes } from './detect/find-tick-boxes.ts';
import { isCentreIn, type Region, toLines } from './detect/page-text.ts';
import { headingLevels } from './detect/read-headings.ts';
import { findLanguages, findNotice, findTitle } from './detect/read-notices.ts';
import { type PageInput, type ReadPage, readPage, type RecogniseText } from './detect/read-page.ts';

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
  const { cells, loose } = findCells(read.rules);
  const tickBoxes = findTickBoxes(read.page);
  const words = await completeHeadings(read, cells, deps.recogniseText);
  const runs = [...findRuns(cells), ...findLineRuns(loose, words)];
  const found = findRowTables(runs, words).map(
    (table): TableWithFields => ({
      table,
      fields: buildFields(table, { cells, words, tickBoxes }),
    }),
  );
  const chosen = chooseTable(found);
  if (chosen === null) {
    throw new InputError('form_not_found', 'No repeated lines to sign on were found on this page.', {
      remedy: 'Check that this is the blank sheet, or draw the lines in the editor.',
    });
  }
  return {
    form: describe(chosen, { input, read: { ...read, words }, cells, loose }),
    page: read.page,
    problems: problemsOf(chosen),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

function describe(
  { table, fields }: TableWithFields,
  {
    input,
    read,
    cells,
    loose,
  }: {
    input: DetectFormInput;
    read: ReadPage;
    cells: readonly Region[];
    loose: Parameters<typeof findHeaderFields>[1]['loose'];
  },
): FormDefinition {
  const { words, size } = read;
  const headingCells = table.slots.flatMap((slot) => headingLevels(slot, table, { cells, words }).cells[0] ?? []);
  const outside = words.filter((word) => !table.rows.some((row) => isCentreIn(word.box, row)));
  const lines = toLines(outside.filter((it) => it.turn === 0));
  const title = findTitle(lines);
  const notice = findNotice(lines);
  return {
    id: input.id ?? idFrom(title),
    version: 1,
    title,
    languages: findLanguages(words),
    page: size,
    header: findHeaderFields(table, { cells, loose, words, headingCells }),
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
