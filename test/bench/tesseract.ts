/** Tesseract beside us in the same run: its command line on whole pages when it is installed, and tesseract.js on a sample of our cells. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { TruthPage } from '../../samples/make/truth.ts';
import type { PageRead } from '../../src/cli/read-pages.ts';
import { type FormDefinition, WORDLESS_TYPES } from '../../src/domain/form.ts';
import type { GreyImage, PageImage } from '../../src/domain/image.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { openTesseractEngine } from '../../src/recognition/tesseract-engine.ts';
import type { PageCase } from './corpus.ts';
import type { ReadingCorpus } from './reading.ts';
import { accuracy, type CellCase, cellsOf, isFoldedExact } from './score-reading.ts';
import type { BenchOptions, Metrics } from './section.ts';
import { median, Tally } from './statistics.ts';

const run = promisify(execFile);
/** Pages a comparison takes at most: whole pages cost seconds each. */
const MOST_PAGES = 18;

interface Word {
  text: string;
  x: number;
  y: number;
}

const spread = <T>(list: T[], count: number): T[] =>
  list.length <= count ? list : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);

async function isInstalled(): Promise<boolean> {
  return run('tesseract', ['--version']).then(
    () => true,
    () => false,
  );
}

async function imageOf({ path, truth }: PageCase): Promise<PageImage> {
  const scan = await openScan(path);
  try {
    return await scan.page(truth.page);
  } finally {
    scan.close();
  }
}

/** Turned upright by the truth: an advantage for Tesseract, which is not asked to find out. */
async function writeUpright({ grey }: PageImage, orientation: number, file: string): Promise<void> {
  const picture = sharp(grey.data, { raw: { width: grey.width, height: grey.height, channels: 1 } });
  await picture
    .rotate(360 - orientation)
    .png({ compressionLevel: 1 })
    .toFile(file);
}

/** User and system time of the shell's children: the second line of its `times`. */
function childSeconds(times: string): number {
  const last = times.trim().split('\n').at(-1)!;
  const parts = [...last.matchAll(/(\d+)m([\d.,]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds!.replace(',', '.')),
    0,
  );
}

/** Words with their middles, in the upright picture. */
async function wordsOf(file: string, dpi: number): Promise<{ words: Word[]; cpuSeconds: number }> {
  const args = [file, 'stdout', '-l', 'fra', '--psm', '6', '--dpi', String(dpi), 'tsv'];
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const timed = ['-c', 'tesseract "$@" && times >&2', 'sh', ...args];
  const { stdout, stderr } = await run('sh', timed, { maxBuffer: 64 << 20, env });
  const words = stdout
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter((c) => c.length >= 12 && c[0] === '5' && c[11]!.trim() !== '')
    .map((c) => ({ text: c[11]!.trim(), x: Number(c[6]) + Number(c[8]) / 2, y: Number(c[7]) + Number(c[9]) / 2 }));
  return { words, cpuSeconds: childSeconds(stderr) };
}

/** From scan pixels to those of the picture turned upright. */
function turnBack(x: number, y: number, { orientation, geometry }: TruthPage): [number, number] {
  const { width, height } = geometry!;
  if (orientation === 90) return [y, width - x];
  if (orientation === 180) return [width - x, height - y];
  if (orientation === 270) return [height - y, x];
  return [x, y];
}

/** Words whose middle lies in the cell, by where the cell really is: another advantage for Tesseract. */
function wordsIn(words: Word[], corners: readonly number[], truth: TruthPage): string {
  const points = [0, 1, 2, 3].map((i) => turnBack(corners[2 * i]!, corners[2 * i + 1]!, truth));
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return words
    .filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom)
    .sort((a, b) => a.x - b.x)
    .map(({ text }) => text.replace(/^[|[\]_]+|[|[\]_]+$/g, ''))
    .filter(Boolean)
    .join(' ');
}

