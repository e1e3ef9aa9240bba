/** The reviewer's station in a real browser, hands on the keys. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withTransaction } from '../../src/store/database.ts';
import { createPetition } from '../../src/store/petition.ts';
import { sampleForm } from '../helpers/intake-bench.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { type SeededCell, type SeededLine, seedSheet } from './seed-sheet.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
// A station left open would claim the next test's lines.
afterEach(() => desk.clear());

type Names = [family: string, given: string, postcode: string, city: string, email: string];
const FIELDS = ['family_name', 'given_name', 'postcode', 'city', 'email'] as const;

/** `doubts`: fields in which the machine is not sure enough to fill them in. */
function line(names: Names, doubts: Partial<Record<(typeof FIELDS)[number], SeededCell>> = {}): SeededLine {
  const sure = FIELDS.map((field, at) => [field, { value: names[at] ?? '' }] as const);
  return { cells: { ...Object.fromEntries(sure), ...doubts } };
}

const RIGHT = line(['Ghezali', 'Nadia', '29000', 'Quimper', 'nadia@example.org']);

async function seed(lines: SeededLine[], file = 'scan_0001.jpg') {
  return await seedSheet({ ...desk.api, petitionId: desk.petitionId, batchId: desk.batchId, file, lines });
}

/** Everything of an earlier test is out of the way. */
beforeEach(async () => {
  await desk.api.database.line.updateMany({
    where: { state: { in: ['awaiting_review', 'in_second_keying'] } },
    data: { postponedUntil: new Date(Date.now() + 3_600_000), leaseExpiresAt: null, leaseHolderId: null },
  });
});

async function station() {
  const sitting = await desk.sit(['reviewer']);
  await sitting.page.goto(`${desk.address}/review`);
  await sitting.page.waitForSelector('.keyed-input input:focus');
  return sitting;
}

const lineState = async (id: string) => await desk.api.database.line.findUniqueOrThrow({ where: { id } });
const lineNow = (page: Page) => page.locator('.status-line').innerText();
const atLine = (page: Page, index: number) =>
  waitUntil(`line ${index} is on the desk`, async () => (await lineNow(page)).includes(`line ${index} of`));
const decided = (id: string, state: string) =>
  waitUntil(`the line is ${state}`, async () => (await lineState(id)).state === state);
const valuesOf = async (lineId: string) =>
  (await desk.api.database.signer.findUniqueOrThrow({ where: { lineId } })).fields as Record<string, string>;

