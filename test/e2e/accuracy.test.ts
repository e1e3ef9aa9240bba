/** The published error rate in a real browser: drawn on the count's page, keyed blind at the station, shown with its interval. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { seedSheet } from './seed-sheet.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.clear());

const VALUES = { family_name: 'Ghezali', given_name: 'Nadia', postcode: '29000', city: 'Quimper', email: '' };

test('a drawn line is blank for whoever keys it, and its rate is on the count’s page', async () => {
  const cells = Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, { value }]));
  const place = { ...desk.api, petitionId: desk.petitionId, batchId: desk.batchId, file: 'scan_0001.jpg' };
  await seedSheet({ ...place, lines: [{ cells }] });
  const first = await desk.api.enter('reviewer');
  const { items } = await first.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId: desk.petitionId });
  const decision = { version: items[0]!.version, outcome: 'accepted', fields: VALUES };
  await first.post(`/api/rows/${items[0]!.id}/decisions`, decision);

  const { page: count, complaints } = await desk.sit(['supervisor']);
  await count.goto(`${desk.address}/count`);
  await count.waitForSelector('input[name=size]');
  expect(await count.inputValue('input[name=size]')).toBe('1');
  await count.locator('input[name=size]').press('Enter');
  await count.waitForSelector('text=1 line drawn of 1 counted');

  const { page: station } = await desk.sit(['reviewer']);
  await station.goto(`${desk.address}/accuracy`);
  await station.waitForSelector('#field-family_name:focus');
  const shown = await station.evaluate<string[]>(
    `[...document.querySelectorAll('.keyed-input input')].map((input) => input.value)`,
  );
  expect(shown).toEqual(['', '', '', '', '']);
  expect(await station.locator('main').innerText()).not.toContain('Ghezali');
  for (const value of Object.values(VALUES)) {
    await station.keyboard.type(value);
    await station.keyboard.press('Tab');
  }
  // The next lines are asked for before the server hears of the keying, and arrive after it has.
  const keyed = station.waitForResponse('**/keyings');
  const offered = new Promise<void>((resolve) => {
    void station.route('**/api/accuracy/claims', async (route) => {
      const response = await route.fetch();
      resolve();
      await keyed;
      await route.fulfill({ response });
    });
  });
  await station.route('**/keyings', async (route) => {
    await offered;
    await route.continue();
  });
  await station.locator('#field-family_name').press('Enter');
  await station.waitForSelector('text=Nothing to key for you');
  await waitUntil('the keying is there', async () => (await desk.api.database.accuracyKeying.count()) === 1);

  await count.reload();
  const table = count.locator('table[aria-labelledby=accuracy-title]');
  await table.waitFor();
  expect(await table.locator('tfoot').innerText()).toMatch(/All values\s+0 of 5\s+0\.00%\s+0\.00% to 52\.18%/);
  expect(complaints).toEqual([]);
});
