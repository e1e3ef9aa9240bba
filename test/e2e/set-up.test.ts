/** Setting petitions up as a person does it: through what the screen says, every click and field counted. */
import { readFileSync } from 'node:fs';
import pino from 'pino';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DraftWire } from '../../src/domain/wire-draft.ts';
import type { PetitionWire } from '../../src/domain/wire-petition.ts';
import { type RunningWorker, startWorker } from '../../workers/start-worker.ts';
import { drawPdf } from '../helpers/sheet-pen.ts';
import { strangeForm } from '../helpers/strange-form.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';

const SAMPLES = new URL('../../samples/', import.meta.url).pathname;
/** ms. Detection or reading by a worker, on two cores that others use too. */
const WORK = 150_000;

let desk: Desk;
let worker: RunningWorker;
beforeAll(async () => {
  desk = await openDesk();
  worker = await startWorker({
    databaseUrl: desk.api.test.url,
    redisUrl: null,
    dataFolder: desk.api.folder,
    log: pino({ level: 'silent' }),
    stages: new URL('../../workers/page-process.ts', import.meta.url),
    stageSettings: { handwriting: false },
  });
});
afterAll(async () => {
  await worker.close();
  await desk.close();
});
afterEach(() => desk.clear());

/** Somebody who reads labels: each click and each field filled is one act. */
function createHand(page: Page) {
  let acts = 0;
  const act = async (work: Promise<unknown>) => {
    acts += 1;
    await work;
  };
  return {
    acts: () => acts,
    click: (name: string, among: Page | Locator = page) =>
      act(among.getByRole('button', { name, exact: true }).first().click()),
    follow: (name: string) => act(page.getByRole('link', { name, exact: true }).first().click()),
    tick: (label: string) => act(page.getByLabel(label, { exact: true }).first().click()),
    fill: (label: string, value: string) => act(page.getByLabel(label, { exact: true }).first().fill(value)),
    select: (label: string, value: string) =>
      act(page.getByLabel(label, { exact: true }).first().selectOption({ label: value })),
    give: (label: string, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
      act(page.getByLabel(label, { exact: true }).setInputFiles(files)),
  };
}

async function sitDown() {
  const { page, complaints } = await desk.sit(['supervisor']);
  await page.goto(`${desk.address}/count`);
  return { page, complaints, hand: createHand(page) };
}

const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });
const jpeg = (name: string, path: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: readFileSync(`${SAMPLES}${path}`),
});

/** What the server holds of the set-up on the screen. */
async function draftOf(page: Page): Promise<DraftWire> {
  const id = /set-up\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  return (await (await page.request.get(`${desk.address}/api/drafts/${id}`)).json()) as DraftWire;
}

async function petitionOf(page: Page): Promise<PetitionWire> {
  const id = /petitions\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  return (await (await page.request.get(`${desk.address}/api/petitions/${id}`)).json()) as PetitionWire;
}

