/** The entrance under load: how the server grows, how soon the first strip can be reviewed, how many pages a minute. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { type Ask, type House, openHouse, ROOT, signIn } from './house.ts';
import type { Section } from './section.ts';
import { type Door, measureVerdicts } from './verdicts.ts';

/** Files of one batch and their size: an A4 page at 600 dpi, grey, not compressed; 60 of them are 2.1 GB. */
const FILES = 60;
const PAGE = { width: 4960, height: 7016 };
/** Requests at a time, as the pages of the mailroom do it. */
const AT_ONCE = 2;
/** Sheets of the measured delivery; of the one before, which warms up. */
const DELIVERY = ['grey', 'office', 'bilevel', 'colour', 'sharp'];
const WARM_UP = ['few'];
/** ms between two looks at the server's memory, and at whether the strip is there. */
const SAMPLE = 50;
/** ms. */
const PATIENCE = 600_000;

const BOUNDARY = 'paraphe-bench-boundary';

/** One file of a multipart request, sent in pieces: the bench must not hold 2 GB either. */
async function send(
  { address }: House,
  { path, headers, name, chunks }: { path: string; headers: object; name: string; chunks: Iterable<Uint8Array> },
): Promise<{ items: { outcome: string; code?: string; scanId?: string }[] }> {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`;
  function* body() {
    yield Buffer.from(head);
    yield* chunks;
    yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  }
  const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const call = request(`${address}${path}`, { method: 'POST', headers: { ...headers, ...type } });
  Readable.from(body()).pipe(call);
  const [answer] = (await once(call, 'response')) as [Readable];
  return JSON.parse(Buffer.concat(await answer.toArray()).toString());
}

/** Megabytes that the process holds in memory. Linux. */
function residentMegabytes(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** An uncompressed page of noise; each file differs from the others in its first pixels. */
async function makeNoise(): Promise<Buffer> {
  const data = Buffer.alloc(PAGE.width * PAGE.height);
  let state = 1;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = 200 + (state >>> 27);
  }
  const raw = { width: PAGE.width, height: PAGE.height, channels: 1 as const };
  return await sharp(data, { raw }).toColourspace('b-w').tiff({ compression: 'none' }).toBuffer();
}

const PIECE = 1 << 20;
/** Behind the header of the file, inside the first row of pixels. */
const MARK_AT = 4_096;

function* marked(file: Buffer, number: number): Iterable<Uint8Array> {
  const first = Buffer.from(file.subarray(0, PIECE));
  first.writeUInt32LE(number, MARK_AT);
  yield first;
  for (let at = PIECE; at < file.length; at += PIECE) yield file.subarray(at, at + PIECE);
}

async function measureGrowth(house: House, say: (line: string) => void): Promise<number | null> {
  const { headers, ask } = await signIn(house);
  const batchId = await newBatch(ask, 'Two gigabytes');
  const noise = await makeNoise();
  await wait(1_000);
  const before = residentMegabytes(house.pid);
  if (before === null) return null;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(house.pid) ?? 0);
  }, SAMPLE);
  const numbers = Array.from({ length: FILES }, (_, number) => number);
  const sendSome = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const path = `/api/batches/${batchId}/scans`;
      const file = { path, headers, name: `page-${number}.tif`, chunks: marked(noise, number) };
      const { items } = await send(house, file);
      if (items[0]?.outcome !== 'accepted') throw new Error(`A file was ${JSON.stringify(items)}`);
      if (number % 20 === 19) say(`intake: ${number + 1} of ${FILES} files, server at ${Math.round(peak)} MB`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
  clearInterval(timer);
  return peak - before;
}

let petitionId: Promise<string> | null = null;

async function newPetition(ask: Ask): Promise<string> {
  const form = JSON.parse(await readFile(join(ROOT, 'samples/forms/aif-xinjiang/form.json'), 'utf8'));
  return (await ask<{ id: string }>('POST', '/api/petitions', { title: 'Bench', language: 'fr', form })).id;
}

async function newBatch(ask: Ask, name: string): Promise<string> {
  petitionId ??= newPetition(ask);
  return (await ask<{ id: string }>('POST', `/api/petitions/${await petitionId}/batches`, { name })).id;
}

interface Page {
  state: string;
}

async function deliver(house: House, sheets: string[], name: string) {
  const { headers, ask } = await signIn(house);
  const batchId = await newBatch(ask, name);
  for (const sheet of sheets) {
    const extension = sheet === 'bilevel' ? 'tif' : 'jpg';
    const bytes = await readFile(join(ROOT, `samples/sheets/test-${sheet}/scan.${extension}`));
    const path = `/api/batches/${batchId}/scans`;
    await send(house, { path, headers, name: `${sheet}.${extension}`, chunks: [bytes] });
  }
  const lastByte = performance.now();
  let firstStrip: number | null = null;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(SAMPLE)) {
    const { pages } = await ask<{ pages: Page[] }>('GET', `/api/batches/${batchId}`);
    if (firstStrip === null && pages.some((page) => page.state === 'read')) {
      await claimStrip(house, { ask, headers });
      firstStrip = (performance.now() - lastByte) / 1000;
    }
    const isDone = (page: Page) => page.state !== 'queued' && page.state !== 'preprocessed';
    if (pages.length === sheets.length && pages.every(isDone)) break;
  }
  return { firstStrip, minutes: (performance.now() - lastByte) / 60_000 };
}

/** As a reviewer's screen does it: claim a line, fetch its strip. */
async function claimStrip(house: House, { ask, headers }: { ask: Ask; headers: Record<string, string> }) {
  const claims = await ask<{ items: { imageUrl: string }[] }>('POST', '/api/review/claims', {
    petitionId: await petitionId,
  });
  const strip = await fetch(`${house.address}${claims.items[0]!.imageUrl}`, { headers });
  if (!strip.ok) throw new Error(`A strip answered ${strip.status}`);
  await strip.arrayBuffer();
}

/** What the verdicts are measured through. */
async function openDoor(house: House): Promise<Door> {
  const { headers, ask } = await signIn(house);
  return {
    ask,
    newBatch: (name) => newBatch(ask, name),
    async send(batchId, name, bytes) {
      let lastByte = 0;
      function* chunks() {
        yield bytes;
        lastByte = performance.now();
      }
      const { items } = await send(house, { path: `/api/batches/${batchId}/scans`, headers, name, chunks: chunks() });
      const scanId = items[0]?.scanId;
      if (scanId === undefined) throw new Error(`A file was ${JSON.stringify(items)}`);
      return { scanId, lastByte };
    },
  };
}

export const measureIntake: Section = async ({ say }) => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'paraphe-bench-'));
  const house = await openHouse({ dataFolder });
  try {
    await deliver(house, WARM_UP, 'Warm-up');
    const { firstStrip, minutes } = await deliver(house, DELIVERY, 'Delivery');
    say(`intake: first strip after ${firstStrip?.toFixed(1)} s`);
    const verdicts = await measureVerdicts(await openDoor(house), say);
    const growth = await measureGrowth(house, say);
    return {
      ...verdicts,
      'intake.server_rss_growth_mb': growth,
      'intake.first_strip_seconds': firstStrip,
      'intake.pages_per_minute': DELIVERY.length / minutes,
    };
  } finally {
    await house.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
};
