/** Form detection on the blank sheets of the random layouts: from the vector PDFs, and from pictures of them. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { renderPdf } from '../../samples/make/paper/render.ts';
import { type DetectedForm, detectForm } from '../../src/forms/detect-form.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { openTesseractEngine } from '../../src/recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../../src/recognition/text-engine.ts';
import type { LayoutCase } from './corpus.ts';
import { scoreForm } from './score-form.ts';
import type { BenchOptions, Metrics } from './section.ts';
import { median, ratio } from './statistics.ts';

/** Of the pictures, dots per inch: what an office scanner makes of a clean print. */
const PICTURE_DPI = 300;

async function picture({ form, blank }: LayoutCase): Promise<Uint8Array> {
  const size = {
    width: Math.round((form.page.width * PICTURE_DPI) / 25.4),
    height: Math.round((form.page.height * PICTURE_DPI) / 25.4),
  };
  const { data, width, height } = await renderPdf(await readFile(blank), size);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return image.withMetadata({ density: PICTURE_DPI }).png().toBuffer();
}

interface Sum {
  columns: number;
  right: number;
  invented: number;
  uncertain: number;
  rows: number;
  whole: number;
  header: number;
  headerRight: number;
  seconds: number[];
}

function addScore(sum: Sum, { form }: LayoutCase, found: DetectedForm | null, say: (line: string) => void): void {
  sum.columns += form.fields.length;
  sum.header += form.header.length;
  if (!found) return;
  const score = scoreForm(form, found.form);
  sum.right += score.columnsRight;
  sum.invented += score.columnsInvented;
  sum.uncertain += score.columnsUncertain;
  sum.rows += score.rowsRight ? 1 : 0;
  sum.headerRight += score.headerRight;
  if (score.mistakes.length === 0) sum.whole++;
  else say(`forms: ${form.id} (${form.languages.join('+')}): ${score.mistakes.join(', ')}`);
}

type Source = (layout: LayoutCase) => Promise<Uint8Array>;

async function detectAll(
  layouts: LayoutCase[],
  source: Source,
  use: { engine: PageTextEngine; say(line: string): void },
) {
  const sum: Sum = {
    columns: 0,
    right: 0,
    invented: 0,
    uncertain: 0,
    rows: 0,
    whole: 0,
    header: 0,
    headerRight: 0,
    seconds: [],
  };
  for (const layout of layouts) {
    const sheet = await openSheet(await source(layout), 1);
    const before = process.cpuUsage();
    const found = await detectForm(
      { ...sheet, id: layout.form.id },
      { recogniseText: (image) => use.engine.readPage(image) },
    ).catch((error: unknown) => {
      use.say(`forms: ${layout.form.id}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    const { user, system } = process.cpuUsage(before);
    sum.seconds.push((user + system) / 1e6);
    addScore(sum, layout, found, use.say);
  }
  return sum;
}

function describe(sum: Sum, count: number, prefix: string): Metrics {
  return {
    [`${prefix}.columns_right`]: ratio(sum.right, sum.columns + sum.invented),
    [`${prefix}.rows_right`]: ratio(sum.rows, count),
    [`${prefix}.layouts_right`]: ratio(sum.whole, count),
    [`${prefix}.columns_uncertain`]: ratio(sum.uncertain, sum.columns),
    [`${prefix}.header_right`]: ratio(sum.headerRight, sum.header),
    [`${prefix}.detect_cpu_seconds`]: median(sum.seconds),
  };
}

export async function detectLayouts(layouts: LayoutCase[], { say }: BenchOptions): Promise<Metrics> {
  const engine = await openTesseractEngine();
  try {
    const vectors = await detectAll(layouts, ({ blank }) => readFile(blank), { engine, say });
    say('forms: the same from pictures');
    const pictures = await detectAll(layouts, picture, { engine, say });
    return {
      ...describe(vectors, layouts.length, 'forms'),
      ...describe(pictures, layouts.length, 'forms.from_picture'),
      'forms.layouts': layouts.length,
    };
  } finally {
    await engine.close();
  }
}
