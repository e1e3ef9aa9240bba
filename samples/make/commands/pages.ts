/** Filled and scanned pages of random layouts, made into an ignored folder for `npm run bench`. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRng } from '../random.ts';
import { encode, extensionOf } from '../scan/encode.ts';
import { makeBack, makeLetter } from '../scan/make-other-page.ts';
import { type BlankSheet, makePage } from '../scan/make-page.ts';
import type { Split } from '../splits.ts';
import type { Tier } from '../truth.ts';
import { writeLayouts } from './layouts.ts';
import { loadBlank } from './sheets.ts';
import { printTruth } from './truth-file.ts';

/** A third of each degree of difficulty, in turn. */
const TIERS: Tier[] = ['clean', 'typical', 'hard'];
/** Test layouts; dev ones may be any number. */
export const LAYOUTS = { test: 12, dev: 16 } as const;
export const DEFAULT_PAGES = 216;

/** Every so many-th page is the blank back of one, every so many-th a letter. */
const EVERY_BACK = 13;
const EVERY_LETTER = 31;

export interface PagesOrder {
  split: Split;
  folder: URL;
  pages: number;
  /** This process makes every `of`-th page, beginning with `part` (from 1). */
  part: number;
  of: number;
  /** Pages before this one lie there already: to go on after an interruption. */
  from: number;
}

async function makeOne(blank: BlankSheet, number: number, { split, folder }: PagesOrder): Promise<void> {
  const name = `page-${String(number).padStart(4, '0')}`;
  const tier = TIERS[number % TIERS.length]!;
  const order = { seed: `${split}/${name}`, split, tier };
  const make =
    number % EVERY_BACK === 0
      ? makeBack(blank, order)
      : number % EVERY_LETTER === 0
        ? makeLetter(order)
        : makePage(blank, order);
  const { picture, recipe, truth } = await make;
  const file = `${name}.${extensionOf(recipe.encoding)}`;
  await writeFile(new URL(`pages/${file}`, folder), await encode(picture, recipe.encoding, recipe.placement.dpi));
  await writeFile(new URL(`pages/${name}.json`, folder), printTruth([{ file, page: 1, ...truth }]));
}

/** Layouts go into `forms/`, pages and their truths into `pages/`. Every fourth page is the sample petition's. */
export async function makePages(order: PagesOrder): Promise<void> {
  await mkdir(new URL('pages/', order.folder), { recursive: true });
  const layouts = await writeLayouts(new URL('forms/', order.folder), order.split, LAYOUTS[order.split]);
  const petition = await loadBlank('aif-xinjiang');
  for (let number = order.part; number <= order.pages; number += order.of) {
    if (number < order.from) continue;
    const rng = makeRng(`choice/${order.split}/${number}`);
    const blank = rng.chance(0.25) ? petition : layouts[Math.floor(number / TIERS.length) % layouts.length]!;
    await makeOne(blank, number, order);
  }
}

/** Changes whenever the generator does: pages of another one are not comparable. */
export async function generatorHash(): Promise<string> {
  const root = new URL('../', import.meta.url);
  const names = await readdir(root, { recursive: true });
  const hash = createHash('sha256');
  for (const name of names.filter((n) => /\.(ts|txt|json)$/.test(n)).sort())
    hash.update(await readFile(new URL(name, root)));
  return hash.digest('hex');
}

/** Written when a part is complete. */
export interface PagesMade {
  generator: string;
  pages: number;
}

export async function writePages(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      split: { type: 'string', default: 'dev' },
      pages: { type: 'string', default: String(DEFAULT_PAGES) },
      out: { type: 'string' },
      part: { type: 'string', default: '1/1' },
      from: { type: 'string', default: '1' },
    },
  });
  const split: Split = values.split === 'test' ? 'test' : 'dev';
  const [part, of] = values.part.split('/').map(Number);
  const folder = pathToFileURL(`${values.out ?? `build/bench-pages/${split}`}/`);
  // Pages of an older generator may have other names.
  const from = Number(values.from);
  if (of === 1 && from === 1) await rm(folder, { recursive: true, force: true });
  const made: PagesMade = { generator: await generatorHash(), pages: Number(values.pages) };
  await makePages({ split, folder, pages: made.pages, part: part!, of: of!, from });
  await writeFile(new URL(`made-${part}-of-${of}.json`, folder), `${JSON.stringify(made)}\n`);
}
