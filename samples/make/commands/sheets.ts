/** Writes samples/sheets: filled and scanned sheets of the sample petition, with their truth. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { formDefinitionSchema } from '../../../src/domain/form.ts';
import { encode, extensionOf } from '../scan/encode.ts';
import { type BlankSheet, makePage, type PageOrder } from '../scan/make-page.ts';
import { FORMS_FOLDER } from './forms.ts';
import { printTruth } from './truth-file.ts';

const SHEETS_FOLDER = new URL('../../sheets/', import.meta.url);

export async function loadBlank(id: string): Promise<BlankSheet> {
  const folder = new URL(`${id}/`, FORMS_FOLDER);
  const form = formDefinitionSchema.parse(JSON.parse(await readFile(new URL('form.json', folder), 'utf8')));
  return { form, pdf: await readFile(new URL('blank.pdf', folder)), withTown: false };
}

interface SheetOrder extends PageOrder {
  name: string;
}

const ORDERS: SheetOrder[] = [
  { name: 'dev-01', seed: 'dev-01', split: 'dev', tier: 'clean' },
  { name: 'dev-02', seed: 'dev-02', split: 'dev', tier: 'clean' },
  { name: 'dev-03', seed: 'dev-03', split: 'dev', tier: 'typical' },
  { name: 'test-01', seed: 'test-01', split: 'test', tier: 'clean' },
];

export async function writeSheets(): Promise<void> {
  const blank = await loadBlank('aif-xinjiang');
  for (const order of ORDERS) {
    const { picture, recipe, truth } = await makePage(blank, order);
    const folder = new URL(`${order.name}/`, SHEETS_FOLDER);
    await mkdir(folder, { recursive: true });
    const file = `scan.${extensionOf(recipe.encoding)}`;
    await writeFile(new URL(file, folder), await encode(picture, recipe.encoding, recipe.placement.dpi));
    await writeFile(new URL('truth.json', folder), printTruth([{ file, page: 1, ...truth }]));
  }
}
