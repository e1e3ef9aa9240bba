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
import { readCellsWithTesseract, readPagesWithTesseract } from './tesseract.ts';

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

async function readAll(reader: Reader, { cases, forms }: ReadingCorpus, say: (line: string) => void): Promise<Sheets> {
  const sheets: Sheets = { cells: [], cpu: [], wall: [], lines: { all: 0, right: 0 }, marks: { all: 0, right: 0 } };
  for (const [i, page] of cases.entries()) {
    const before = process.cpuUsage();
    const began = performance.now();
    const { record, reading } = await readOne(reader, page);
    const { user, system } = process.cpuUsage(before);
    sheets.cpu.push((user + system) / 1e6);
    sheets.wall.push((performance.now() - began) / 1000);
    const rows = record.form === page.truth.form ? (reading?.rows ?? []) : [];
    const form = forms.get(page.truth.form!)!;
    const marks = countMarks(form, page.truth, rows);
    sheets.marks.all += marks.all;
    sheets.marks.right += marks.right;
    const cells = cellsOf(form, page.truth, rows);
    sheets.cells.push(...cells);
    countLines(sheets, page, cells);
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
  const reader = await createReader({ forms: [...corpus.forms.values()] });
  let metrics: Metrics;
  try {
    const sheets = await readAll(reader, corpus, options.say);
    const mean = sheets.wall.reduce((sum, s) => sum + s, 0) / sheets.wall.length;
    metrics = {
      ...accuracy(sheets.cells),
      ...prefills(sheets.cells),
      ...calibration(sheets.cells),
      ...unlisted(sheets.cells, loadLists()),
      ...keystrokes(sheets.cells),
      'reading.marks.exact': ratio(sheets.marks.right, sheets.marks.all),
      'reading.lines_right': ratio(sheets.lines.right, sheets.lines.all),
      'sheet.cpu_seconds': median(sheets.cpu),
      'sheet.wall_seconds': median(sheets.wall),
      pages_per_minute: 60 / mean,
      'memory.peak_mb': process.resourceUsage().maxRSS / 1024,
      'reading.pages': corpus.cases.length,
    };
  } finally {
    await reader.close();
  }
  return {
    ...metrics,
    ...(await measureRealWords(options)),
    ...(await readPagesWithTesseract(corpus, options)),
    ...(await readCellsWithTesseract(corpus, options)),
  };
};
