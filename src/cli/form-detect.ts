/** `paraphe form-detect`: a blank sheet → a proposed form definition. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InputError } from '../domain/errors.ts';
import { detectForm } from '../forms/detect-form.ts';
import { openSheet } from '../forms/open-sheet.ts';
import { describePrint } from '../preprocessing/print.ts';
import { openTesseractEngine } from '../recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../recognition/text-engine.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';

const usage = `Usage: paraphe form-detect FILE [--page N] [--out form.json] [--id ID]
  FILE         a blank sheet: PDF, PNG, TIFF, JPEG
  --page N     which page of the file (default 1)
  --out FILE   write there instead of to stdout
  --id ID      id of the definition (default: made from the title)`;

const ID = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Started only when a page has no text layer. */
function lazyEngine(): { engine(): Promise<PageTextEngine>; close(): Promise<void> } {
  let opened: Promise<PageTextEngine> | null = null;
  return {
    engine: () => {
      opened ??= openTesseractEngine({ languages: ['fra', 'deu', 'eng'] });
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new InputError('file_unreadable', `${path} cannot be read.`, { cause });
  }
}

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { page: { type: 'string' }, out: { type: 'string' }, id: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Give one FILE.');
  const page = Number(values.page ?? 1);
  if (!Number.isInteger(page) || page < 1) throw new UsageError('--page wants a number from 1.');
  if (values.id !== undefined && !ID.test(values.id))
    throw new UsageError('--id wants lower-case letters, digits, - and _.');
  const lazy = lazyEngine();
  try {
    const sheet = await openSheet(await readBytes(file), page);
    const recogniseText = async (image: Parameters<PageTextEngine['readPage']>[0]) =>
      (await lazy.engine()).readPage(image);
    const { form, page: blank, problems } = await detectForm({ ...sheet, id: values.id }, { recogniseText });
    const text = `${JSON.stringify({ ...form, print: describePrint(blank, form) }, null, 1)}\n`;
    if (values.out === undefined) process.stdout.write(text);
    else await writeFile(values.out, text);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 0;
  } finally {
    await lazy.close();
  }
}

export const command: Command = { usage, run };