test('the sample petition, from its blank sheet through a trial to open, in at most 40 clicks and fields', async () => {
  const { page, complaints, hand } = await sitDown();
  await hand.follow('Petitions');
  await hand.click('New petition');
  await hand.give('Choose the blank sheet', pdf('blank.pdf', readFileSync(`${SAMPLES}forms/aif-xinjiang/blank.pdf`)));
  await page.getByText('Looking at the sheet…').or(page.locator('.sheet-canvas')).first().waitFor();
  await page.waitForSelector('.sheet-canvas', { timeout: WORK });
  await hand.click('Next');
  await hand.fill('Addressees', 'The embassy');
  await hand.fill('End of the collection', '2027-01-31');
  await hand.click('Next');
  await hand.fill('Recipients named in it', 'Amnesty International\nThe embassy');
  await hand.click('Next');
  await hand.select('Second keying', 'A random share');
  await hand.select('Before the start and after the end', 'The arrival decides');
  await hand.click('Next');
  await hand.give('Choose filled sheets', jpeg('few.jpg', 'sheets/dev-few/scan.jpg'));
  await page.waitForSelector('.overlay .trial-line', { timeout: WORK });
  expect(await page.locator('.overlay .trial-line').count()).toBe(10);
  await page.waitForSelector('text=2 lines filled');
  await hand.click('Next');
  await hand.click('Open the petition');
  await page.waitForSelector('text=Petition created');
  expect(hand.acts()).toBeLessThanOrEqual(40);

  const petition = await petitionOf(page);
  expect(petition).toMatchObject({
    state: 'open',
    addressees: ['The embassy'],
    closesOn: '2027-01-31',
    secondKeying: { mode: 'random', share: 0.1 },
    settings: { lateRule: 'arrival', retentionMonths: 12, duplicateScope: 'petition' },
    notice: { version: 1, recipients: ['Amnesty International', 'The embassy'] },
  });
  expect(petition.title).not.toBe('');
  expect(petition.notice.text.length).toBeGreaterThan(100);
  expect(await desk.api.database.line.count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a strange four-column form is put right in the editor and opened, in at most 80 clicks and fields', async () => {
  const { page, hand } = await sitDown();
  await hand.follow('Petitions');
  await hand.click('New petition');
  await hand.give('Choose the blank sheet', pdf('strange.pdf', await drawPdf(strangeForm)));
  await page.waitForSelector('.sheet-canvas', { timeout: WORK });
  const panel = page.locator('.form-parts');
  const wanted = [
    ['Who', 'Full name'],
    ['Lives where', 'Address'],
    ['Born', 'Date of birth'],
    ['Mark', 'Signature'],
  ] as const;
  for (const [index, [heading, type]] of wanted.entries()) {
    await panel.locator('ul').first().locator('button').nth(index).click();
    await hand.fill('Heading', heading);
    await hand.select('What is written there', type);
    await hand.tick('Every line needs it');
  }
  await hand.fill('Lines on the sheet', '8');
  await waitUntil('the form is saved', async () => {
    const { form } = await draftOf(page);
    return form?.rows.boxes.length === 8 && form.fields[3]?.required === true;
  });
  await hand.click('Next');
  await hand.fill('Title', 'A strange sheet');
  await hand.click('Next');
  await hand.click('Next');
  await hand.click('Next');
  await hand.click('Next');
  await hand.click('Open the petition');
  await page.waitForSelector('text=Petition created');
  // The four choices in the list of columns.
  expect(hand.acts() + wanted.length).toBeLessThanOrEqual(80);
  const petition = await petitionOf(page);
  expect(petition.title).toBe('A strange sheet');
  expect(petition.forms[0]?.definition.fields.map(({ label, type }) => [label, type])).toEqual([
    ['Who', 'name'],
    ['Lives where', 'address'],
    ['Born', 'date_of_birth'],
    ['Mark', 'signature'],
  ]);
  expect(petition.countableFields).toEqual(['name', 'address', 'date_of_birth', 'signature']);
});

test('the editor by keyboard: choose, move, resize, delete, take back; and by mouse: drag and draw', async () => {
  const { page, hand } = await sitDown();
  await hand.follow('Petitions');
  await hand.click('New petition');
  const form = `${SAMPLES}forms/aif-xinjiang/form.json`;
  await page.getByLabel('Import a definition (JSON)').setInputFiles(form);
  await page.waitForSelector('.sheet-canvas');
  const begin = (await draftOf(page)).form!;
  const saved = (what: string, isSo: (draft: DraftWire) => boolean) =>
    waitUntil(what, async () => isSo(await draftOf(page)));

  const first = page.locator('.place[data-kind=field]').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowUp');
  const [x, y, w, h] = begin.fields[0]!.box;
  await saved('moved by 0.5 mm and less high by as much', ({ form: now }) => {
    const box = now!.fields[0]!.box;
    return Math.abs(box[1] - y - 0.5) < 0.02 && Math.abs(box[3] - h + 0.5) < 0.02;
  });
  // Tab goes to the next box.
  await page.keyboard.press('Tab');
  expect(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')).toContain(
    begin.fields[1]!.label.split(' ')[0]!,
  );
  await page.keyboard.press('Delete');
  await saved('deleted', ({ form: now }) => now!.fields.length === begin.fields.length - 1);
  await hand.click('Undo');
  await hand.click('Undo');
  await hand.click('Undo');
  await saved('as at the beginning', ({ form: now }) => JSON.stringify(now!.fields) === JSON.stringify(begin.fields));

  const box = (await first.locator('.outline').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await saved('dragged by ten millimetres', ({ form: now }) => Math.abs(now!.fields[0]!.box[0] - x - 10) < 1);
  // It lies over its neighbour now: said at once, in words.
  await page.waitForSelector('text=The form cannot be used yet');
  await hand.click('Undo');
  await page.waitForSelector('text=The form cannot be used yet', { state: 'detached' });

  await first.click({ position: { x: 6, y: 14 } });
  await hand.click('Split side by side');
  await saved('split', ({ form: now }) => now!.fields.length === begin.fields.length + 1);
  await hand.click('Merge with the next');
  await saved('merged again', ({ form: now }) => Math.abs(now!.fields[0]!.box[2] - w) < 0.05);
  await hand.click('Draw a field');
  const canvas = (await page.locator('.sheet-canvas').boundingBox())!;
  await page.mouse.move(canvas.x + 60, canvas.y + 20);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 200, canvas.y + 45, { steps: 3 });
  await page.mouse.up();
  await saved('drawn above the lines', ({ form: now }) => now!.header.length === begin.header.length + 1);
});

test('a definition that is none is refused with the field and what is wrong; a good one goes out as it came in', async () => {
  const { page, hand } = await sitDown();
  await hand.follow('Petitions');
  await hand.click('New petition');
  const json = (content: unknown) => ({
    name: 'form.json',
    mimeType: 'application/json',
    buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  });
  const good = JSON.parse(readFileSync(`${SAMPLES}forms/aif-xinjiang/form.json`, 'utf8'));
  await hand.give('Import a definition (JSON)', json('{ broken'));
  await page.waitForSelector('text=not readable JSON');
  const fields = good.fields.map((field: object, k: number) => (k === 2 ? { ...field, type: 'zip' } : field));
  await hand.give('Import a definition (JSON)', json({ ...good, fields }));
  await page.waitForSelector('text=is no form definition');
  await page.waitForSelector(`text=${good.fields[2].label}`);
  await hand.give('Import a definition (JSON)', json(good));
  await page.waitForSelector('.sheet-canvas');
  const [download] = await Promise.all([page.waitForEvent('download'), hand.click('Export (JSON)')]);
  const exported = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect({ ...exported, version: 1 }).toEqual(good);
});
