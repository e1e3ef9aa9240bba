/** Forms and pages: what is detected on blank sheets, how exactly pages are placed, which lines and marks are found. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeLayout } from '../../samples/make/commands/layouts.ts';
import type { PageOutcome } from '../../src/domain/page.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { type PreparedForm, prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { describePrint } from '../../src/preprocessing/print.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import {
  ensurePages,
  type LayoutCase,
  loadLayouts,
  loadPages,
  loadPetition,
  loadSamples,
  type PageCase,
} from './corpus.ts';
import { detectLayouts } from './detection.ts';
import { type DittoReader, openDittoReader, tallyDittos } from './dittos.ts';
import { cornerErrors, lineSlips, tallyOutcome, tallyTruth } from './score-page.ts';
import type { BenchOptions, Metrics, Section } from './section.ts';
import { median, quantile, Tally } from './statistics.ts';

const TIERS = ['clean', 'typical', 'hard'] as const;
/** mm at which a page is worth a look. */
const FAR_OFF = 1.2;
/** A page must be told from so many forms. */
const FORMS = 20;

/** With what registration knows of the print, as a form has it that was detected from its blank sheet. */
async function prepareLayout({ form, blank }: LayoutCase): Promise<PreparedForm> {
  const { page } = await openSheet(await readFile(blank), 1);
  return prepareForm(form, describePrint(page.grey, form));
}

/** The split's own layouts, the sample petition, and more layouts as strangers: drawn, but on no page. */
async function chooseForms({ split }: BenchOptions): Promise<PreparedForm[]> {
  const own = await loadLayouts(split);
  const strangers: LayoutCase[] = [];
  const folder = new URL('../../build/bench-pages/strangers/', import.meta.url);
  for (let number = 1; own.length + number < FORMS; number++) {
    const blank = await makeLayout(split, own.length + number);
    await mkdir(folder, { recursive: true });
    const path = fileURLToPath(new URL(`${blank.form.id}.pdf`, folder));
    await writeFile(path, blank.pdf);
    strangers.push({ form: blank.form, blank: path });
  }
  const layouts = [await loadPetition(), ...own, ...strangers];
  return Promise.all(layouts.map(prepareLayout));
}

interface Measured {
  tally: Tally;
  errors: Record<string, number[]>;
  /** Wall ms by stage. */
  stages: Map<string, number[]>;
  /** CPU seconds from decoded picture to cells, pages of about 300 dpi only. */
  cpu: number[];
  slips: string[];
  /** Too many to print when figures are wanted: for tuning on the dev split. */
  lineSlips: string[];
}

async function* imagesOf(cases: PageCase[]) {
  for (const page of cases) {
    const scan = await openScan(page.path);
    try {
      yield { page, image: await scan.page(page.truth.page) };
    } finally {
      scan.close();
    }
  }
}

function slipOf({ truth, path }: PageCase, outcome: PageOutcome, form: string | null): string | null {
  const expected = truth.status === 'read' ? 'registered' : truth.status;
  const where = `${path.split('/').slice(-2).join('/')} p${truth.page} (${truth.scan})`;
  if (outcome.status !== expected) return `${where}: ${outcome.status} instead of ${expected}`;
  if (outcome.status !== 'registered') return null;
  if (form !== truth.form) return `${where}: taken for ${form} instead of ${truth.form}`;
  const turned = outcome.registration.orientation;
  return turned === truth.orientation ? null : `${where}: orientation ${turned} instead of ${truth.orientation}`;
}

interface Tools {
  forms: PreparedForm[];
  dittos: DittoReader;
  say: (line: string) => void;
}

async function measurePages(cases: PageCase[], { forms, dittos, say }: Tools): Promise<Measured> {
  const measured: Measured = { tally: new Tally(), errors: {}, stages: new Map(), cpu: [], slips: [], lineSlips: [] };
  let done = 0;
  for await (const { page, image } of imagesOf(cases)) {
    const before = process.cpuUsage();
    const outcome = preprocessPage(image, forms, {
      onStage: (name, ms) => measured.stages.set(name, [...(measured.stages.get(name) ?? []), ms]),
    });
    const { user, system } = process.cpuUsage(before);
    if (page.truth.geometry?.dpi === 300) measured.cpu.push((user + system) / 1e6);
    record(measured, page, outcome, forms);
    if (outcome.status === 'registered' && forms[outcome.formIndex]!.definition.id === page.truth.form)
      tallyDittos(measured.tally, await dittos.read(outcome.lines), page.truth);
    if (++done % 20 === 0) say(`forms: ${done} of ${cases.length} pages`);
  }
  return measured;
}

