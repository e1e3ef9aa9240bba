/**
 * For developers: fits src/recognition/models/calibration.json on development sheets, never on test ones.
 *
 *   node --import tsx src/cli/calibrate.ts [--pages FOLDER] [--out FILE]
 *   node --import tsx src/cli/calibrate.ts --lines FOLDER [--out FILE]
 *
 * Reads samples/sheets/dev-* and, when given, a folder of pages made by
 * `samples/make/main.ts pages --split dev --out FOLDER`. With --lines it fits free text alone, on the development lines
 * of a folder with `lines.tsv` and `lines/`, and leaves the other types as they are. Run it after every change of model
 * or decoding.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type FormDefinition, formDefinitionSchema } from '../domain/form.ts';
import { openScan } from '../intake/split-scan.ts';
import { prepareForm } from '../preprocessing/prepare-form.ts';
import { preprocessPage } from '../preprocessing/preprocess-page.ts';
import type { Evidence, Weights } from '../recognition/calibration.ts';
import { fitWeights } from '../recognition/fit-weights.ts';
import { openRecognition, type Recognition } from '../recognition/open-recognition.ts';

interface TruthPage {
  form: string | null;
  rows: { index: number; struck: boolean; fields: Record<string, string>; ditto: Record<string, true> }[];
}

interface Sample {
  evidence: Evidence;
  isRight: boolean;
}

const SAMPLES = new URL('../../samples/', import.meta.url).pathname;
/**
 * Types with fewer samples than this use the weights fitted on all types together: with 57 dates, weights of their own told
 * right from wrong no better than chance on pages left out of the fit.
 */
const LEAST_SAMPLES = 60;
/**
 * How strongly the weights of all types are held near "the posterior is right as it is", and those of one type near
 * the weights of all: types with few samples stay close to them.
 */
const RIDGE = 2;

async function loadForms(folders: readonly string[]): Promise<Map<string, FormDefinition>> {
  const forms = new Map<string, FormDefinition>();
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      const path = `${folder}/${name}/form.json`;
      if (!existsSync(path)) continue;
      const form = formDefinitionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      forms.set(form.id, form);
    }
  }
  return forms;
}

interface Job {
  scan: string;
  truth: TruthPage[];
}

async function truthOf(path: string): Promise<TruthPage[]> {
  const content = JSON.parse(await readFile(path, 'utf8')) as TruthPage | TruthPage[];
  return Array.isArray(content) ? content : [content];
}

async function jobsOf(pages: string | undefined): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const name of (await readdir(`${SAMPLES}sheets`)).filter((n) => n.startsWith('dev-'))) {
    const folder = `${SAMPLES}sheets/${name}`;
    const scan = (await readdir(folder)).find((file) => file.startsWith('scan.'));
    if (scan !== undefined) jobs.push({ scan: `${folder}/${scan}`, truth: await truthOf(`${folder}/truth.json`) });
  }
  if (pages === undefined) return jobs;
  for (const name of (await readdir(`${pages}/pages`)).filter((n) => !n.endsWith('.json'))) {
    const truth = await truthOf(`${pages}/pages/${name.replace(/\.\w+$/, '.json')}`);
    jobs.push({ scan: `${pages}/pages/${name}`, truth });
  }
  return jobs;
}

/** Nobody corrects a space within figures. */
function canStand(type: string, value: string, wanted: string): boolean {
  if (type !== 'postcode' && type !== 'phone') return value === wanted;
  return value.replace(/\s/g, '') === wanted.replace(/\s/g, '');
}

async function samplesOf(
  job: Job,
  forms: Map<string, FormDefinition>,
  recognition: Recognition,
): Promise<[string, Sample][]> {
  const out: [string, Sample][] = [];
  const scan = await openScan(job.scan);
  for (let page = 1; page <= scan.pageCount; page++) {
    const truth = job.truth[page - 1];
    const form = forms.get(truth?.form ?? '');
    if (truth === undefined || form === undefined) continue;
    const outcome = preprocessPage(await scan.page(page), [prepareForm(form)]);
    if (outcome.status !== 'registered') continue;
    const rowOf = new Map(outcome.lines.flatMap((line) => line.cells.map((cell) => [cell, line.index] as const)));
    await recognition.readLines(outcome, form, {
      onEvidence: (cell, value, evidence) => {
        const row = truth.rows.find(({ index }) => index === rowOf.get(cell));
        const wanted = row?.fields[cell.field];
        if (row === undefined || row.struck || row.ditto[cell.field] || wanted === undefined) return;
        out.push([cell.type, { evidence, isRight: canStand(cell.type, value, wanted) }]);
      },
    });
  }
  scan.close();
  return out;
}

/** Free text: real lines of the development writers, typographic variants as the alphabet has them. */
async function lineSamples(folder: string, recognition: Recognition): Promise<Sample[]> {
  const rows = (await readFile(`${folder}/lines.tsv`, 'utf8')).split('\n').map((row) => row.split('\t'));
  const samples: Sample[] = [];
  for (const [file, split, , text] of rows) {
    if (split !== 'dev' || text === undefined) continue;
    const scan = await openScan(`${folder}/lines/${file}`);
    const { grey } = await scan.page(1);
    scan.close();
    await recognition.readCell(grey, 'text', {
      onEvidence: (_, value, evidence) => {
        samples.push({ evidence, isRight: value === text });
      },
    });
  }
  return samples;
}

async function pageSamples(pages: string | undefined, recognition: Recognition): Promise<Map<string, Sample[]>> {
  const forms = await loadForms([`${SAMPLES}forms`, ...(pages === undefined ? [] : [`${pages}/forms`])]);
  const byType = new Map<string, Sample[]>();
  for (const job of await jobsOf(pages)) {
    for (const [type, sample] of await samplesOf(job, forms, recognition)) {
      byType.set(type, [...(byType.get(type) ?? []), sample]);
    }
  }
  return byType;
}

const SHIPPED = new URL('../recognition/models/calibration.json', import.meta.url).pathname;
const rounded = (weights: Weights) => weights.map((w) => Number(w.toFixed(3)));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { pages: { type: 'string' }, lines: { type: 'string' }, out: { type: 'string' } },
  });
  const recognition = await openRecognition();
  const fitted: Record<string, number[]> = JSON.parse(await readFile(SHIPPED, 'utf8'));
  const byType =
    values.lines === undefined
      ? await pageSamples(values.pages, recognition)
      : new Map([['text', await lineSamples(values.lines, recognition)]]);
  await recognition.close();
  if (values.lines === undefined) fitted.default = rounded(fitWeights([...byType.values()].flat(), RIDGE));
  for (const [type, samples] of [...byType].sort()) {
    const right = samples.filter(({ isRight }) => isRight).length;
    process.stderr.write(`${type}: ${samples.length} samples, ${right} right\n`);
    // Free text on sheets is short; its weights come from whole lines.
    if (type === 'text' && values.lines === undefined) continue;
    if (samples.length >= LEAST_SAMPLES) fitted[type] = rounded(fitWeights(samples, RIDGE, fitted.default));
    else delete fitted[type];
  }
  const lines = Object.entries(fitted).map(([type, weights]) => `  ${JSON.stringify(type)}: [${weights.join(', ')}]`);
  await writeFile(values.out ?? SHIPPED, `{\n${lines.join(',\n')}\n}\n`);
}

await main();
