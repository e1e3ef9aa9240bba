/** `paraphe form-detect`: a blank sheet, or filled ones → a proposed form definition. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InputError } from '../domain/errors.ts';
import type { PageInput, RecogniseText } from '../forms/detect/read-page.ts';
import { detectFilledForm } from '../forms/detect-filled-form.ts';
import { type DetectedForm, detectForm } from '../forms/detect-form.ts';
import { openSheet } from '../forms/open-sheet.ts';
import { describePrint } from '../preprocessing/print.ts';
import { openTesseractEngine } from '../recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../recognition/text-engine.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';

const usage = `Usage: paraphe form-detect FILE [--page N] [--out form.json] [--id ID]
       paraphe form-detect --filled FILE [FILE…] [--page N] [--out form.json] [--id ID]
  FILE         a blank sheet: PDF, PNG, TIFF, JPEG
  --filled     the files are filled sheets of one form, of which no blank exists; several are better than one
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

interface Order {
  files: string[];
  page: number;
  out: string | undefined;
  id: string | undefined;
  isFilled: boolean;
}

function parseOrder(args: string[]): Order {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      page: { type: 'string' },
      out: { type: 'string' },
      id: { type: 'string' },
      filled: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError(values.filled ? 'Give at least one FILE.' : 'Give one FILE.');
  if (positionals.length > 1 && !values.filled) throw new UsageError('Give one FILE, or several with --filled.');
  const page = Number(values.page ?? 1);
  if (!Number.isInteger(page) || page < 1) throw new UsageError('--page wants a number from 1.');
  if (values.id !== undefined && !ID.test(values.id))
    throw new UsageError('--id wants lower-case letters, digits, - and _.');
  return { files: positionals, page, out: values.out, id: values.id, isFilled: values.filled };
}

async function detect({ files, page, id, isFilled }: Order, recogniseText: RecogniseText): Promise<DetectedForm> {
  const pages: PageInput[] = [];
  for (const file of files) pages.push(await openSheet(await readBytes(file), page));
  if (!isFilled) return detectForm({ ...pages[0]!, id }, { recogniseText });
  const found = await detectFilledForm({ pages, id }, { recogniseText });
  const strangers = files.filter((_, k) => !found.used[k]);
  const problems = strangers.map((file) => `${file} is not of the same form as ${files[0]}, or lies too crooked.`);
  return { ...found, problems: [...problems, ...found.problems] };
}

async function run(args: string[]): Promise<ExitCode> {
  const order = parseOrder(args);
  const lazy = lazyEngine();
  try {
    const recogniseText: RecogniseText = async (image) => (await lazy.engine()).readPage(image);
    const { form, page: blank, problems } = await detect(order, recogniseText);
    const text = `${JSON.stringify({ ...form, print: describePrint(blank, form) }, null, 1)}\n`;
    if (order.out === undefined) process.stdout.write(text);
    else await writeFile(order.out, text);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 0;
  } finally {
    await lazy.close();
  }
}

export const command: Command = { usage, run };
