/** From an envelope's scans to the list of signers, every part real: server, workers, database, reading, browser. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { ROOT, startScript } from '../helpers/child.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const ADMIN = { email: 'administrator@example.org', password: 'correct horse battery' };
const SHEETS = ['dev-few', 'dev-office'];
const sheetPath = (name: string) => `${ROOT}samples/sheets/${name}/scan.jpg`;
/** ms. Reading two sheets, on two cores that others use too. */
const READING = 180_000;

const folder = temporaryFolder();
let database: TestDatabase;
let browser: Browser;
let address: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const server = startScript('src/main.ts', [], {
    env: {
      ...process.env,
      PARAPHE_DATA: folder,
      PARAPHE_PORT: '0',
      PARAPHE_WORKERS: '1',
      PARAPHE_SAMPLES: 'off',
      PARAPHE_ADMIN_EMAIL: ADMIN.email,
      PARAPHE_ADMIN_PASSWORD: ADMIN.password,
      DATABASE_URL: database.url,
    },
  });
  address = await server.line((line) => /ready at (http:\S+)/.exec(line)?.[1]);
  browser = await launchBrowser();
  stop = async () => {
    server.process.kill('SIGTERM');
    await server.ended;
  };
});
let stop: () => Promise<void>;
afterAll(async () => {
  await browser.close();
  await stop();
  await database.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto(address);
  await page.fill('input[name=email]', ADMIN.email);
  await page.fill('input[name=password]', ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav');
}

async function createPetition(page: Page): Promise<void> {
  await page.click('nav >> text=Petitions');
  await page.click('text=New petition');
  const form = `${ROOT}samples/forms/aif-xinjiang/form.json`;
  await page.getByLabel('Import a definition (JSON)').setInputFiles(form);
  await page.waitForSelector('.sheet-canvas');
  const next = () => page.getByRole('button', { name: 'Next' }).click();
  await next();
  await page.fill('[name=title]', 'Freedom for the detained');
  for (let step = 0; step < 4; step++) await next();
  await page.click('text=Open the petition');
  await page.waitForSelector('text=Petition created');
}

async function sendScans(page: Page): Promise<void> {
  await page.click('nav >> text=Arrivals');
  await page.waitForSelector('text=Drop the scans of an envelope here');
  const files = [...SHEETS.map(sheetPath), `${ROOT}LICENSE`];
  await page.setInputFiles('.drop-area input[type=file] >> nth=0', files);
  await page.waitForSelector('dialog');
  await page.fill('[name=declaredSheets]', '2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=3 of 3 files');
  // The same envelope once more, by mistake.
  await page.setInputFiles('.drop-area input[type=file] >> nth=0', sheetPath('dev-few'));
  await page.waitForSelector('text=4 of 4 files');
  expect(await page.locator('.uploads').innerText()).toContain('Accepted 2 · Already received 1 · Refused 1');
  await page.waitForSelector('text=neither a PDF nor a TIFF');
  // Nobody reloads: the page follows the workers by itself.
  await page.waitForSelector('text=2 read', { timeout: READING });
  expect(await page.locator('.page-tile img').count()).toBe(2);
}

/** Decides every line with the keyboard alone, the way a reviewer would who trusts the machine. */
async function reviewEverything(page: Page): Promise<void> {
  await page.click('nav >> [href="/review"]');
  await page.waitForSelector('.keyed-input input:focus');
  for (let step = 0; step < 200; step++) {
    if (await page.locator('text=No line left to review').isVisible()) return;
    if (await page.locator('.reason-dialog').isVisible()) await page.keyboard.press('Enter');
    else if (await page.locator('.station').isVisible()) {
      const isBlank = (await page.locator('input:focus').inputValue()) === '';
      if (isBlank) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  }
  throw new Error('The review never came to its end.');
}

/** A signer writes and asks: first that nothing be done with their line, then that it be erased. */
async function exerciseRights(page: Page): Promise<void> {
  await page.click('text=Restrict processing');
  await page.waitForSelector('text=Processing restricted');
  expect(await page.getByRole('button', { name: 'Correct' }).count()).toBe(0);
  await page.click('text=Lift the restriction');
  await page.getByRole('button', { name: 'Correct' }).waitFor();
  await page.click('text=Erase…');
  await page.waitForSelector('dialog select:focus');
  expect(await page.locator('dialog select').inputValue()).toBe('keep');
  await page.click('text=Erase for good');
  await page.waitForSelector('text=/Batch “.+”, .+, line \\d+: black it out there/');
  await page.waitForSelector('text=Content erased');
  expect(await page.locator('.signer-strip').count()).toBe(0);
}

test('sign in, create a petition, send scans, watch, review by keyboard, balance, download', async () => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
  const page = await context.newPage();
  await signIn(page);
  await page.waitForSelector('html[lang=fr]');
  await page.click('.toggles [lang=en]');
  await page.waitForSelector('html[lang=en]');
  await createPetition(page);
  await sendScans(page);
  await reviewEverything(page);

  await page.click('nav >> text=Count');
  await page.waitForSelector('text=20 printed lines');
  await page.waitForSelector('text=The account balances');
  const count = async (state: string) => {
    const [row] = await database.query<{ count: number }>('SELECT count(*)::int FROM line WHERE state = $1', [state]);
    return row?.count ?? 0;
  };
  await waitUntil('the last decision has arrived', async () => (await count('awaiting_review')) === 0);
  const counted = await count('counted');
  expect(counted).toBeGreaterThan(5);

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=CSV for Excel in French')]);
  const csv = readFileSync(await download.path(), 'utf8');
  const [head, ...rows] = csv
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  expect(csv.startsWith('\uFEFF')).toBe(true);
  expect(head).toMatch(/^signer_id;sheet;line;family_name;given_name;postcode;city;email;notice_version$/);
  expect(rows).toHaveLength(counted);

  // From a name to its strip.
  const name = rows[0]?.split(';')[3] ?? '';
  await page.click('nav >> text=Signers');
  await page.fill('#signer-search', name);
  await page.keyboard.press('Enter');
  await page.click(`tr:has-text("${name}") a`);
  await page.waitForSelector('.signer-strip');
  await page.waitForSelector('text=Review, counted');
  await exerciseRights(page);
  expect(await count('counted')).toBe(counted);
  await context.close();
});
