/** People who may have signed more than once: looked for within the petition's scope, decided by a person, told once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { DuplicatesWire } from '../../src/domain/wire-duplicates.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let supervisor: Client;
beforeAll(async () => {
  api = await startApi();
  supervisor = await api.enter('supervisor', 'reviewer');
});
afterAll(() => api.close());

const person = (family_name: string, given_name: string): Values => ({
  ...someone(1),
  family_name,
  given_name,
  email: '',
});
const ALINE = person('Lefebvre', 'Aline');
const ALINE_AGAIN = person('ALINE', 'Lefevre');
const BRUNO = person('Lefebvre', 'Bruno');

/** One envelope a sheet; every line counted. */
async function countedSheets(...sheets: Values[][]) {
  const petition = await addPetition(api.database, { form: testForm(3) });
  const { petitionId } = petition;
  for (const lines of sheets) await addSheet(api.database, { ...petition, lines, images: api.images });
  const wish = { petitionId, limit: sheets.flat().length };
  const claims = await supervisor.post<{ items: ClaimWire[] }>('/api/review/claims', wish);
  for (const { id, version, fields } of claims.items) {
    await supervisor.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields });
  }
  return petitionId;
}

const look = async (petitionId: string) =>
  (await supervisor.get<DuplicatesWire>(`/api/petitions/${petitionId}/duplicates`)).body;
const setScope = (petitionId: string, duplicateScope: string) =>
  supervisor.send('PATCH', `/api/petitions/${petitionId}`, { settings: { duplicateScope } });

test('are looked for in the petition, in an envelope, or not at all, as the petition says', async () => {
  const petitionId = await countedSheets([ALINE, BRUNO], [ALINE_AGAIN]);
  const all = await look(petitionId);
  expect(all).toMatchObject({ scope: 'petition', total: 1 });
  expect([all.items[0]!.first, all.items[0]!.second].map(({ fields }) => fields?.given_name).toSorted()).toEqual(
    ['Aline', 'Lefevre'].toSorted(),
  );
  await setScope(petitionId, 'batch');
  expect(await look(petitionId)).toMatchObject({ scope: 'batch', total: 0 });
  await setScope(petitionId, 'none');
  expect(await look(petitionId)).toMatchObject({ scope: 'none', total: 0 });

  const together = await countedSheets([ALINE, ALINE_AGAIN]);
  await setScope(together, 'batch');
  expect((await look(together)).total).toBe(1);
});

test('one of the two is taken out, naming the other, within the scope alone', async () => {
  const petitionId = await countedSheets([ALINE], [ALINE_AGAIN]);
  const [pair] = (await look(petitionId)).items;
  const { first, second } = pair!;
  const reopened = await supervisor.post<{ version: number }>(`/api/rows/${second.lineId}/reopen`, {
    version: second.lineVersion,
  });
  const twin = { version: reopened.version, outcome: 'rejected', reason: 'duplicate', duplicateOf: first.lineId };
  for (const scope of ['batch', 'none']) {
    await setScope(petitionId, scope);
    const refused = await supervisor.send('POST', `/api/rows/${second.lineId}/decisions`, twin);
    expect(refused.body).toMatchObject({ code: 'twin_invalid' });
  }
  await setScope(petitionId, 'petition');
  await supervisor.post(`/api/rows/${second.lineId}/decisions`, twin);
  expect((await look(petitionId)).total).toBe(0);
  const ledger = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  expect(ledger.body).toMatchObject({ states: { counted: 1, rejected: 1 }, reasons: { duplicate: 1 } });
});

test('two people told apart are not shown again, restricted ones never, and every look is on record', async () => {
  const petitionId = await countedSheets([ALINE, ALINE_AGAIN]);
  const [pair] = (await look(petitionId)).items;
  const { first, second } = pair!;
  const officer = await api.enter('dpo');
  await officer.post(`/api/lines/${first.lineId}/restriction`);
  expect((await look(petitionId)).total).toBe(0);
  await officer.send('DELETE', `/api/lines/${first.lineId}/restriction`);
  expect((await look(petitionId)).total).toBe(1);
  const apart = (ids: string[]) => supervisor.send('POST', `/api/petitions/${petitionId}/duplicates/apart`, { ids });
  expect((await apart([first.id, crypto.randomUUID()])).status).toBe(404);
  expect((await apart([first.id, first.id])).status).toBe(400);
  expect((await apart([second.id, first.id])).status).toBe(204);
  expect((await apart([first.id, second.id])).status).toBe(204);
  expect((await look(petitionId)).total).toBe(0);
  const looks = await api.database.auditEvent.count({ where: { kind: 'duplicates_viewed', subjectId: petitionId } });
  expect(looks).toBe(4);
});
