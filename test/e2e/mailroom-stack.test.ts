/** The mailroom in a real browser: a mixed stack with a separator sheet, triage by keys, a new scan of a reviewed sheet. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bindPdf } from '../../samples/make/scan/encode.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { encodePng } from '../../src/imaging/pixels.ts';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { until } from '../helpers/intake-bench.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { seedWith, syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let address: string;

beforeAll(async () => {
  const webFolder = fileURLToPath(new URL('../../build/web', import.meta.url));
  room = await createMailroom({ dataFolder: folder, webFolder });
  await room.startWorker({ intervals: { heartbeat: 500, sweep: 500, sweepGrace: 500, leftovers: 60_000 } });
  address = await room.address();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  await context.addInitScript({ content: `localStorage.setItem('paraphe.language', 'en');` });
  const [name = '', value = ''] = room.credentials.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: address, httpOnly: true, sameSite: 'Strict' }]);
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await room.close();
});

/** A sheet with enough lines to lose one. */
const SEED = seedWith(3, 901);
const SHEET = { width: 120, height: 168, dpi: 20 };

/** What the button on the batch page prints, as the scanner sees it. */
async function separatorFor(batchId: string): Promise<Buffer> {
  const answer = await room.raw('POST', `/api/batches/${batchId}/separators`, { payload: {} });
  const pdf = await openPdf(new Uint8Array(answer.rawPayload));
  const { grey } = await pdf.render(1, { dpi: 72 });
  pdf.close();
  return Buffer.from(await encodePng(grey));
}

async function upload(batchId: string, name: string, buffer: Buffer): Promise<void> {
  await page.goto(`${address}/arrivals/${batchId}`);
  const mimeType = name.endsWith('.pdf') ? 'application/pdf' : 'image/png';
  await page.setInputFiles('.drop-area input[type=file] >> nth=0', { name, mimeType, buffer });
  await page.waitForSelector('text=1 of 1 files');
}

const tiles = () => page.locator('.page-tile .tile-name').allInnerTexts();

test('a stack parts itself, what is no sheet goes to the tray by keys, a re-scan takes its sheet’s place', async () => {
  const quimper = await room.newBatch(room.petitionId, 'Quimper');
  const lyon = await room.newBatch(room.petitionId, 'Lyon');
  const stack = await bindPdf([
    { file: await syntheticPage(SEED), ...SHEET },
    { file: await separatorFor(lyon), width: 595, height: 842, dpi: 72 },
    { file: await syntheticPage(SEED + 1), ...SHEET },
    { file: await syntheticPage(SEED + 2, { isForeign: true }), ...SHEET },
  ]);
  await upload(quimper, 'stack.pdf', stack);
  await page.waitForSelector('text=A separator sheet: the pages behind it belong to its batch');
  await page.waitForSelector('text=1 read');
  expect((await tiles()).sort()).toEqual(['stack.pdf · Page 1', 'stack.pdf · Page 2']);
  await page.goto(`${address}/arrivals/${lyon}`);
  await page.waitForSelector('text=1 to triage');
  expect((await tiles()).sort()).toEqual(['stack.pdf · Page 3', 'stack.pdf · Page 4']);
  await page.waitForSelector('text=part of a file');

  // Triage by keys alone: the first page has the focus, i puts it aside.
  await page.goto(`${address}/triage`);
  await page.waitForSelector('.triage-card:focus');
  await page.keyboard.press('i');
  await page.waitForSelector('dialog select:focus');
  await page.keyboard.press('c');
  await page.keyboard.press('Tab');
  await page.keyboard.type('To the accounts, 3 May');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Nothing to triage');
  await page.click('text=Inserts');
  await page.waitForSelector('.insert >> text=To the accounts, 3 May');
  expect(await page.locator('.insert h2').innerText()).toBe('Cheque');

  await rescan(quimper);
});

/** The reviewed sheet comes once more, with other ink on one line. */
async function rescan(batchId: string): Promise<void> {
  const claims = await room.post<{ items: ClaimWire[] }>('/api/review/claims', {
    petitionId: room.petitionId,
    limit: 50,
  });
  for (const { id, version } of claims.body.items) {
    await room.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields: { family_name: 'Person' } });
  }
  const counted = async () =>
    (
      await room.query<{ id: string; index: number; batch: string }>(
        `SELECT signer.id, line.index, scan.batch_id AS batch FROM signer JOIN line ON line.id = signer.line_id
         JOIN page ON page.id = line.page_id JOIN scan ON scan.id = page.scan_id WHERE signer.removed_at IS NULL ORDER BY 1`,
      )
    ).filter(({ batch }) => batch === batchId);
  const before = await counted();
  expect(before.length).toBeGreaterThan(1);
  const changed = before[0]!;

  await upload(batchId, 'again.png', await syntheticPage(SEED, { isRescan: true, rewritten: [changed.index] }));
  await page.waitForSelector('text=This paper seems to be there already');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${address}/triage`);
  await page.waitForSelector('.twin-picture img');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.waitForSelector('.triage-card:focus');
  await page.keyboard.press('n');
  await page.waitForSelector('text=Nothing to triage');
  const after = await until('the decisions have moved', async () => {
    const now = await counted();
    return now.length === before.length - 1 ? now : null;
  });
  expect(after).toEqual(before.filter((signer) => signer !== changed));
  await page.goto(`${address}/arrivals/${batchId}`);
  await page.click('.page-tile >> text=stack.pdf · Page 1');
  await page.click('text=The page that took its place');
  await page.waitForSelector(`.page-lines li:has-text("Line ${changed.index}") >> text=To review`);
}

test('who wishes is told by the browser that a batch is read, while they look at something else', async () => {
  await context.grantPermissions(['notifications'], { origin: address });
  const waiting = await context.newPage();
  // The browser's own notices, kept where they can be read; what the page asks of them is not changed.
  await waiting.addInitScript({
    content: `globalThis.shown = []; globalThis.Notification = class extends Notification {
      constructor(title, options) { super(title, options); shown.push([title, options.body]); } };`,
  });
  const batch = await room.newBatch(room.petitionId, 'Nîmes');
  await waiting.goto(`${address}/arrivals`);
  await waiting.click('text=Tell me when a batch is read');
  await waiting.waitForSelector('text=This browser tells you');
  // A browser without windows puts no page behind another: the page is told what it would be told then.
  await waiting.evaluate(`Object.defineProperties(document, {
    hidden: { get: () => true }, visibilityState: { get: () => 'hidden' } });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true })), null`);
  await upload(batch, 'nimes.png', await syntheticPage(SEED + 3));
  await page.waitForSelector('text=1 read');
  const shown = await until(
    'a notice is shown',
    async () => (await waiting.evaluate<string[][]>('shown')).at(0) ?? null,
  );
  expect(shown).toEqual(['Paraphe', 'A batch is read: 1 page.']);
  await waiting.close();
});

test('the live view shows pace, workers and charts', async () => {
  await page.goto(`${address}/live`);
  await page.waitForSelector('text=Worker 1');
  expect(await page.locator('.chart').count()).toBe(5);
  expect(await page.locator('.chart svg').count()).toBeGreaterThan(1);
  expect(Number(await page.locator('.live-figures dd').first().innerText())).toBeGreaterThan(0);
});
