/** What may come between a reviewer and the server, in a real browser: nothing decided is lost, nothing counted twice. */
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '../helpers/api.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk, type Sitting } from './desk.ts';
import { type SeededLine, seedSheet } from './seed-sheet.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.clear());
beforeEach(async () => {
  await desk.api.database.line.updateMany({
    where: { state: 'awaiting_review' },
    data: { restrictedAt: new Date(), leaseExpiresAt: null, leaseHolderId: null },
  });
});

const FIELDS = ['family_name', 'given_name', 'postcode', 'city', 'email'] as const;
function line(...values: string[]): SeededLine {
  return { cells: Object.fromEntries(FIELDS.map((field, at) => [field, { value: values[at] ?? '' }])) };
}
const RIGHT = line('Ghezali', 'Nadia', '29000', 'Quimper', '');

const seed = (lines: SeededLine[]) =>
  seedSheet({ ...desk.api, petitionId: desk.petitionId, batchId: desk.batchId, file: 'scan_0001.jpg', lines });

async function open(page: Page): Promise<void> {
  await page.goto(`${desk.address}/review`);
  await page.waitForSelector('.keyed-input input:focus');
}
async function station(): Promise<Sitting> {
  const sitting = await desk.sit(['reviewer']);
  await open(sitting.page);
  return sitting;
}
const atLine = (page: Page, index: number) => page.locator(`.status-line >> text=line ${index} of`).waitFor();
const aheadOf = (page: Page, strips: number) =>
  waitUntil('the lines ahead are there', async () => (await page.locator('.stage img').count()) >= strips);
const lineOf = (id = '') => desk.api.database.line.findUniqueOrThrow({ where: { id } });
const counted = (id: string | undefined) =>
  waitUntil('the line is counted', async () => (await lineOf(id)).state === 'counted');
const decisionsOn = (lineIds: string[]) => desk.api.database.decision.findMany({ where: { lineId: { in: lineIds } } });
const valuesOf = async (lineId = '') =>
  (await desk.api.database.signer.findUniqueOrThrow({ where: { lineId } })).fields as Record<string, string>;

describe('a session that ends at the desk', () => {
  async function signInAgain(page: Page): Promise<void> {
    await page.waitForSelector('dialog >> text=Your session has ended');
    await page.waitForSelector('dialog input[name=password]:focus');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog', { state: 'detached' });
  }

  test('keeps what was decided, asks for the password in place, and sends it then', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT, RIGHT, RIGHT]);
    const { page, client } = await station();
    await aheadOf(page, 4);
    await desk.api.database.session.deleteMany({ where: { personId: client.personId } });
    await page.keyboard.type('Durand');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog >> text=Your session has ended');
    expect(await decisionsOn(lineIds)).toEqual([]);
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog .note');
    await page.fill('dialog input[name=password]', '');
    await page.focus('dialog input[name=password]');
    await signInAgain(page);
    await counted(lineIds[0]);
    expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'Durand' });
    await atLine(page, 2);
    await page.waitForSelector('.keyed-input input:focus');
    await page.keyboard.press('Enter');
    await counted(lineIds[1]);
    expect(await decisionsOn(lineIds)).toHaveLength(2);
  });

  test('by a reset of the password asks for one of their own in place, and sends then', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT]);
    const { page, client } = await station();
    await aheadOf(page, 2);
    const administrator = await desk.api.enter('administrator');
    const { password } = await administrator.post<{ password: string }>(`/api/people/${client.personId}/password`, {});
    await page.keyboard.type('Durand');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog input[name=password]:focus');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog >> text=Choose your password');
    await page.waitForSelector('dialog input[name=current]:focus');
    expect(await decisionsOn(lineIds)).toEqual([]);
    const own = 'a password of my own';
    for (const word of [password, own, own]) {
      await page.keyboard.type(word);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog', { state: 'detached' });
    await counted(lineIds[0]);
    expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'Durand' });
    await atLine(page, 2);
  });

  test('because somebody else signed in in another tab: nothing goes out under the other name', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT]);
    const { page, context, client } = await station();
    const other = await desk.api.enter('reviewer');
    const [name = '', value = ''] = other.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: desk.address, httpOnly: true, sameSite: 'Strict' }]);
    await page.keyboard.press('Enter');
    await signInAgain(page);
    await counted(lineIds[0]);
    expect((await decisionsOn(lineIds)).map(({ personId }) => personId)).toEqual([client.personId]);
  });

  test('and was begun anew in another tab goes on by itself', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT]);
    const { page, context, client } = await station();
    const { email } = await desk.api.database.person.findUniqueOrThrow({ where: { id: client.personId } });
    await context.request.post(`${desk.address}/api/session`, { data: { email, password: PASSWORD } });
    await page.keyboard.press('Enter');
    await counted(lineIds[0]);
    expect(await page.locator('dialog').count()).toBe(0);
  });
});

