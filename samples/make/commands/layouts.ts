/** Random sheet layouts for measuring form detection and registration; only test layouts measure, only dev layouts are looked at. */
import { mkdir, writeFile } from 'node:fs/promises';
import { formDefinitionSchema } from '../../../src/domain/form.ts';
import { chooseLayout, type LayoutWish, type RuleStyle } from '../layouts/layout-spec.ts';
import { printLayout } from '../layouts/print-layout.ts';
import { LANGUAGES } from '../layouts/vocabulary.ts';
import { makeRng } from '../random.ts';
import type { BlankSheet } from '../scan/make-page.ts';
import type { Split } from '../splits.ts';

const STYLES: RuleStyle[] = ['thin', 'dotted', 'shaded', 'double', 'coloured', 'reversed', 'open', 'boxes'];

/** Layout `number` (from 1) of a split: languages and rule styles in turn, all else by chance. */
export async function makeLayout(split: Split, number: number): Promise<BlankSheet> {
  const id = `layout-${split}-${String(number).padStart(2, '0')}`;
  const rng = makeRng(`layout/${id}`);
  const wish: LayoutWish = {
    language: LANGUAGES[(number - 1) % LANGUAGES.length]!,
    style: STYLES[(number * 3 - 3) % STYLES.length]!,
  };
  return printLayout(chooseLayout(rng.fork('spec'), wish), id, rng.fork('print'));
}

export async function writeLayouts(folder: URL, split: Split, count: number): Promise<BlankSheet[]> {
  const blanks: BlankSheet[] = [];
  for (let number = 1; number <= count; number++) {
    const blank = await makeLayout(split, number);
    const form = formDefinitionSchema.parse(blank.form);
    const own = new URL(`${form.id}/`, folder);
    await mkdir(own, { recursive: true });
    await writeFile(new URL('blank.pdf', own), blank.pdf);
    await writeFile(new URL('form.json', own), `${JSON.stringify(blank.form, null, 1)}\n`);
    blanks.push(blank);
  }
  return blanks;
}
