/** The pages that are measured on: committed samples, and pages made on the spot into an ignored folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PAGES, generatorHash, type PagesMade } from '../../samples/make/commands/pages.ts';
import type { TruthPage } from '../../samples/make/truth.ts';
import { type FormDefinition, formDefinitionSchema } from '../../src/domain/form.ts';
import type { BenchOptions } from './section.ts';

export interface PageCase {
  /** Of the scan. */
  path: string;
  truth: TruthPage;
}

const ROOT = new URL('../../', import.meta.url);
const MAKER = fileURLToPath(new URL('samples/make/main.ts', ROOT));
type Split = BenchOptions['split'];
const folderOf = (split: Split) => new URL(`build/bench-pages/${split}/`, ROOT);

async function readForm(url: URL): Promise<FormDefinition> {
  return formDefinitionSchema.parse(JSON.parse(await readFile(url, 'utf8')));
}

export interface LayoutCase {
  form: FormDefinition;
  /** Path of the blank sheet. */
  blank: string;
}

export async function loadPetition(): Promise<LayoutCase> {
  const folder = new URL('samples/forms/aif-xinjiang/', ROOT);
  return { form: await readForm(new URL('form.json', folder)), blank: fileURLToPath(new URL('blank.pdf', folder)) };
}

/** Layouts of a split that have been made; the sample petition is not among them. */
export async function loadLayouts(split: Split): Promise<LayoutCase[]> {
  const folder = new URL('forms/', folderOf(split));
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => ({
      form: await readForm(new URL(`${name}/form.json`, folder)),
      blank: fileURLToPath(new URL(`${name}/blank.pdf`, folder)),
    })),
  );
}

async function loadTruth(folder: URL, name: string): Promise<PageCase[]> {
  const truths = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as TruthPage[];
  return truths.map((truth) => ({ path: fileURLToPath(new URL(truth.file, folder)), truth }));
}

/** The committed sheets of a split, page by page. */
export async function loadSamples(split?: Split): Promise<PageCase[]> {
  const root = new URL('samples/sheets/', ROOT);
  const names = (await readdir(root)).filter((name) => !split || name.startsWith(`${split}-`)).sort();
  const sheets = await Promise.all(names.map((name) => loadTruth(new URL(`${name}/`, root), 'truth.json')));
  return sheets.flat();
}

/** How many pages lie there whole, made by the present generator. */
async function countMade(folder: URL): Promise<number> {
  const hash = await generatorHash();
  const names = await readdir(folder).catch(() => []);
  const parts = names.filter((name) => name.startsWith('made-'));
  if (parts.length === 0) return 0;
  const of = Number(parts[0]!.match(/of-(\d+)/)![1]);
  const made = await Promise.all(
    parts.map(async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as PagesMade),
  );
  const isWhole = parts.length === of && made.every(({ generator }) => generator === hash);
  return isWhole ? Math.min(...made.map(({ pages }) => pages)) : 0;
}

interface Making {
  split: Split;
  pages: number;
  /** The first page to make; those before lie there. */
  from: number;
  /** Processes at work. */
  of: number;
}

function makePart({ split, pages, from, of }: Making, part: number): Promise<void> {
  const range = ['--pages', String(pages), '--from', String(from), '--part', `${part}/${of}`];
  const args = ['--import', 'tsx', MAKER, 'pages', '--split', split, ...range];
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(ROOT), stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`Making pages failed with exit code ${code}`))));
  });
}

/** Makes the pages wanted, and no more, unless they lie there already, made by the same generator. */
export async function ensurePages({ split, pages, say }: BenchOptions): Promise<void> {
  const folder = folderOf(split);
  // Who tunes decides how many pages of which generator to tune on.
  if (split === 'dev' && existsSync(new URL('pages/', folder))) return;
  const wanted = pages ?? DEFAULT_PAGES;
  const made = await countMade(folder);
  if (made >= wanted) return;
  if (made === 0) await rm(folder, { recursive: true, force: true });
  const making = { split, pages: wanted, from: made + 1, of: Math.min(2, availableParallelism()) };
  say(`Making ${wanted - made} ${split} pages with ${making.of} processes; this happens once and takes minutes.`);
  await Promise.all(Array.from({ length: making.of }, (_, i) => makePart(making, i + 1)));
}

/** Made pages, every so many-th when fewer are wanted: all layouts and degrees of difficulty stay represented. */
export async function loadPages({ split, pages }: BenchOptions): Promise<PageCase[]> {
  const folder = new URL('pages/', folderOf(split));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const wanted = Math.min(pages ?? names.length, names.length);
  const chosen = Array.from({ length: wanted }, (_, i) => names[Math.floor((i * names.length) / wanted)]!);
  return (await Promise.all(chosen.map((name) => loadTruth(folder, name)))).flat();
}
