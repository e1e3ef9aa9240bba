/** A large file over a slow line: the clerk pauses, the server is killed, the page is closed; it arrives once, whole. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../src/store/database.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type Clerk, createClerk } from '../helpers/clerk.ts';
import { bandForm } from '../helpers/intake-bench.ts';
import { type KillableHouse, openKillableHouse } from '../helpers/killable-house.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

/** bytes a second up the line: a piece of 8 MB takes a second and more. */
const LINE = 6_000_000;
/** px; 24 MB without compression, three pieces. */
const SIZE = { width: 6_000, height: 4_000 };
const PATIENCE = 120_000;

const folder = temporaryFolder();
const file = join(folder, 'Stack of Besançon.tif');
let house: KillableHouse;
let clerk: Clerk;
let database: Database;
let browser: Browser;
let context: BrowserContext;
let batchId: string;

beforeAll(async () => {
  const [dataFolder, databaseFolder] = [join(folder, 'data'), join(folder, 'database')];
  for (const path of [dataFolder, databaseFolder]) mkdirSync(path);
  const raw = Buffer.alloc(SIZE.width * SIZE.height);
  for (let at = 0; at < raw.length; at += 997) raw[at] = at & 255;
  await sharp(raw, { raw: { ...SIZE, channels: 1 } })
    .tiff({ compression: 'none' })
    .toFile(file);
  house = await openKillableHouse({ dataFolder, databaseFolder, redisProgram: null, workers: 0 });
  database = createDatabase(house.databaseUrl, { poolSize: 1 });
  clerk = await createClerk(house);
  const petition = { title: 'B', language: 'fr', form: bandForm() };
  const { id } = await clerk.post<{ id: string }>('/api/petitions', petition);
  batchId = (await clerk.post<{ id: string }>(`/api/petitions/${id}/batches`, { name: 'Bad line' })).id;
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
});
afterAll(async () => {
  await browser?.close();
  await database?.$disconnect();
  await house?.close();
});

async function openBatch(): Promise<Page> {
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: LINE };
  await line.send('Network.emulateNetworkConditions', conditions);
  await page.goto(`${house.address}/arrivals/${batchId}`);
  return page;
}

async function signIn(page: Page): Promise<void> {
  await page.fill('input[name=email]', house.account.email);
  await page.fill('input[name=password]', house.account.password);
  await page.keyboard.press('Enter');
  await page.click('.toggles [lang=en]');
  await page.waitForSelector('html[lang=en]');
}

const drop = (page: Page) => page.setInputFiles('.drop-area input[type=file] >> nth=0', file);
const row = (page: Page) => page.locator('.upload-rows li');

/** Per cent that the row says are sent; null while it says something else. */
async function share(page: Page): Promise<number | null> {
  const found = /Sending: (\d+)\s*%/.exec(await row(page).innerText());
  return found === null ? null : Number(found[1]);
}

test('paused, cut by the server’s end and by the page’s, the file arrives once and whole', {
  timeout: 240_000,
}, async () => {
  const page = await openBatch();
  await signIn(page);
  await drop(page);
  await waitUntil('some of it is sent', async () => ((await share(page)) ?? 0) > 10, PATIENCE);
  await page.click('text=Pause');
  await row(page).locator('text=Paused').waitFor();
  await page.click('text=Go on now');
  await waitUntil('a piece is safe', async () => ((await share(page)) ?? 0) >= 40, PATIENCE);

  await waitUntil('the server is killed', () => house.kill('server', 0));
  await row(page).locator('text=Interrupted').waitFor({ timeout: PATIENCE });
  const isBack = () =>
    fetch(`${house.address}/openapi.json`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil('the server is back', isBack, PATIENCE);
  await page.click('text=Go on now');
  await waitUntil('it is sending again', async () => ((await share(page)) ?? 0) >= 40, PATIENCE);

  await page.close();
  const again = await openBatch();
  await again.waitForSelector('text=1 file was not finished when this page was closed');
  expect(await again.locator('.unfinished li').innerText()).toMatch(/Stack of Besançon\.tif\s+([3-9]\d|100)\s*%/);
  await drop(again);
  await row(again).locator('text=/resumed at/').waitFor({ timeout: PATIENCE });
  await row(again).locator('text=Accepted').waitFor({ timeout: PATIENCE });
  expect(await again.locator('.unfinished').count()).toBe(0);

  const uploads: string[] = [];
  again.on('request', (request) => {
    if (request.url().includes('/api/uploads')) uploads.push(request.method());
  });
  await drop(again);
  await row(again).locator('text=Already received').waitFor({ timeout: PATIENCE });
  expect(uploads).toEqual([]);

  const scans = await database.scan.findMany();
  const bytes = readFileSync(file);
  expect(scans.map((scan) => [scan.batchId, scan.sha256, Number(scan.bytes)])).toEqual([
    [batchId, createHash('sha256').update(bytes).digest('hex'), bytes.length],
  ]);
});
