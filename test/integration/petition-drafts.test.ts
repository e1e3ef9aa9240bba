/** A petition set up over HTTP, from the blank sheet to the first real one: what workers do, what is refused, what stays. */
import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PetitionWire } from '../../src/domain/wire-petition.ts';
import type { DraftWire } from '../../src/domain/wire-draft.ts';
import { removeOldDraftSheets } from '../../src/store/draft-sheet.ts';
import { createMailroom, type Mailroom, multipartBody } from '../helpers/mailroom.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const SAMPLES = new URL('../../samples/', import.meta.url).pathname;
/** ms. Detection or reading, on two cores that others use too. */
const WORK = 120_000;
/** ms. Two of them, and what lies between. */
const PATIENCE = { timeout: 3 * WORK };

const dataFolder = temporaryFolder();
let house: Mailroom;
let blank: Uint8Array;
beforeAll(async () => {
  blank = await readFile(`${SAMPLES}forms/aif-xinjiang/blank.pdf`);
  house = await createMailroom({ dataFolder });
  const stages = new URL('../../workers/page-process.ts', import.meta.url);
  await house.startWorker({ stages, stageSettings: { handwriting: false } });
});
afterAll(() => house.close());

const begin = async (body: object = {}) => (await house.post<DraftWire>('/api/drafts', body)).body;
const look = (id: string) => house.get<DraftWire>(`/api/drafts/${id}`);

async function send(id: string, kind: string, ...files: [string, Uint8Array][]) {
  const answer = await house.raw('POST', `/api/drafts/${id}/sheets/${kind}`, multipartBody(files));
  return answer.json<{ items: { file: string; outcome: string; code?: string; params?: object }[] }>().items;
}

async function settled(id: string): Promise<DraftWire> {
  let draft = await look(id);
  await waitUntil(
    'no sheet waits',
    async () => {
      draft = await look(id);
      return draft.sheets.every((sheet) => sheet.state !== 'waiting');
    },
    WORK,
  );
  return draft;
}

function manyPages(count: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const doc = new PDFDocument({ autoFirstPage: false });
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    for (let page = 0; page < count; page++) doc.addPage().text(`Page ${page + 1}`);
    doc.end();
  });
}

async function patch(id: string, body: object) {
  const answer = await house.raw('PATCH', `/api/drafts/${id}`, { payload: body });
  return { status: answer.statusCode, body: answer.json() };
}

test('from a blank sheet through a trial to a running petition', PATIENCE, async () => {
  const { id } = await begin();
  expect(await send(id, 'blank', ['blank.pdf', blank])).toEqual([{ file: 'blank.pdf', outcome: 'accepted' }]);
  const detected = await settled(id);
  expect(detected.sheets).toMatchObject([{ kind: 'blank', state: 'done', page: 1, file: 'blank.pdf' }]);
  const types = detected.form!.fields.map((field) => field.type);
  expect(types).toEqual(['family_name', 'given_name', 'postcode', 'city', 'email', 'signature']);
  expect(detected.form!.print).toBeDefined();
  expect(detected.problems).toEqual([]);
  const picture = await house.raw('GET', detected.sheets[0]!.imageUrl!);
  expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);

  const scan = await readFile(`${SAMPLES}sheets/dev-few/scan.jpg`);
  expect(await send(id, 'trial', ['few.jpg', scan], ['LICENSE', await readFile(`${SAMPLES}../LICENSE`)])).toMatchObject(
    [
      { file: 'few.jpg', outcome: 'accepted' },
      { file: 'LICENSE', outcome: 'refused', code: 'unsupported_type' },
    ],
  );
  const tried = await settled(id);
  const trial = tried.sheets.find((sheet) => sheet.kind === 'trial')!.trial!;
  expect(trial).toMatchObject({ status: 'registered', revision: tried.revision });
  expect(trial.lines).toHaveLength(10);
  const filled = trial.lines.filter((line) => line.state === 'filled');
  expect(filled.length).toBeGreaterThan(1);
  for (const line of filled) expect(line.cells.map((cell) => cell.field)).toContain('family_name');
  expect(trial.residual).toBeLessThan(1);
  // Nothing of it is in the count.
  expect(await house.database.line.count()).toBe(0);

  await patch(id, { choices: { title: 'Liberté', language: 'fr', settings: { lateRule: 'arrival' } } });
  await patch(id, { choices: { settings: { retentionMonths: 6 } } });
  const { sha256, image } = await house.database.draftSheet.findFirstOrThrow({ where: { kind: 'trial' } });
  const { status, body } = await house.post<{ petitionId: string }>(`/api/drafts/${id}/open`, {});
  expect(status).toBe(201);
  const petition = await house.get<PetitionWire>(`/api/petitions/${body.petitionId}`);
  expect(petition).toMatchObject({ title: 'Liberté', settings: { lateRule: 'arrival', retentionMonths: 6 } });
  expect(petition.forms[0]!.definition.fields).toHaveLength(6);
  expect((await house.raw('GET', `/api/drafts/${id}`)).statusCode).toBe(404);
  // Somebody's names went with the set-up.
  expect([await house.images.has(sha256), await house.images.has(image!)]).toEqual([false, false]);
});