describe('a sheet by keyboard alone', () => {
  test('right, in doubt, corrected, ditto, struck, unsigned, incomplete: each with its keys', async () => {
    const { lineIds } = await seed([
      RIGHT,
      line(['Le Goff', 'Yann', '29200', 'Brest', ''], {
        given_name: { value: 'Yann', confidence: 0.6, alternatives: ['Yaun', 'Yves'] },
      }),
      line(['Martin', 'Lise', '69001', 'Lyon', '']),
      line(['Martin', 'Paul', '', '', ''], { city: { value: '', confidence: 0.3, ditto: true } }),
      { ...RIGHT, found: 'struck' },
      { ...RIGHT, signed: false },
      line(['Durand', '', '', '', '']),
      line(['Petit', 'Luc', '29000', 'Quimper', '']),
    ]);
    const { page, complaints } = await station();
    const keys = page.keyboard;

    // Everything right: one key.
    await keys.press('Enter');
    await atLine(page, 2);
    // The field in doubt has the focus; its second proposal by number.
    expect(await page.locator('input:focus').getAttribute('id')).toBe('field-given_name');
    await keys.press('2');
    await keys.press('Enter');
    await atLine(page, 3);
    // A correction: typing replaces the name, which is written by the capitals rule.
    await keys.type('MARTINEZ');
    await keys.press('Enter');
    await atLine(page, 4);
    // The same address as above, whatever field has the focus.
    await keys.press('Alt+Shift+ArrowUp');
    await waitUntil('the town is there', async () => (await page.inputValue('#field-city')) === 'Lyon');
    await keys.press('Enter');
    await atLine(page, 5);
    await keys.press('F8');
    await atLine(page, 6);
    // No stroke in the signature's cell: Enter asks, and its first proposal is the reason.
    await keys.press('Enter');
    await page.waitForSelector('.reason-dialog');
    await keys.press('Enter');
    await atLine(page, 7);
    // Something is missing: the focus is there, and leaving it empty asks for the reason.
    expect(await page.locator('input:focus').getAttribute('id')).toBe('field-given_name');
    await keys.press('Enter');
    await page.waitForSelector('.reason-dialog');
    await keys.press('q');
    await atLine(page, 8);
    await keys.press('Alt+i');
    await page.waitForSelector('text=No line left to review');
    await decided(lineIds[7] ?? '', 'rejected');

    const states = await Promise.all(lineIds.slice(0, 8).map(lineState));
    expect(states.map(({ state, reason }) => reason ?? state)).toEqual([
      'counted',
      'counted',
      'counted',
      'counted',
      'struck',
      'no_signature',
      'incomplete',
      'illegible',
    ]);
    expect(await valuesOf(lineIds[0] ?? '')).toMatchObject({ family_name: 'Ghezali', city: 'Quimper' });
    expect(await valuesOf(lineIds[1] ?? '')).toMatchObject({ given_name: 'Yaun' });
    expect(await valuesOf(lineIds[2] ?? '')).toMatchObject({ family_name: 'Martinez' });
    expect(await valuesOf(lineIds[3] ?? '')).toMatchObject({ postcode: '69001', city: 'Lyon' });
    const first = await desk.api.database.decision.findFirstOrThrow({ where: { lineId: lineIds[0] ?? '' } });
    expect(first).toMatchObject({ keys: 1, outcome: 'accepted', kind: 'review' });
    expect(first.elapsedMs).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('the town of the postcode is offered, and a disagreement is shown and never put right by itself', async () => {
    const { lineIds } = await seed([line(['Le Roux', 'Anne', '29000', 'Brest', ''])]);
    const { page } = await station();
    await page.waitForSelector('text=This postcode belongs to: Quimper');
    expect(await page.inputValue('#field-city')).toBe('Brest');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await waitUntil('the town is chosen', async () => (await page.inputValue('#field-city')) === 'Quimper');
    await page.keyboard.press('Enter');
    await decided(lineIds[0] ?? '', 'counted');
    expect(await valuesOf(lineIds[0] ?? '')).toMatchObject({ city: 'Quimper' });
  });

  test('help, whole sheet, zoom and contrast open and close without losing the place', async () => {
    await seed([RIGHT]);
    const { page } = await station();
    for (const [key, sign] of [
      ['?', 'dialog .key-list'],
      ['F2', 'dialog .sheet-picture'],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForSelector(sign);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      expect(await page.locator('input:focus').count()).toBe(1);
    }
    await page.keyboard.press('PageUp');
    await page.keyboard.press('F4');
    await page.waitForSelector('.stage[data-filter="dimmed"] .stage-layers[style*="scale(1.5)"]');
  });

  test('ten thousand characters are told, not cut; an emoji and a name from right to left do no harm', async () => {
    const { lineIds } = await seed([line(['x', 'Ada', '', '', '']), line(['y', 'Bea', '', '', ''])]);
    const { page } = await station();
    await page.keyboard.insertText('🙂'.repeat(5_000));
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Too long to be stored: Nom (10,000)');
    expect(await lineNow(page)).toContain('line 1 of');
    expect((await page.inputValue('#field-family_name')).length).toBe(10_000);
    await page.keyboard.insertText('Zoé 🙂');
    await page.keyboard.press('Enter');
    await atLine(page, 2);
    await page.keyboard.insertText('أمينة');
    await page.keyboard.press('Enter');
    await decided(lineIds[1] ?? '', 'counted');
    expect(await valuesOf(lineIds[0] ?? '')).toMatchObject({ family_name: 'Zoé 🙂' });
    expect(await valuesOf(lineIds[1] ?? '')).toMatchObject({ family_name: 'أمينة' });
  });

  test('leaving a field for the next line is no look at that line’s field', async () => {
    const doubt = { email: { value: 'anne@example.org', confidence: 0.5 } };
    const { lineIds } = await seed([
      line(['Le Roux', 'Anne', '', '', ''], doubt),
      line(['Roux', 'Anne', '', '', ''], doubt),
    ]);
    const { page } = await station();
    for (const index of [0, 1]) {
      expect(await page.locator('input:focus').getAttribute('id')).toBe('field-email');
      await page.keyboard.type(`anne${index}@example.org`);
      await page.keyboard.press('Enter');
      if (index === 0) await atLine(page, 2);
    }
    await decided(lineIds[1] ?? '', 'counted');
    expect(await valuesOf(lineIds[1] ?? '')).toMatchObject({ email: 'anne1@example.org' });
  });
});

describe('taking back', () => {
  test('first what was typed on this line, then the lines before, with what was decided on them', async () => {
    const { lineIds } = await seed([RIGHT, line(['Bernard', 'Zoé', '75011', 'Paris', '']), RIGHT]);
    const { page } = await station();
    await page.keyboard.press('Enter');
    await atLine(page, 2);
    await page.keyboard.type('Bernhard');
    await page.keyboard.press('Enter');
    await atLine(page, 3);
    await page.keyboard.type('Gh');
    await page.keyboard.press('Control+z');
    await waitUntil('the typing is gone', async () => (await page.inputValue('#field-family_name')) === 'Ghezali');
    await page.keyboard.press('Control+z');
    await atLine(page, 2);
    expect(await page.inputValue('#field-family_name')).toBe('Bernhard');
    // The desk does not wait for the server.
    await decided(lineIds[1] ?? '', 'awaiting_review');
    await page.keyboard.press('Control+z');
    await atLine(page, 1);
    await page.keyboard.press('F8');
    await page.waitForSelector('.reason-dialog');
    await page.keyboard.press('r');
    await atLine(page, 2);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await decided(lineIds[2] ?? '', 'counted');
    await decided(lineIds[0] ?? '', 'rejected');
    expect((await lineState(lineIds[0] ?? '')).reason).toBe('duplicate');
    const kinds = await desk.api.database.decision.findMany({
      where: { lineId: lineIds[0] ?? '' },
      orderBy: { createdAt: 'asc' },
    });
    expect(kinds.map(({ kind }) => kind)).toEqual(['review', 'reopening', 'review']);
  });
});

describe('working together', () => {
  test('two reviewers never get the same line, and each decision is stored once', async () => {
    await seed([RIGHT, RIGHT, RIGHT, RIGHT], 'scan_a.jpg');
    await seed([RIGHT, RIGHT, RIGHT, RIGHT], 'scan_b.jpg');
    const before = await desk.api.database.decision.count();
    const sittings = [await station(), await station()];
    await Promise.all(
      sittings.map(async ({ page }) => {
        for (let pressed = 0; pressed < 8; pressed++) {
          if (await page.locator('.station').isHidden()) return;
          await page.keyboard.press('Enter');
          await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
        }
      }),
    );
    await waitUntil('all are decided', async () => (await desk.api.database.decision.count()) === before + 8);
    const decisions = await desk.api.database.decision.findMany({ orderBy: { createdAt: 'desc' }, take: 8 });
    expect(new Set(decisions.map(({ lineId }) => lineId)).size).toBe(8);
    expect(new Set(decisions.map(({ personId }) => personId)).size).toBe(2);
  });

  test('without a network decisions wait, and are sent once when it is back', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT, RIGHT]);
    const { page, context } = await station();
    await waitUntil('the strips ahead are there', async () => (await page.locator('.stage img').count()) >= 3);
    await context.setOffline(true);
    // The browser answers before its network process has heard of it.
    const isReached = () => page.evaluate<boolean>("fetch('/health').then(() => true, () => false)");
    await waitUntil('the network is gone', async () => !(await isReached()));
    await page.keyboard.press('Enter');
    await atLine(page, 2);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=2 decisions wait');
    expect((await lineState(lineIds[0] ?? '')).state).toBe('awaiting_review');
    await context.setOffline(false);
    await decided(lineIds[1] ?? '', 'counted');
    await page.waitForSelector('text=decisions wait', { state: 'detached' });
    expect(await desk.api.database.decision.count({ where: { lineId: { in: lineIds.slice(0, 2) } } })).toBe(2);
  });

  test('a lease that ran out is taken again; a line that a colleague has by then is not overwritten', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT]);
    const { page } = await station();
    const [first = '', second = ''] = lineIds;
    const past = new Date(Date.now() - 1_000);
    await desk.api.database.line.update({ where: { id: first }, data: { leaseExpiresAt: past } });
    await page.keyboard.press('Enter');
    await decided(first, 'counted');
    const colleague = await desk.api.enter('reviewer');
    await desk.api.database.line.update({
      where: { id: second },
      data: { leaseHolderId: colleague.personId, leaseExpiresAt: new Date(Date.now() + 60_000) },
    });
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=No line left to review');
    await page.waitForSelector('.trail-lines >> text=Not saved');
    await page.waitForSelector('text=Somebody else has this line');
    expect((await lineState(second)).state).toBe('awaiting_review');
  });

  test('a reviewer whose role was withdrawn is told so, and nothing is half-saved', async () => {
    const { lineIds } = await seed([RIGHT, RIGHT]);
    const { page, client } = await station();
    await desk.api.database.person.update({ where: { id: client.personId }, data: { roles: ['auditor'] } });
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Your account does not have the role needed here');
    expect((await lineState(lineIds[0] ?? '')).state).toBe('awaiting_review');
  });
});

