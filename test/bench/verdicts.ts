/** How soon a person is told how a page was scanned while two hundred others wait to be read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import type { Metrics } from './section.ts';
import { quantile } from './statistics.ts';

/** Pages that wait to be read, in one file. */
const QUEUED = 200;
/** Pages then scanned one by one, and ms between two of them: a sheet laid on the glass by hand. */
const MEASURED = 20;
const PACE = 2_500;
/** ms between two looks; longest wait for one verdict. */
const SAMPLE = 40;
const PATIENCE = 120_000;

const SHEETS = new URL('../../samples/sheets/', import.meta.url).pathname;

async function makeStack(): Promise<Uint8Array> {
  const page = join(SHEETS, 'test-grey/scan.jpg');
  const doc = new PDFDocument({ autoFirstPage: false });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => doc.on('end', resolve));
  for (let number = 0; number < QUEUED; number++)
    doc.addPage({ size: 'A4', margin: 0 }).image(page, 0, 0, { width: 595.28 });
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

/** The same sheet a little darker each time: another file, the same work. */
async function makeSheets(): Promise<Uint8Array[]> {
  const page = sharp(await readFile(join(SHEETS, 'test-office/scan.jpg')));
  return Promise.all(
    Array.from({ length: MEASURED }, async (_, k) =>
      page
        .clone()
        .linear(1 - k / 400, 0)
        .withMetadata({ density: 200 })
        .jpeg()
        .toBuffer(),
    ),
  );
}

interface Page {
  scanId: string;
  assessed: boolean;
}

export interface Door {
  newBatch(name: string): Promise<string>;
  ask<T>(method: string, path: string): Promise<T>;
  /** Answers the scan's id and when the last byte went out, ms. */
  send(batchId: string, name: string, bytes: Uint8Array): Promise<{ scanId: string; lastByte: number }>;
}

async function verdictOf({ ask }: Door, batchId: string, scanId: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(SAMPLE)) {
    const { pages } = await ask<{ pages: Page[] }>('GET', `/api/batches/${batchId}`);
    if (pages.some((page) => page.scanId === scanId && page.assessed)) return;
  }
  throw new Error('A page got no verdict');
}

export async function measureVerdicts(door: Door, say: (line: string) => void): Promise<Metrics> {
  const [stack, sheets] = [await makeStack(), await makeSheets()];
  const stackBatch = await door.newBatch('Two hundred pages');
  await door.send(stackBatch, 'stack.pdf', stack);
  const batchId = await door.newBatch('One by one');
  const seconds: number[] = [];
  for (const [number, sheet] of sheets.entries()) {
    const { scanId, lastByte } = await door.send(batchId, `sheet-${number}.jpg`, sheet);
    await verdictOf(door, batchId, scanId);
    seconds.push((performance.now() - lastByte) / 1000);
    await wait(PACE);
  }
  const { pages } = await door.ask<{ pages: { state: string }[] }>('GET', `/api/batches/${stackBatch}`);
  const waiting = pages.filter(({ state }) => state === 'queued' || state === 'preprocessed').length;
  say(`intake: verdicts after ${quantile(seconds, 0.5)?.toFixed(2)} s, ${waiting} pages still waiting at the end`);
  return {
    'quality.verdict_seconds_p50': quantile(seconds, 0.5),
    'quality.verdict_seconds_p95': quantile(seconds, 0.95),
    'quality.pages_waiting': waiting,
  };
}