test('a running petition gets a new version of its form, and the older one retires', async () => {
  const petition = (await house.get<{ items: PetitionWire[] }>('/api/petitions')).items.find(
    (one) => one.title === 'Liberté',
  )!;
  const draft = await begin({ petitionId: petition.id });
  expect(draft.form!.id).toBe(petition.forms[0]!.key);
  const again = await house.post<{ code: string }>(`/api/drafts/${draft.id}/open`, {});
  expect([again.status, again.body.code]).toEqual([409, 'form_exists']);
  const fields = draft.form!.fields.map((field, k) => (k === 0 ? { ...field, label: 'Nom de famille' } : field));
  expect((await patch(draft.id, { form: { ...draft.form!, fields } })).body.revision).toBe(draft.revision + 1);
  await house.post(`/api/drafts/${draft.id}/open`, { retireOlder: true });
  const { forms } = await house.get<PetitionWire>(`/api/petitions/${petition.id}`);
  expect(forms.map(({ version, retired }) => [version, retired])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('what is no form is refused with the field and what is wrong; boxes that lie wrongly are kept and named', async () => {
  const { id } = await begin();
  const form = JSON.parse(await readFile(`${SAMPLES}forms/aif-xinjiang/form.json`, 'utf8'));
  const nickname = structuredClone(form);
  nickname.fields[0].type = 'nickname';
  const refused = await patch(id, { form: nickname });
  expect([refused.status, refused.body.code]).toEqual([422, 'form_unusable']);
  expect(refused.body.problems[0]).toMatchObject({ path: 'fields.0.type', code: 'form_schema' });
  expect(refused.body.problems[0].params.what).toContain(form.fields[0].label);
  expect((await patch(id, { form: 'a letter' })).status).toBe(422);
  expect((await look(id)).form).toBeNull();

  const across = structuredClone(form);
  across.fields[1].box = across.fields[0].box;
  across.rows.boxes[2][1] = 400;
  const kept = await patch(id, { form: across });
  expect(kept.status).toBe(200);
  expect(kept.body.problems.map((problem: { code: string; path: string }) => [problem.code, problem.path])).toEqual([
    ['box_outside', 'rows.boxes.2'],
    ['boxes_overlap', 'fields.1.box'],
  ]);
  const opened = await house.post<{ code: string; problems: object[] }>(`/api/drafts/${id}/open`, {});
  expect([opened.status, opened.body.code, opened.body.problems.length]).toEqual([422, 'form_invalid', 2]);
});

test('a sheet that holds no form, and files that are no sheet, say so', PATIENCE, async () => {
  const { id } = await begin();
  const [long, empty] = await send(id, 'blank', ['300.pdf', await manyPages(300)], ['empty.pdf', new Uint8Array()]);
  expect(long).toMatchObject({ outcome: 'refused', code: 'sheet_too_many_pages', params: { pages: 300, limit: 20 } });
  expect(empty).toMatchObject({ outcome: 'refused', code: 'empty_file' });
  const none = await house.post<{ code: string }>(`/api/drafts/${id}/open`, {});
  expect([none.status, none.body.code]).toEqual([409, 'form_missing']);

  await send(id, 'blank', ['letter.pdf', await manyPages(2)]);
  const [letter] = (await settled(id)).sheets;
  expect(letter).toMatchObject({ state: 'failed', pageCount: 2, reason: { code: 'form_not_found' } });
  const beyond = await house.post<{ code: string }>(`/api/drafts/${id}/sheets/${letter!.id}/again`, { page: 3 });
  expect([beyond.status, beyond.body.code]).toEqual([409, 'no_such_page']);
  // The next blank sheet takes its place.
  await send(id, 'blank', ['blank.pdf', blank]);
  expect((await look(id)).sheets.map((sheet) => sheet.file)).toEqual(['blank.pdf']);
  await settled(id);
});

test('filled-in sheets do not outlive a week, whatever became of the set-up', async () => {
  const { id } = await begin();
  const scan = await readFile(`${SAMPLES}sheets/dev-few/scan.jpg`);
  await send(id, 'trial', ['few.jpg', scan]);
  await settled(id);
  const { sha256 } = await house.database.draftSheet.findFirstOrThrow({ where: { draftId: id } });
  await removeOldDraftSheets(house.database, house.images, new Date(Date.now() - 60_000));
  expect(await house.images.has(sha256)).toBe(true);
  await removeOldDraftSheets(house.database, house.images, new Date(Date.now() + 1_000));
  expect([await house.images.has(sha256), (await look(id)).sheets]).toEqual([false, []]);
});
