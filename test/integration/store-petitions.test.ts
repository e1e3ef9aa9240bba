/** Petitions over HTTP: what is enough, what is refused, what freezes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_REASONS } from '../../src/domain/reasons.ts';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { PetitionWire } from '../../src/domain/wire-petition.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm } from '../helpers/sheet.ts';

let api: Api;
let supervisor: Client;
beforeAll(async () => {
  api = await startApi();
  supervisor = await api.enter('supervisor');
});
afterAll(() => api.close());

const create = (body: object = {}) =>
  supervisor.post<PetitionWire>('/api/petitions', { title: 'Liberté', language: 'fr', form: testForm(), ...body });

test('title, language and form are enough for a running petition', async () => {
  const petition = await create();
  expect(petition).toMatchObject({
    title: 'Liberté',
    state: 'open',
    isPractice: false,
    countableFields: ['family_name', 'given_name', 'signature'],
    reasons: DEFAULT_REASONS,
    secondKeying: { mode: 'none' },
    awaitingReview: 0,
    forms: [{ key: 'test-form', version: 1, frozen: false, noticeVersion: 1 }],
  });
  const [notice] = await api.test.query<{ text: string }>('SELECT text FROM notice_version WHERE petition_id = $1', [
    petition.id,
  ]);
  expect(notice!.text).toBe('What is done with these names.');
  const list = await supervisor.get<{ items: PetitionWire[] }>('/api/petitions');
  expect(list.body.items.map((item) => item.id)).toContain(petition.id);
});

test.each([
  ['a field the form does not have', { countableFields: ['nickname'] }, 422],
  ['a contact question the form does not ask', { settings: { contactField: 'news' } }, 422],
  ['a reason outside the list', { reasons: ['ugly'] }, 400],
  ['no title', { title: '  ' }, 400],
  ['a form without lines', { form: { ...testForm(), rows: { boxes: [] } } }, 400],
])('is refused with %s', async (_, body, status) => {
  const answer = await supervisor.send('POST', '/api/petitions', {
    title: 'T',
    language: 'fr',
    form: testForm(),
    ...body,
  });
  expect(answer.status).toBe(status);
  expect(answer.body.problems).not.toEqual([]);
});

test('choices may change later, each checked again', async () => {
  const { id } = await create();
  const change = (body: object) => supervisor.send<PetitionWire>('PATCH', `/api/petitions/${id}`, body);
  const changed = await change({
    title: 'Liberté !',
    secondKeying: { mode: 'random', share: 0.1 },
    settings: { recordOfWork: false },
  });
  expect(changed.body).toMatchObject({
    title: 'Liberté !',
    settings: { recordOfWork: false, capitals: 'title', country: 'FR' },
  });
  // What is not said stays as it was chosen.
  expect((await change({ settings: { capitals: 'as_written' } })).body.settings).toMatchObject({
    recordOfWork: false,
    capitals: 'as_written',
  });
  expect((await change({ countableFields: ['nickname'] })).status).toBe(422);
  expect((await change({ closesOn: '2027-01-31', state: 'closed' })).body).toMatchObject({
    closesOn: '2027-01-31',
    state: 'closed',
  });
});

test('a form in use is frozen by the database; a change is a new version with its own notice', async () => {
  const { id, forms } = await create();
  await addSheet(api.database, { petitionId: id, formId: forms[0]!.id, form: testForm(), lines: [someone(1)] });
  const read = (await supervisor.get<PetitionWire>(`/api/petitions/${id}`)).body;
  expect(read.forms[0]!.frozen).toBe(true);
  const tamper = api.test.query(`UPDATE form_definition SET definition = '{}' WHERE id = $1`, [forms[0]!.id]);
  await expect(tamper).rejects.toThrow(/frozen/);
  await expect(api.test.query("UPDATE notice_version SET text = 'else'")).rejects.toThrow(/never changed/);
  const same = await supervisor.send('POST', `/api/petitions/${id}/forms`, { form: testForm() });
  expect([same.status, same.body.code]).toEqual([409, 'form_exists']);
  const notice = { text: 'A longer notice.', recipients: ['The president'] };
  const next = await supervisor.post(`/api/petitions/${id}/forms`, { form: testForm(5), notice });
  expect(next).toMatchObject({ key: 'test-form', version: 2, noticeVersion: 2, frozen: false });
});

test('sheets of a print edition are numbered on from the last, and a refused print takes no number', async () => {
  const print = (petition: PetitionWire) =>
    supervisor.send('POST', `/api/petitions/${petition.id}/forms/${petition.forms[0]!.id}/print`, { copies: 2 });
  const printed = async (petition: PetitionWire) =>
    (await supervisor.get<PetitionWire>(`/api/petitions/${petition.id}`)).body.forms[0]!.printedSheets;
  const petition = await create();
  for (const first of [1, 3]) {
    expect((await print(petition)).headers['content-disposition']).toContain(`test-form-1-${first}.pdf`);
  }
  expect(await printed(petition)).toBe(4);

  const high = testForm();
  const noRoom = { ...high, rows: { boxes: high.rows.boxes.map(([x, y, w, h]) => [x - 12, y - 42, w, h]) } };
  const unprintable = await create({ form: noRoom });
  const refused = await print(unprintable);
  expect([refused.status, refused.body.code]).toEqual([422, 'print_no_room']);
  expect(await printed(unprintable)).toBe(0);
});

test('a practice petition is gone with one click, a real one never', async () => {
  const practice = await addPetition(api.database, { isPractice: true });
  const sheet = await addSheet(api.database, { ...practice, lines: [someone(1)], images: api.images });
  const real = await addPetition(api.database);
  const sameBytes = await addSheet(api.database, { ...real, lines: [someone(1)], images: api.images });
  await api.test.query('UPDATE page SET source_image = $2 WHERE id = $1', [sameBytes.pageId, sameBytes.image]);
  const reviewer = await api.enter('reviewer');
  const { petitionId } = practice;
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId });
  const [item] = claims.items;
  await reviewer.post(`/api/rows/${item!.id}/decisions`, { version: item!.version, outcome: 'accepted' });
  const remove = (id: string) => supervisor.send('DELETE', `/api/petitions/${id}`);
  expect((await remove(petitionId)).status).toBe(204);
  for (const table of ['petition', 'batch', 'line', 'signer', 'form_definition', 'notice_version']) {
    const column = table === 'petition' ? 'id' : 'petition_id';
    expect(await api.test.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [petitionId]), table).toEqual([]);
  }
  expect([await api.images.has(sheet.image!), await api.images.has(sameBytes.image!)]).toEqual([false, true]);
  expect((await remove(real.petitionId)).body).toMatchObject({ status: 409, code: 'petition_real' });
  await expect(api.test.query('DELETE FROM line WHERE petition_id = $1', [real.petitionId])).rejects.toThrow(
    /never deleted/,
  );
});

test('what does not exist is not found', async () => {
  const answer = await supervisor.get(`/api/petitions/${crypto.randomUUID()}`);
  expect([answer.status, answer.body.code]).toEqual([404, 'petition_unknown']);
  expect((await supervisor.get('/api/petitions/7')).status).toBe(400);
});
