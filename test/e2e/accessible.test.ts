/** Every page in both languages and both lights (each language under one of them), looked over by axe; and the whole desk without a mouse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD } from '../helpers/api.ts';
import { sampleForm } from '../helpers/intake-bench.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';
import { type SeededLine, seedSheet } from './seed-sheet.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
let places: Record<string, string>;

const LINE: SeededLine = {
  cells: {
    family_name: { value: 'Ghezali', alternatives: ['Ghazali'], confidence: 0.97 },
    given_name: { value: 'Nadia', confidence: 0.5, alternatives: ['Nadja'] },
    postcode: { value: '29000' },
    city: { value: 'Brest' },
    email: { value: 'nadia@example.org' },
  },
};

/** One page of each kind that the mailroom's pages show. */
async function addMailroomPages(scanId: string, twinOfId: string): Promise<void> {
  const { page, formDefinition } = desk.api.database;
  const { petitionId } = desk;
  const form = await formDefinition.findFirstOrThrow({ where: { petitionId } });
  const known = { petitionId, formDefinitionId: form.id };
  const held = {
    state: 'preprocessed',
    reasonCode: 'same_paper',
    twinOfId,
    twinVerdict: 'held',
    twinLikeness: 0.97,
  } as const;
  await page.create({ data: { scanId, number: 2, ...known, ...held } });
  await page.create({ data: { scanId, number: 3, state: 'blank' } });
  await page.create({
    data: { scanId, number: 4, state: 'withdrawn', insertKind: 'cheque', insertNote: 'To the accounts' },
  });
  await page.create({ data: { scanId, number: 5, state: 'failed', reasonCode: 'step_failed' } });
  const findings = { warnings: [{ code: 'blurred', message: 'The picture is soft.' }] };
  await page.create({ data: { scanId, number: 6, state: 'read', ...known, findings } });
}

beforeAll(async () => {
  desk = await openDesk();
  const { api, petitionId, batchId } = desk;
  const { pageId, lineIds } = await seedSheet({
    ...api,
    petitionId,
    batchId,
    file: 'scan_0001.jpg',
    lines: [LINE, LINE, { ...LINE, found: 'struck' }, LINE],
  });
  const sha256 = await api.images.write(Buffer.from('stopped'));
  const scan = { batchId, sha256, fileName: 'scan_0002.jpg', mediaType: 'image/jpeg', bytes: 7n, pageCount: 1 };
  const { id: scanId } = await api.database.scan.create({ data: { ...scan, state: 'split' } });
  await api.database.page.create({ data: { scanId, number: 1, state: 'unrecognised', reasonCode: 'no_form_fits' } });
  await addMailroomPages(scanId, pageId);
  const reviewer = await api.enter('reviewer');
  const claims = await reviewer.post<{ items: { id: string; version: number }[] }>('/api/review/claims', {
    petitionId,
    limit: 2,
  });
  const fields = { family_name: 'Ghezali', given_name: 'Nadia' };
  const decision = { outcome: 'accepted', fields, version: claims.items[0]?.version };
  const { signerId } = await reviewer.post<{ signerId: string }>(`/api/rows/${lineIds[0]}/decisions`, decision);
  const text = 'Can anybody read this?';
  await reviewer.send('POST', `/api/rows/${lineIds[1]}/questions`, { to: 'supervisor', text });
  const supervisor = await api.enter('supervisor');
  const begun = await supervisor.post<{ id: string }>('/api/drafts', {});
  const version = await supervisor.post<{ id: string }>('/api/drafts', { petitionId });
  await supervisor.send('PATCH', `/api/drafts/${begun.id}`, { form: sampleForm() });
  places = {
    arrivals: '/arrivals',
    batch: `/arrivals/${batchId}`,
    page: `/pages/${pageId}`,
    triage: '/triage',
    inserts: '/inserts',
    blanks: `/arrivals/${batchId}/blanks`,
    live: '/live',
    review: '/review',
    columns: '/columns',
    signers: '/signers',
    signer: `/signers/${signerId}`,
    duplicates: '/signers/duplicates',
    count: '/count',
    accuracy: '/accuracy',
    lines: '/count/counted',
    petitions: '/petitions',
    petition: `/petitions/${petitionId}`,
    editor: `/petitions/set-up/${version.id}/form`,
    about: `/petitions/set-up/${begun.id}/about`,
    rules: `/petitions/set-up/${begun.id}/rules`,
    trial: `/petitions/set-up/${begun.id}/trial`,
    open: `/petitions/set-up/${begun.id}/open`,
    people: '/people',
    questions: '/review/questions',
    corrected: '/review/corrected',
    work: '/review/work',
    account: '/account',
    audit: '/audit',
    nowhere: '/nowhere',
  };
});
afterAll(() => desk.close());
// A closed window's lines are free for the next one.
afterEach(async () => {
  await desk.clear();
  await desk.api.database.line.updateMany({ data: { leaseHolderId: null, leaseExpiresAt: null } });
  await desk.api.database.columnLease.deleteMany();
});