function tallyPage(tally: Tally, form: FormDefinition, truth: TruthPage, words: Word[]): void {
  for (const row of truth.rows.filter((r) => !r.struck)) {
    const line = truth.geometry!.lines[row.index - 1]!;
    for (const { name, type } of form.fields) {
      const wanted = row.fields[name];
      if (!wanted || row.ditto[name] || WORDLESS_TYPES.includes(type) || type === 'choice' || type === 'checkbox')
        continue;
      tally.add(`${truth.tier}.${type}`);
      if (isFoldedExact(wordsIn(words, line.cells[name]!, truth), wanted)) tally.add(`${truth.tier}.${type}.right`);
    }
  }
}

export async function readPagesWithTesseract({ cases, forms }: ReadingCorpus, { say }: BenchOptions): Promise<Metrics> {
  if (!(await isInstalled())) return { 'tesseract.sheet_cpu_seconds': null };
  const folder = await mkdtemp(join(tmpdir(), 'paraphe-bench-'));
  const tally = new Tally();
  const seconds: number[] = [];
  try {
    for (const page of spread(cases, MOST_PAGES)) {
      const file = join(folder, 'page.png');
      await writeUpright(await imageOf(page), page.truth.orientation, file);
      const { words, cpuSeconds } = await wordsOf(file, page.truth.geometry!.dpi);
      seconds.push(cpuSeconds);
      tallyPage(tally, forms.get(page.truth.form!)!, page.truth, words);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  say('reading: Tesseract on whole pages done');
  const metrics: Metrics = { 'tesseract.sheet_cpu_seconds': median(seconds) };
  for (const tier of ['clean', 'typical', 'hard']) {
    for (const type of new Set([...forms.values()].flatMap((f) => f.fields.map((x) => x.type)))) {
      const key = `${tier}.${type}`;
      if (tally.of(key) > 0) metrics[`tesseract.${key}.exact_folded`] = tally.ratio(`${key}.right`, key);
    }
  }
  return metrics;
}

/** Cells a page, spread evenly over it: at a tenth of a second each, all of them would take as long as everything else. */
const CELLS_A_PAGE = 12;

/** tesseract.js on pictures of cells that were cut for our own reading, as when it reads alone. */
export interface CellComparison {
  /** Keeps part of every so many-th page. */
  add(page: PageCase, number: number, read: PageRead): void;
  /** Accuracy on these cells, ours beside it, and how long one takes. Only now does Tesseract take memory. */
  finish(): Promise<Metrics>;
}

interface Picked {
  one: CellCase;
  image: GreyImage;
}

export function compareCells({ cases, forms }: ReadingCorpus): CellComparison {
  const chosen = new Set(spread([...cases.keys()], MOST_PAGES));
  const picked: Picked[] = [];
  const add: CellComparison['add'] = ({ truth }, number, { record, outcome, reading }) => {
    if (!chosen.has(number) || outcome?.status !== 'registered' || record.form !== truth.form) return;
    const pictures = new Map(outcome.lines.map(({ index, cells }) => [index, cells]));
    const written = cellsOf(forms.get(truth.form!)!, truth, reading?.rows ?? []).filter(
      ({ truth: wanted, isDitto, cell }) => wanted !== '' && !isDitto && cell?.engine === 'handwriting',
    );
    for (const one of spread(written, CELLS_A_PAGE)) {
      const found = pictures.get(one.line)?.find(({ field }) => field === one.cell!.field);
      if (found !== undefined) picked.push({ one, image: found.image });
    }
  };
  return { add, finish: () => readPicked(picked) };
}

async function readPicked(picked: readonly Picked[]): Promise<Metrics> {
  const engine = await openTesseractEngine();
  const theirs: CellCase[] = [];
  const before = process.cpuUsage();
  try {
    for (const { one, image } of picked) {
      const [printed] = await engine.readLines([{ image, type: one.type }]);
      theirs.push({ ...one, cell: { ...one.cell!, value: printed!.text } });
    }
  } finally {
    await engine.close();
  }
  const { user, system } = process.cpuUsage(before);
  return {
    ...accuracy(theirs, 'tesseract_cells'),
    ...accuracy(
      picked.map(({ one }) => one),
      'reading_same_cells',
    ),
    'tesseract_cells.cells': picked.length,
    'tesseract_cells.cpu_ms': picked.length === 0 ? null : (user + system) / 1000 / picked.length,
  };
}