// The last one: the newest petition is the one at hand from here on.
describe('where the sheet asks whether the signer may be contacted', () => {
  test('that is a decision of its own: never set by the machine, and no line waits for it', async () => {
    const form = sampleForm();
    const fields = form.fields.map((field) =>
      field.type === 'email' ? { ...field, name: 'contact', type: 'checkbox' as const, label: 'Contact' } : field,
    );
    const petitionId = await withTransaction(desk.api.database, (transaction) =>
      createPetition(transaction, {
        title: 'With a question',
        language: 'fr',
        form: { ...form, fields },
        settings: { contactField: 'contact' },
      }),
    );
    const batch = await desk.api.database.batch.create({ data: { petitionId, name: 'Tuesday' } });
    const { family_name = { value: '' }, given_name = { value: '' } } = RIGHT.cells;
    const ticked = { cells: { family_name, given_name, contact: { value: 'yes', confidence: 0.99 } } };
    const lines = [ticked, ticked];
    const { lineIds } = await seedSheet({ ...desk.api, petitionId, batchId: batch.id, file: 'scan.jpg', lines });
    const { page } = await station();
    expect(await page.locator('input[type=radio]:checked').count()).toBe(0);
    await page.keyboard.press('Enter');
    await atLine(page, 2);
    await page.keyboard.press('F9');
    await page.keyboard.press('Enter');
    await decided(lineIds[1] ?? '', 'counted');
    const consents = await Promise.all(lineIds.slice(0, 2).map(lineState));
    expect(consents.map(({ contactConsent }) => contactConsent)).toEqual([null, true]);
  });
});
