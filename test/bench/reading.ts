/** Reading: the whole way from scan to candidate rows on French sheets of writers, faces and words never trained on. */
import { createReader, type PageRead, type Reader } from '../../src/cli/read-pages.ts';
import type { FormDefinition } from '../../src/domain/form.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { loadLists } from '../../src/recognition/lists.ts';
import { ensurePages, loadLayouts, loadPages, loadPetition, loadSamples, type PageCase } from './corpus.ts';
import { measureRealWords } from './real-words.ts';
import {
  accuracy,
  calibration,
  type CellCase,
  cellsOf,
  countMarks,
  keystrokes,
  prefills,
  unlisted,
} from './score-reading.ts';
import type { BenchOptions, Metrics, Section } from './section.ts';
import { median, ratio } from './statistics.ts';
import { type CellComparison, compareCells, readPagesWithTesseract } from './tesseract.ts';

/** Other languages' towns and codes are no matter of the French lists. */
const LANGUAGE = 'fr';

export interface ReadingCorpus {
  cases: PageCase[];
  forms: Map<string, FormDefinition>;
}

async function loadCorpus(options: BenchOptions): Promise<ReadingCorpus> {
  const layouts = (await loadLayouts(options.split)).map((l) => l.form).filter((f) => f.languages[0] === LANGUAGE);
  const forms = new Map([(await loadPetition()).form, ...layouts].map((form) => [form.id, form]));
  const all = [...(await loadSamples(options.split)), ...(await loadPages(options))];
  return { cases: all.filter(({ truth }) => truth.status === 'read' && forms.has(truth.form!)), forms };
}

interface Sheets {
  cells: CellCase[];
  cpu: number[];
  /** Of reading alone, without what comes before it. */
  readCpu: number[];
  /** Fields that the recogniser read. */
  fields: number;
  /** Lines with writing that were found. */
  written: number;
  wall: number[];
  lines: { all: number; right: number };
  marks: { all: number; right: number };
}

async function readOne(reader: Reader, { path, truth }: PageCase): Promise<PageRead> {
  const scan = await openScan(path);
  try {
    return await reader.readPage(await scan.page(truth.page), { file: path, page: truth.page });
  } finally {
    scan.close();
  }
}

/** CPU seconds of the process so far. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds of a page's last stage, which is reading. */
function stageClock(): { onStage: (stage: string) => void; take(): number } {
  let [last, read] = [cpuSeconds(), 0];
  return {
    onStage: (stage) => {
      const now = cpuSeconds();
      if (stage === 'read') read += now - last;
      last = now;
    },
    take: () => {
      const taken = read;
      read = 0;
      return taken;
    },
  };
}

interface Tools {
  reader: Reader;
  clock: ReturnType<typeof stageClock>;
  beside: CellComparison;
}

async function readAll(
  { reader, clock, beside }: Tools,
  { cases, forms }: ReadingCorpus,
  say: (line: string) => void,
): Promise<Sheets> {
  const counts = { lines: { all: 0, right: 0 }, marks: { all: 0, right: 0 }, fields: 0, written: 0 };
  const sheets: Sheets = { cells: [], cpu: [], readCpu: [], wall: [], ...counts };
  for (const [i, page] of cases.entries()) {
    const [before, began] = [cpuSeconds(), performance.now()];
    const read = await readOne(reader, page);
    sheets.cpu.push(cpuSeconds() - before);
    sheets.readCpu.push(clock.take());
    sheets.wall.push((performance.now() - began) / 1000);
    const { record, reading } = read;
    const rows = record.form === page.truth.form ? (reading?.rows ?? []) : [];
    sheets.written += (reading?.rows ?? []).filter(({ state }) => state !== 'empty').length;
    sheets.fields += (reading?.rows ?? []).flatMap((row) => row.cells).filter((c) => c.engine === 'handwriting').length;
    const form = forms.get(page.truth.form!)!;
    const marks = countMarks(form, page.truth, rows);
    sheets.marks.all += marks.all;
    sheets.marks.right += marks.right;
    const cells = cellsOf(form, page.truth, rows);
    sheets.cells.push(...cells);
    countLines(sheets, page, cells);
    beside.add(page, i, read);
    if ((i + 1) % 10 === 0) say(`reading: ${i + 1} of ${cases.length} pages`);
  }
  return sheets;
}

/** A line is right when every written field of it is. */
function countLines({ lines }: Sheets, { truth }: PageCase, cells: CellCase[]): void {
  const written = truth.rows.filter((row) => !row.struck).length;
  const each = written === 0 ? 0 : cells.length / written;
  for (let i = 0; i < written; i++) {
    const own = cells.slice(i * each, (i + 1) * each);
    lines.all++;
    if (own.every((c) => (c.cell?.value ?? '') === c.truth)) lines.right++;
  }
}

export const measureReading: Section = async (options) => {
  await ensurePages(options);
  const corpus = await loadCorpus(options);
  const clock = stageClock();
  const reader = await createReader({ forms: [...corpus.forms.values()], onStage: clock.onStage });
  const beside = compareCells(corpus);
  let metrics: Metrics;
  try {
    metrics = figuresOf(await readAll({ reader, clock, beside }, corpus, options.say));
  } finally {
    await reader.close();
  }
  return {
    ...metrics,
    'reading.pages': corpus.cases.length,
    ...(await beside.finish()),
    ...(await measureRealWords(options)),
    ...(await readPagesWithTesseract(corpus, options)),
  };
};

function figuresOf(sheets: Sheets): Metrics {
  const sum = (values: readonly number[]) => values.reduce((total, s) => total + s, 0);
  const readCpu = sum(sheets.readCpu);
  return {
    ...accuracy(sheets.cells),
    ...prefills(sheets.cells),
    ...calibration(sheets.cells),
    ...unlisted(sheets.cells, loadLists()),
    ...keystrokes(sheets.cells),
    'reading.marks.exact': ratio(sheets.marks.right, sheets.marks.all),
    'reading.lines_right': ratio(sheets.lines.right, sheets.lines.all),
    'reading.sheet_cpu_seconds': median(sheets.readCpu),
    'reading.ten_lines_cpu_seconds': sheets.written === 0 ? null : (10 * readCpu) / sheets.written,
    'reading.field_cpu_ms': sheets.fields === 0 ? null : (1000 * readCpu) / sheets.fields,
    'sheet.cpu_seconds': median(sheets.cpu),
    'sheet.wall_seconds': median(sheets.wall),
    pages_per_minute: 60 / (sum(sheets.wall) / sheets.wall.length),
    'memory.peak_mb': process.resourceUsage().maxRSS / 1024,
  };
}