describe('towns that are still on their way', () => {
  const NOWHERE = line('Ghezali', 'Nadia', '', '', '');

  async function typePostcode() {
    const { lineIds } = await seed([NOWHERE, RIGHT]);
    const { page } = await desk.sit(['reviewer']);
    const held: Route[] = [];
    await page.route('**/api/towns?postcode=97400', (route) => void held.push(route));
    await open(page);
    await page.focus('#field-postcode');
    await page.keyboard.type('97400');
    await page.keyboard.press('Tab');
    await waitUntil('the towns are asked for', async () => held.length === 1);
    return { page, lineIds, release: () => held[0]!.continue() };
  }

  test('keep the key that chooses one, and Enter behind it', async () => {
    const { page, lineIds, release } = await typePostcode();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.inputValue('#field-city')).toBe('');
    expect(await decisionsOn(lineIds)).toEqual([]);
    await release();
    await counted(lineIds[0]);
    expect(await valuesOf(lineIds[0])).toMatchObject({ postcode: '97400', city: 'Saint-Denis' });
    await atLine(page, 2);
  });

  test('give way to what is typed instead', async () => {
    const { page, lineIds, release } = await typePostcode();
    await page.keyboard.press('1');
    await page.keyboard.type('Sainte-Clotilde');
    await release();
    await page.waitForSelector('text=This postcode belongs to');
    expect(await page.inputValue('#field-city')).toBe('Sainte-Clotilde');
    await page.keyboard.press('Enter');
    await counted(lineIds[0]);
    expect(await valuesOf(lineIds[0])).toMatchObject({ city: 'Sainte-Clotilde' });
  });
});

test('offline for half a minute: decisions wait, the tries in between change nothing, each is stored once', async () => {
  const { lineIds } = await seed([RIGHT, RIGHT, RIGHT, RIGHT]);
  const { page, context } = await desk.sit(['reviewer']);
  await page.clock.install();
  await open(page);
  await aheadOf(page, 4);
  let tries = 0;
  page.on('requestfailed', (request) => {
    if (request.url().endsWith('/decisions')) tries += 1;
  });
  await context.setOffline(true);
  for (const index of [2, 3]) {
    await page.keyboard.press('Enter');
    await atLine(page, index);
  }
  await page.waitForSelector('text=2 decisions wait');
  for (let second = 0; second < 30; second++) await page.clock.runFor(1_000);
  // After 1, 2, 4, 8 and 15 s.
  await waitUntil('several tries have failed', async () => tries >= 5);
  expect(await decisionsOn(lineIds)).toEqual([]);
  await context.setOffline(false);
  await counted(lineIds[0]);
  await counted(lineIds[1]);
  await page.waitForSelector('text=decisions wait', { state: 'detached' });
  expect(await decisionsOn(lineIds)).toHaveLength(2);
});

test('one person in two tabs: both have the line, one decision stands, and the other tab is told', async () => {
  const { lineIds } = await seed([RIGHT, RIGHT, RIGHT]);
  const { page, context } = await station();
  const tab = await context.newPage();
  await open(tab);
  await atLine(tab, 1);
  await page.bringToFront();
  await page.keyboard.press('Enter');
  await counted(lineIds[0]);
  await tab.bringToFront();
  await tab.keyboard.type('Durand');
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('.trail-lines >> text=Not saved');
  expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'Ghezali' });
  expect(await decisionsOn(lineIds)).toHaveLength(1);
  await tab.keyboard.press('Enter');
  await counted(lineIds[1]);
  // The same said twice is said once.
  await page.bringToFront();
  await page.keyboard.press('Enter');
  await atLine(page, 3);
  await page.keyboard.press('Enter');
  await counted(lineIds[2]);
  expect(await decisionsOn(lineIds)).toHaveLength(3);
  expect(await page.locator('.trail-lines >> text=Not saved').count()).toBe(0);
});

test('two reviewers on one line: one decision stands, and whoever was too late is told', async () => {
  const { lineIds } = await seed([RIGHT]);
  const first = await station();
  const past = new Date(Date.now() - 1_000);
  await desk.api.database.line.update({ where: { id: lineIds[0]! }, data: { leaseExpiresAt: past } });
  const second = await station();
  await first.page.keyboard.type('Durand');
  await Promise.all([first, second].map(({ page }) => page.keyboard.press('Enter')));
  await counted(lineIds[0]);
  await first.page.waitForSelector('.trail-lines >> text=Not saved');
  expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'Ghezali' });
  const decisions = await decisionsOn(lineIds);
  expect(decisions.map(({ personId }) => personId)).toEqual([second.client.personId]);
  expect(await second.page.locator('.trail-lines >> text=Not saved').count()).toBe(0);
});
