/** People at the station together, in a real browser: questions, blind second keying with adjudication, own keys, fast hands. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SecondKeyingPolicy } from '../../src/domain/policies.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { type SeededLine, seedSheet } from './seed-sheet.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.clear());
beforeEach(async () => {
  await desk.api.database.line.updateMany({
    where: { state: { in: ['awaiting_review', 'in_second_keying'] } },
    data: { restrictedAt: new Date(), leaseExpiresAt: null, leaseHolderId: null },
  });
  await policy({ mode: 'none' });
});

const FIELDS = ['family_name', 'given_name', 'postcode', 'city', 'email'] as const;
function line(...values: string[]): SeededLine {
  return { cells: Object.fromEntries(FIELDS.map((field, at) => [field, { value: values[at] ?? '' }])) };
}
const RIGHT = line('Ghezali', 'Nadia', '29000', 'Quimper', '');

async function policy(secondKeying: SecondKeyingPolicy) {
  await desk.api.database.petition.update({ where: { id: desk.petitionId }, data: { secondKeying } });
}
const seed = (lines: SeededLine[], file = 'scan_0001.jpg') =>
  seedSheet({ ...desk.api, petitionId: desk.petitionId, batchId: desk.batchId, file, lines });

async function station(...roles: ('reviewer' | 'supervisor')[]) {
  const sitting = await desk.sit(roles.length === 0 ? ['reviewer'] : roles);
  await sitting.page.goto(`${desk.address}/review`);
  await sitting.page.waitForSelector('.keyed-input input:focus');
  return sitting;
}
const atLine = (page: Page, index: number) =>
  waitUntil(`line ${index} is on the desk`, async () =>
    (await page.locator('.status-line').innerText()).includes(`line ${index} of`),
  );
const lineOf = (id = '') => desk.api.database.line.findUniqueOrThrow({ where: { id } });
const decided = (id: string | undefined, state: string) =>
  waitUntil(`the line is ${state}`, async () => (await lineOf(id)).state === state);
const valuesOf = async (lineId = '') =>
  (await desk.api.database.signer.findUniqueOrThrow({ where: { lineId } })).fields as Record<string, string>;

describe('a line that is not decided at once', () => {
  test('is put off, asked about and passed on with a key each, and taken back with another', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT, RIGHT, RIGHT]);
    const { page } = await station();
    await page.keyboard.press('Alt+PageDown');
    await atLine(page, 2);
    await page.keyboard.press('Alt+Enter');
    await page.waitForSelector('.note-dialog input:focus');
    await page.keyboard.type('Ghezali or Ghazali?');
    await page.keyboard.press('Enter');
    await atLine(page, 3);
    await page.keyboard.press('Alt+Shift+Enter');
    await page.waitForSelector('.note-dialog input:focus');
    await page.keyboard.press('Enter');
    await atLine(page, 4);
    await waitUntil('all three wait', async () => {
      const lines = await Promise.all(lineIds.slice(0, 3).map(lineOf));
      return (
        lines[0]?.postponedUntil != null && lines[1]?.waitsFor === 'colleague' && lines[2]?.waitsFor === 'supervisor'
      );
    });
    await page.keyboard.press('Control+z');
    await atLine(page, 3);
    await page.keyboard.press('Enter');
    await atLine(page, 4);
    await decided(lineIds[2], 'counted');
    expect((await desk.api.database.lineNote.findMany({ where: { lineId: lineIds[1] ?? '' } }))[0]?.text).toBe(
      'Ghezali or Ghazali?',
    );
  });

  test('reaches the colleague with its note and comes back answered', async () => {
    const { lineIds } = await seed([RIGHT]);
    const asker = await station();
    await asker.page.keyboard.press('Alt+Enter');
    await asker.page.waitForSelector('.note-dialog input:focus');
    await asker.page.keyboard.type('Ghezali or Ghazali?');
    await asker.page.keyboard.press('Enter');
    await asker.page.waitForSelector('text=No line left to review');
    await waitUntil('it is asked', async () => (await lineOf(lineIds[0])).waitsFor === 'colleague');
    const colleague = await station();
    await colleague.page.waitForSelector('.line-notes >> text=Ghezali or Ghazali?');
    await colleague.page.keyboard.press('Alt+Enter');
    await colleague.page.waitForSelector('.note-dialog input:focus');
    await colleague.page.keyboard.type('With an e');
    await colleague.page.keyboard.press('Enter');
    await waitUntil('it is answered', async () => (await lineOf(lineIds[0])).waitsFor === 'asker');
    await asker.page.reload();
    await asker.page.waitForSelector('.line-notes >> text=With an e');
    await asker.page.keyboard.press('Enter');
    await decided(lineIds[0], 'counted');
  });

  test('goes with its sheet back to the scanner, and the next sheet comes', async () => {
    const first = await seed([RIGHT, RIGHT], 'scan_dark.jpg');
    await seed([RIGHT], 'scan_fine.jpg');
    const { page } = await station();
    await page.keyboard.press('Shift+F8');
    await page.waitForSelector('.reason-dialog');
    await page.keyboard.press('6');
    await page.waitForSelector('.status-line >> text=scan_fine.jpg');
    await waitUntil('the page is back', async () => {
      const handed = await desk.api.database.page.findUniqueOrThrow({ where: { id: first.pageId } });
      return handed.handedBackReason === 'too_dark';
    });
    const slip = page.locator('.trail-lines a');
    expect(await slip.getAttribute('href')).toBe(`/api/pages/${first.pageId}/re-scan-slip.pdf`);
    await page.keyboard.press('Control+z');
    await page.waitForSelector('.status-line >> text=scan_dark.jpg');
    await waitUntil('the lines are back', async () => (await lineOf(first.lineIds[0])).leaseHolderId !== null);
    await page.keyboard.press('Enter');
    await decided(first.lineIds[0], 'counted');
  });

  test('with no reason of the list needs words', async () => {
    const { lineIds } = await seed([RIGHT]);
    const { page } = await station();
    await page.keyboard.press('Alt+z');
    await page.waitForSelector('.note-dialog input:focus');
    await page.keyboard.type('Signed by a whole class');
    await page.keyboard.press('Enter');
    await decided(lineIds[0], 'rejected');
    const decision = await desk.api.database.decision.findFirstOrThrow({ where: { lineId: lineIds[0] ?? '' } });
    expect([decision.reason, decision.note]).toEqual(['unlisted', 'Signed by a whole class']);
  });
});

test('two key blind, a third settles the difference: the image first, both values when asked, nobody named', async () => {
  await policy({ mode: 'all' });
  const { lineIds } = await seed([RIGHT]);
  const first = await station();
  await first.page.keyboard.press('Enter');
  await decided(lineIds[0], 'in_second_keying');
  await first.page.waitForSelector('text=No line left to review');
  const second = await station();
  expect(
    await second.page
      .locator('.keyed-input input')
      .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value).join('')),
  ).toBe('');
  expect(await second.page.locator('.choice').count()).toBe(0);
  await second.page.keyboard.type('Ghazali');
  await second.page.keyboard.press('Tab');
  await second.page.keyboard.type('Nadia');
  await second.page.keyboard.press('Tab');
  await second.page.keyboard.type('29000');
  await second.page.keyboard.press('Tab');
  await second.page.keyboard.type('Quimper');
  await second.page.keyboard.press('Enter');
  await second.page.waitForSelector('text=No line left to review');
  await waitUntil(
    'both have keyed',
    async () => (await desk.api.database.decision.count({ where: { lineId: lineIds[0] ?? '' } })) === 2,
  );
  const third = await station();
  await third.page.waitForSelector('text=Two people keyed different values');
  const body = () => third.page.locator('.station').innerText();
  expect(await body()).not.toMatch(/Gh[ea]zali/);
  expect(await third.page.inputValue('#field-given_name')).toBe('');
  await third.page.keyboard.press('ArrowDown');
  await waitUntil('both values are offered', async () => (await third.page.locator('.choice').count()) === 2);
  expect((await third.page.locator('.choice .value').allInnerTexts()).sort()).toEqual(['Ghazali', 'Ghezali']);
  expect(await third.page.inputValue('#field-given_name')).toBe('Nadia');
  expect(await body()).not.toMatch(/Person \d/);
  await third.page.keyboard.press('2');
  await third.page.keyboard.press('Enter');
  await decided(lineIds[0], 'counted');
  expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'Ghezali', given_name: 'Nadia', city: 'Quimper' });
  const people = await desk.api.database.decision.findMany({ where: { lineId: lineIds[0] ?? '' } });
  expect(new Set(people.map(({ personId }) => personId)).size).toBe(3);
});

describe('keys of one’s own', () => {
  test('are chosen in the help, refused when taken, kept with the account, and shown from then on', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT, RIGHT]);
    const { page, client } = await station();
    await page.keyboard.press('?');
    await page.click('text=Change keys');
    const postpone = page.locator('.key-choices button', { hasText: 'AltPage Down' });
    await postpone.click();
    await page.keyboard.press('F5');
    await page.waitForSelector('text=F5 cannot be used');
    await page.keyboard.press('F2');
    await page.waitForSelector('text=F2 is in use already: The whole sheet');
    await page.keyboard.press('Insert');
    await page.click('dialog >> text=Save');
    await page.waitForSelector('dialog .key-list >> text=Insert');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.waitForSelector('.station-actions >> text=Insert');
    await page.keyboard.press('Alt+PageDown');
    await page.keyboard.press('Insert');
    await atLine(page, 2);
    await waitUntil('it is put off', async () => (await lineOf(lineIds[0])).postponedUntil !== null);
    const person = await desk.api.database.person.findUniqueOrThrow({ where: { id: client.personId } });
    expect(person.keys).toEqual({ postpone: 'Insert' });
    await page.reload();
    await page.waitForSelector('.keyed-input input:focus');
    await page.keyboard.press('Insert');
    await atLine(page, 3);
  });

  test('leave accents, dead keys and composing alone', async () => {
    const { lineIds } = await seed([RIGHT]);
    const { page, context } = await station();
    const session = await context.newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: '^', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.insertText', { text: 'ê' });
    await page.keyboard.type('tre-Éloïse');
    await page.keyboard.press('Enter');
    await decided(lineIds[0], 'counted');
    expect(await valuesOf(lineIds[0])).toMatchObject({ family_name: 'être-Éloïse' });
  });
});

test('as fast as keys can be pressed, every key lands where it belongs', async () => {
  const doubtful: SeededLine = {
    cells: { ...RIGHT.cells, given_name: { value: 'Nadia', confidence: 0.5, alternatives: ['Nadja'] } },
  };
  const lines = Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? RIGHT : doubtful));
  const { lineIds } = await seed(lines);
  const { page } = await station();
  await waitUntil('the lines ahead are there', async () => (await page.locator('.stage img').count()) >= 5);
  const keys = page.keyboard;
  const expected: Record<string, string>[] = [];
  for (const at of lines.keys()) {
    // Nothing is waited for but the next line itself, which a reviewer must see to type at all.
    await page.locator(`.status-line >> text=line ${at + 1} of`).waitFor();
    if (at % 2 === 0) {
      await keys.type(`Durand${'abcdefghij'[at]}`);
      await keys.press('Tab');
      await keys.type('Zoé');
      await keys.press('Control+z');
      await keys.type('Léa');
      await keys.press('Enter');
      expected.push({ family_name: `Durand${'abcdefghij'[at]}`, given_name: 'Léa' });
    } else {
      await keys.press('2');
      await keys.press('Shift+Tab');
      await keys.type('Martin');
      await keys.press('Control+z');
      await keys.press('"');
      await keys.press('Enter');
      expected.push({ family_name: expected.at(-1)?.family_name ?? '', given_name: 'Nadja' });
    }
    if (at === 4) {
      // Back over two lines, and on again: what was decided on them stands.
      await keys.press('Control+z');
      await keys.press('Control+z');
      await keys.press('Enter');
      await keys.press('Enter');
    }
  }
  await decided(lineIds[9], 'counted');
  const stored = await Promise.all(lineIds.slice(0, 10).map(valuesOf));
  expect(stored.map(({ family_name, given_name }) => ({ family_name, given_name }))).toEqual(expected);
});
