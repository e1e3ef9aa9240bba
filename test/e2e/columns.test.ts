/** Column mode in a real browser, from the list of fields to what the station makes of it, by keys alone. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { type SeededLine, seedSheet } from './seed-sheet.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ prefillPolicy: { default: 0.95, postcode: 0.98, city: 0.98 } });
});
afterAll(() => desk.close());
afterEach(() => desk.clear());

const line = (postcode: string): SeededLine => ({
  cells: {
    family_name: { value: 'Ghezali' },
    given_name: { value: 'Nadia' },
    postcode: { value: postcode, confidence: 0.99 },
    city: { value: 'Quimper' },
    email: { value: '' },
  },
});

const cells = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('.cell')].map((cell) => cell.innerText.trim())`);
const picturesAreThere = (page: Page) =>
  waitUntil('every picture is there', () =>
    page.evaluate<boolean>(
      `[...document.querySelectorAll('.cell img')].every((image) => image.complete && image.naturalWidth > 0)`,
    ),
  );
const checks = () =>
  desk.api.database.columnCheck.findMany({
    orderBy: { line: { index: 'asc' } },
    select: { outcome: true, value: true },
  });

test('a carpet: arrows, doubt, confirm, put off; then the station passes by what was checked', async () => {
  const { lineIds } = await seedSheet({
    ...desk.api,
    petitionId: desk.petitionId,
    batchId: desk.batchId,
    file: 'scan_0001.jpg',
    lines: ['29000', '56100', '29000', '29000'].map(line),
  });
  const { page, complaints } = await desk.sit(['reviewer']);
  const keys = page.keyboard;
  await page.goto(`${desk.address}/columns`);
  await page.waitForSelector('.column-choice:focus');
  await keys.press('Enter');
  await page.waitForSelector('.cell:focus');
  await picturesAreThere(page);
  expect(await cells(page)).toEqual(['29000', '29000', '29000', '56100']);
  expect(await page.locator('main').innerText()).not.toMatch(/Ghezali|Nadia|Quimper|scan_/);

  // Put off, and back again: nothing was said.
  await keys.press('Control+Enter');
  await page.waitForSelector('.blank-state');
  expect(await checks()).toEqual([]);
  await desk.api.database.columnLease.deleteMany();
  await keys.press('Escape');
  await page.waitForSelector('.column-choice:focus');
  await keys.press('Enter');
  await page.waitForSelector('.cell:focus');
  await picturesAreThere(page);

  await keys.press('ArrowRight');
  await keys.press('Space');
  await page.waitForSelector('.cell:nth-child(2)[aria-pressed=true]');
  await keys.press('End');
  await keys.press('Enter');
  await page.waitForSelector('text=Confirmed: 3. In doubt, left to review: 1.');
  await page.waitForSelector('.blank-state');
  const [first, , third] = lineIds;
  expect((await checks()).map((one) => `${one.outcome} ${one.value}`)).toEqual([
    'confirmed 29000',
    'confirmed 56100',
    'doubted 29000',
    'confirmed 29000',
  ]);
  const open = await desk.api.database.line.count({ where: { state: 'awaiting_review' } });
  expect(open).toBe(4);

  await page.goto(`${desk.address}/review`);
  await page.waitForSelector('#field-family_name:focus');
  expect(await page.locator('label[for=field-postcode]').innerText()).toContain('checked');
  await keys.press('Tab');
  await keys.press('Tab');
  expect(await page.locator('input:focus').getAttribute('id')).toBe('field-city');
  await keys.press('Alt+ArrowDown');
  expect(await page.locator('input:focus').getAttribute('id')).toBe('field-postcode');
  await keys.press('Enter');
  await waitUntil('the first line counts', async () => (await stateOf(first!)) === 'counted');
  await keys.press('Enter');
  // The doubted cell of the third line is blank, and wants a look first.
  await page.waitForSelector('#field-postcode:focus');
  expect(await page.inputValue('#field-postcode')).toBe('');
  await keys.type('29100');
  await keys.press('Enter');
  await waitUntil('the third line counts', async () => (await stateOf(third!)) === 'counted');
  expect(complaints).toEqual([]);
});

const stateOf = async (id: string) => (await desk.api.database.line.findUniqueOrThrow({ where: { id } })).state;

test('what cannot be seen is not confirmed', async () => {
  await seedSheet({
    ...desk.api,
    petitionId: desk.petitionId,
    batchId: desk.batchId,
    file: 'scan_0002.jpg',
    lines: ['75001', '75002'].map(line),
  });
  const { page } = await desk.sit(['reviewer']);
  let cut = 0;
  await page.route('**/cells/postcode', (route) => {
    cut += 1;
    return cut === 1 ? route.abort() : route.continue();
  });
  await page.goto(`${desk.address}/columns`);
  await page.locator('.column-choice:focus').press('Enter');
  await page.waitForSelector('.cell[aria-pressed=true]');
  await waitUntil('the other picture is there', () =>
    page.evaluate<boolean>(
      `[...document.querySelectorAll('.cell img')].filter((image) => image.complete && image.naturalWidth > 0).length === 1`,
    ),
  );
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Confirmed: 1. In doubt, left to review: 1.');
});
