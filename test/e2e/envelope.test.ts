/** An envelope that does not balance: the clerk is told, the slip prints, the supervisor signs; then nothing comes in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { type SeededLine, seedSheet } from './seed-sheet.ts';

const LINE: SeededLine = { cells: { family_name: { value: 'Ghezali' }, given_name: { value: 'Nadia' } } };

let desk: Desk;
let place: string;

beforeAll(async () => {
  desk = await openDesk({ closesOn: '2026-10-31' });
  const { api, petitionId, batchId } = desk;
  await api.database.batch.update({
    where: { id: batchId },
    data: { declaredSheets: 2, receivedOn: new Date('2026-11-03'), postmarkedOn: new Date('2026-11-02') },
  });
  await seedSheet({ ...api, petitionId, batchId, file: 'scan_0001.jpg', lines: [LINE, LINE] });
  place = `${desk.address}/arrivals/${batchId}`;
});
afterAll(() => desk.close());

test('the clerk finds the difference, the supervisor signs it, the batch stays shut until it is reopened', async () => {
  const clerk = await desk.sit(['mailroom']);
  await clerk.page.goto(place);
  const account = clerk.page.locator('.account');
  await account.locator('text=The account does not balance').waitFor();
  await account.locator('text=Came after the closing date').waitFor();
  expect(await account.locator('tr:has-text("Sheets")').innerText()).toMatch(/2\s+1\s+−1/);
  await clerk.page.click('text=Close the batch');
  await clerk.page.waitForSelector('dialog >> text=have a supervisor close the batch');
  expect(await clerk.page.locator('dialog textarea').count()).toBe(0);
  await clerk.page.keyboard.press('Escape');
  const slip = await clerk.page.locator('text=Discrepancy slip').getAttribute('href');
  const printed = await clerk.page.request.get(`${desk.address}${slip}`);
  expect([printed.status(), (await printed.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  // The paper is put away while its batch is still open.
  await clerk.page.click('.account >> text=Change');
  await clerk.page.fill('dialog [name=box]', 'B 12');
  await clerk.page.keyboard.press('Enter');
  await account.locator('text=Box B 12').waitFor();

  const supervisor = await desk.sit(['supervisor']);
  await supervisor.page.goto(place);
  await supervisor.page.click('text=Close the batch');
  await supervisor.page.fill('dialog textarea', 'One sheet was torn; the sender was told.');
  await supervisor.page.click('text=Sign the difference and close');
  await supervisor.page.waitForSelector('q:has-text("One sheet was torn")');
  // Nobody reloads: the clerk's page follows.
  await account.locator('text=One sheet was torn').waitFor();
  await clerk.page.waitForSelector('.drop-area', { state: 'detached' });

  await supervisor.page.click('.account >> text=Reopen');
  await supervisor.page.fill('dialog textarea', 'The sheet was found.');
  await supervisor.page.click('dialog button[type=submit]');
  await supervisor.page.waitForSelector('.drop-area');
  expect([...clerk.complaints, ...supervisor.complaints]).toEqual([]);
});

test('an envelope is found by the box and folder of its paper', async () => {
  const { api, petitionId } = desk;
  const places = { First: ['Lyon 7', 'a'], Second: ['Lyon 7', 'b'], Third: [null, null] } as const;
  for (const [name, [box, folder]] of Object.entries(places)) {
    await api.database.batch.create({ data: { petitionId, name, box, folder } });
  }
  const { page } = await desk.sit(['mailroom']);
  await page.goto(`${desk.address}/arrivals`);
  await page.fill('input[type=search]', 'lyon 7 B');
  const rows = page.locator('.batch-table tbody tr');
  await waitUntil('one batch is left', async () => (await rows.count()) === 1);
  expect(await rows.innerText()).toContain('Second');
});

test('on a phone nothing is cut off, and the camera is at hand', async () => {
  const { page } = await desk.sit(['mailroom', 'supervisor']);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(place);
  await page.waitForSelector('.account');
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  const camera = page.locator('.only-phone input[capture]');
  expect(await camera.getAttribute('capture')).toBe('environment');
  expect(await page.locator('.only-phone').isVisible()).toBe(true);
});
