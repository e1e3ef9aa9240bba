/** Writes samples/sheets: filled and scanned sheets of the sample petition, with their truth. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { formDefinitionSchema } from '../../../src/domain/form.ts';
import { bindPdf, bindTiff, encode, extensionOf } from '../scan/encode.ts';
import { makeBack, makeLetter } from '../scan/make-other-page.ts';
import { type BlankSheet, makePage, type ScannedPage } from '../scan/make-page.ts';
import { FORMS_FOLDER } from './forms.ts';
import { type OrderedPage, SHEET_ORDERS, type SheetOrder } from './sheet-orders.ts';
import { printTruth } from './truth-file.ts';

const SHEETS_FOLDER = new URL('../../sheets/', import.meta.url);

export async function loadBlank(id: string): Promise<BlankSheet> {
  const folder = new URL(`${id}/`, FORMS_FOLDER);
  const form = formDefinitionSchema.parse(JSON.parse(await readFile(new URL('form.json', folder), 'utf8')));
  return { form, pdf: await readFile(new URL('blank.pdf', folder)), withTown: false };
}

export function makeAnyPage(blank: BlankSheet, order: OrderedPage): Promise<ScannedPage> {
  if (order.kind === 'back') return makeBack(blank, order);
  if (order.kind === 'letter') return makeLetter(order);
  return makePage(blank, order);
}

async function bind({ bind }: SheetOrder, pages: ScannedPage[]): Promise<{ file: string; content: Buffer }> {
  const first = pages[0]!;
  const dpiOf = (page: ScannedPage) => page.recipe.placement.dpi;
  if (bind === 'tiff')
    return {
      file: 'scan.tif',
      content: await bindTiff(
        pages.map((p) => p.picture),
        dpiOf(first),
      ),
    };
  const files = await Promise.all(pages.map((p) => encode(p.picture, p.recipe.encoding, dpiOf(p))));
  if (bind === 'single') return { file: `scan.${extensionOf(first.recipe.encoding)}`, content: files[0]! };
  const sides = pages.map((p, i) => ({
    file: files[i]!,
    width: p.picture.image.width,
    height: p.picture.image.height,
    dpi: dpiOf(p),
  }));
  return { file: 'scan.pdf', content: await bindPdf(sides) };
}

/** All of them, or those whose name contains a given word. */
export async function writeSheets(args: string[]): Promise<void> {
  const blank = await loadBlank('aif-xinjiang');
  const wanted = SHEET_ORDERS.filter(({ name }) => args.length === 0 || args.some((word) => name.includes(word)));
  for (const order of wanted) {
    const folder = new URL(`${order.name}/`, SHEETS_FOLDER);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const pages: ScannedPage[] = [];
    for (const page of order.pages) pages.push(await makeAnyPage(blank, page));
    const { file, content } = await bind(order, pages);
    await writeFile(new URL(file, folder), content);
    const truths = pages.map(({ truth }, i) => ({ file, page: i + 1, ...truth }));
    await writeFile(new URL('truth.json', folder), printTruth(truths));
  }
}