/** What axe finds, a line each: rule and element. */
async function findings(page: Page): Promise<string[]> {
  await page.waitForSelector('h1, .blank-state h2');
  await page.waitForSelector('.waiting', { state: 'detached' });
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  return await page.evaluate<string[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => id + ': ' + html.slice(0, 160) + ' ' + (any[0]?.message ?? ''))))`,
  );
}

describe.each([
  ['en', 'light'],
  ['fr', 'dark'],
] as const)('%s, %s', (language, theme) => {
  test('no page has a fault that axe finds', async () => {
    const { page, complaints, client } = await desk.sit(
      ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor', 'administrator'],
      { language, theme },
    );
    const found: Record<string, string[]> = {};
    for (const [name, path] of Object.entries(places)) {
      await page.goto(desk.address + path);
      found[name] = await findings(page);
    }
    await page.goto(`${desk.address}/review`);
    await page.waitForSelector('.keyed-input input:focus');
    await page.waitForSelector('.line-notes');
    for (const key of ['?', 'F2', 'Escape', 'Alt+Enter', 'Alt+Shift+Enter', 'Shift+F8']) {
      await page.keyboard.press(key);
      await page.waitForSelector('dialog');
      found[`dialog ${key}`] = await findings(page);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
    await page.goto(`${desk.address}${places.batch}`);
    for (const dialog of [0, 1]) {
      await page.locator('.account .buttons button').nth(dialog).click();
      await page.waitForSelector('dialog');
      found[`dialog ${dialog} of the batch`] = await findings(page);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
    await page.goto(`${desk.address}/columns`);
    await page.locator('.column-choice:focus').press('Enter');
    await page.waitForSelector('.cell:focus');
    await page.keyboard.press('Space');
    await page.waitForSelector('.cell[aria-pressed=true]');
    found.carpet = await findings(page);
    await desk.api.database.session.deleteMany({ where: { personId: client.personId } });
    await page.click('nav a[href="/count"]');
    await page.waitForSelector('dialog input[name=password]:focus');
    found['dialog of a session that ended'] = await findings(page);
    const faulty = Object.fromEntries(Object.entries(found).filter(([, faults]) => faults.length > 0));
    expect(faulty).toEqual({});
    expect(complaints).toEqual([]);
  });

  test('nor has the entrance', async () => {
    const { page } = await desk.window({ language, theme });
    await page.goto(desk.address);
    await page.waitForSelector('input[name=email]');
    expect(await findings(page)).toEqual([]);
  });
});

/** Presses Tab until the element has the focus; every stop on the way must show it. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate<{ name: string; isShown: boolean }>(`(() => {
      const element = document.activeElement;
      if (element === document.body) return { name: '', isShown: true };
      const style = getComputedStyle(element);
      const box = getComputedStyle(element.closest('.file-pick') ?? element);
      const isShown = [style, box].some((one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2);
      return { name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(), isShown };
    })()`);
    if (!at.isShown) throw new Error(`The focus on “${at.name}” cannot be seen.`);
    if (at.name.startsWith(name)) return;
  }
  throw new Error(`Tab never came to “${name}”.`);
}

test('from sign-in to sign-out without a mouse', async () => {
  await desk.api.enter('reviewer', 'mailroom');
  const last = await desk.api.database.person.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const { page } = await desk.window();
  await page.goto(desk.address);
  await page.waitForSelector('input[name=email]:focus');
  await page.keyboard.type(last.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=The address or the password is not right');
  await page.locator('input[name=password]').press('Control+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Arrivals');
  await tabTo(page, 'Review');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.keyed-input input:focus');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await waitUntil('the line is decided', async () => (await page.locator('.trail-list li').count()) === 1);
  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await page.waitForSelector('input[name=email]');
  const answer = await page.request.get(`${desk.address}/api/session`);
  expect(answer.status()).toBe(401);
});
