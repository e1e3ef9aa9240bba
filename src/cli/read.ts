/** `paraphe read`: scans → rows, without server, database or queue. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { ParapheError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import { loadForm } from '../forms/load-form.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { csvLine } from './csv.ts';
import type { PageRecord } from './page-record.ts';
import { createReader, type Reader } from './read-pages.ts';

const usage = `Usage: paraphe read FILE… --form FORM.json [--form …] [--out ROWS] [--format json|csv]
  FILE            scans: PDF, TIFF, JPEG, PNG; pages in order
  --form FILE     a form definition, as form-detect writes it; with several each page finds its own
  --out FILE      write there instead of to stdout
  --format NAME   json (default): one object a page; csv: one line a row
  --country CC    whose postcodes are meant, two letters (default FR)
  --handwriting on|off   off: Tesseract reads alone`;

function toCsv(pages: readonly PageRecord[], forms: readonly FormDefinition[]): string {
  const names = [...new Set(forms.flatMap((form) => form.fields.map((field) => field.name)))];
  const used = names.filter((name) => pages.some((page) => page.rows.some((row) => name in row.fields)));
  const head = ['file', 'page', 'status', 'form', 'row', 'state', 'signed'];
  const columns = used.flatMap((name) => [name, `${name}_normalised`, `${name}_confidence`]);
  let out = csvLine([...head, ...columns]);
  for (const { file, page, status, form, rows } of pages) {
    if (rows.length === 0) out += csvLine([file, page, status, form, null, null, null]);
    for (const row of rows) {
      const cells = used.flatMap((name) => [
        row.fields[name] ?? null,
        row.normalised[name] ?? null,
        row.confidence[name] ?? null,
      ]);
      out += csvLine([file, page, status, form, row.index, row.state, row.signed, ...cells]);
    }
  }
  return out;
}

/** One file's pages; a failure is said on stderr and the others go on. */
async function readFileInto(reader: Reader, file: string, pages: PageRecord[]): Promise<boolean> {
  try {
    for await (const { record } of reader.readScan(file)) pages.push(record);
    return true;
  } catch (error) {
    process.stderr.write(`${file}: ${describeFailure(error)}\n`);
    return false;
  }
}

/** `CODE: sentence`. @throws what is a fault of the program, not of the file */
export function describeFailure(error: unknown): string {
  if (error instanceof ParapheError) {
    return `${error.code}: ${error.message}${error.remedy === undefined ? '' : ` ${error.remedy}`}`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'not_found: There is no such file.';
  if (code === 'EACCES' || code === 'EPERM') return 'no_access: The file may not be read.';
  if (code === 'EISDIR') return 'is_folder: This is a folder, not a file.';
  throw error;
}

export function onOff(value: string | undefined, otherwise: boolean): boolean {
  if (value === undefined) return otherwise;
  if (value !== 'on' && value !== 'off') throw new UsageError('--handwriting takes on or off.');
  return value === 'on';
}

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      form: { type: 'string', multiple: true },
      out: { type: 'string' },
      format: { type: 'string', default: 'json' },
      country: { type: 'string' },
      handwriting: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Which file?');
  if (values.form === undefined) throw new UsageError('A form definition is needed: --form FORM.json');
  if (values.format !== 'json' && values.format !== 'csv') throw new UsageError('--format takes json or csv.');
  const handwriting = onOff(values.handwriting, loadConfig().handwriting);
  const forms = await Promise.all(values.form.map(loadForm));
  const reader = await createReader({ forms, handwriting, country: values.country?.toUpperCase() });
  if (reader.refused !== null) process.stderr.write(`${reader.refused.code}: ${reader.refused.message}\n`);
  const pages: PageRecord[] = [];
  let failed = false;
  try {
    for (const file of positionals) failed = !(await readFileInto(reader, file, pages)) || failed;
  } finally {
    await reader.close();
  }
  const text = values.format === 'csv' ? toCsv(pages, forms) : `${JSON.stringify(pages, null, 1)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else await writeFile(values.out, text);
  return failed ? 1 : 0;
}

export const command: Command = { usage, run };