function record(measured: Measured, page: PageCase, outcome: PageOutcome, forms: PreparedForm[]): void {
  const { truth } = page;
  const form = outcome.status === 'registered' ? forms[outcome.formIndex]!.definition : null;
  tallyTruth(measured.tally, truth);
  tallyOutcome(measured.tally, outcome, form?.id ?? null, truth);
  const slip = slipOf(page, outcome, form?.id ?? null);
  if (slip) measured.slips.push(slip);
  if (outcome.status !== 'registered' || form?.id !== truth.form) return;
  const errors = cornerErrors(outcome.registration, form, truth);
  const where = `${page.path.split('/').slice(-2).join('/')} p${truth.page} (${truth.scan})`;
  const worst = quantile(errors, 0.95) ?? 0;
  if (worst > FAR_OFF) measured.slips.push(`${where}: corners ${worst.toFixed(2)} mm off`);
  for (const lineSlip of lineSlips(outcome.lines, truth)) measured.lineSlips.push(`${where}: ${lineSlip}`);
  measured.errors[truth.tier] = (measured.errors[truth.tier] ?? []).concat(errors);
}

function pageMetrics({ tally, errors, stages, cpu }: Measured): Metrics {
  const metrics: Metrics = {};
  for (const tier of TIERS) {
    metrics[`registration.corner_mm_p95.${tier}`] = quantile(errors[tier] ?? [], 0.95);
    metrics[`registration.corner_mm_median.${tier}`] = median(errors[tier] ?? []);
    metrics[`rows.recall.${tier}`] = tally.ratio(`found.${tier}`, `lines.${tier}`);
    metrics[`rows.invented.${tier}`] = tally.ratio(`invented.${tier}`, `reported.${tier}`);
    metrics[`rows.measured.${tier}`] = tally.of(`lines.${tier}`);
    metrics[`pages.form_right.${tier}`] = tally.ratio(`form.right.${tier}`, `pages.${tier}`);
    metrics[`pages.orientation_right.${tier}`] = tally.ratio(`orientation.right.${tier}`, `form.right.${tier}`);
  }
  metrics['pages.form_confused'] = tally.of('form.wrong');
  metrics['pages.blank_recall'] = tally.ratio('blank.right', 'pages.blank');
  metrics['pages.blank_wrong'] = tally.of('blank.wrong');
  metrics['pages.inserts_set_aside'] = tally.ratio('insert.right', 'pages.unrecognised');
  metrics['struck.recall'] = tally.ratio('struck.found', 'struck.lines');
  metrics['struck.precision'] = tally.ratio('struck.found', 'struck.reported');
  metrics['struck.measured'] = tally.of('struck.lines');
  Object.assign(metrics, dittoMetrics(tally));
  metrics['signed.accuracy'] = tally.ratio('signed.right', 'signed.lines');
  metrics['signed.recall'] = tally.ratio('signed.yes.right', 'signed.yes');
  metrics['unsigned.recall'] = tally.ratio('signed.no.right', 'signed.no');
  metrics['corrected.recall'] = tally.ratio('corrected.found', 'corrected.cells');
  metrics['corrected.precision'] = tally.ratio('corrected.found', 'corrected.reported');
  metrics['cells.filled_recall'] = tally.ratio('ink.filled.right', 'ink.filled');
  metrics['cells.empty_recall'] = tally.ratio('ink.empty.right', 'ink.empty');
  metrics['page.cpu_seconds_300dpi'] = median(cpu);
  metrics['page.cpu_seconds_pages'] = cpu.length;
  for (const [stage, times] of stages) metrics[`page.stage_ms.${stage}`] = median(times);
  return metrics;
}

/** What is given out in the end, and what the marks' shapes alone say before anything is read. */
function dittoMetrics(tally: Tally): Metrics {
  return {
    'ditto.recall': tally.ratio('ditto.read.found', 'ditto.cells'),
    'ditto.precision': tally.ratio('ditto.read.found', 'ditto.read.reported'),
    'ditto.by_shape_recall': tally.ratio('ditto.found', 'ditto.cells'),
    'ditto.by_shape_precision': tally.ratio('ditto.found', 'ditto.reported'),
    'ditto.measured': tally.of('ditto.cells'),
  };
}

export const measureForms: Section = async (options) => {
  await ensurePages(options);
  const detected = await detectLayouts(await loadLayouts(options.split), options);
  const forms = await chooseForms(options);
  const [samples, made] = [await loadSamples(options.split), await loadPages(options)];
  const cases = [...samples, ...made];
  options.say(`forms: measuring ${samples.length} committed and ${made.length} made pages of ${options.split}`);
  const dittos = await openDittoReader();
  const measured = await measurePages(cases, { forms, dittos, say: options.say });
  await dittos.close();
  const slips = options.split === 'dev' ? [...measured.slips, ...measured.lineSlips] : measured.slips;
  for (const slip of slips) options.say(`forms: ${slip}`);
  return {
    ...detected,
    ...pageMetrics(measured),
    'forms.candidates': forms.length,
    'pages.measured': cases.length,
    'pages.made': made.length,
  };
};
