/** What reviewers learn from their own lines; the record of work, in sums and only where it is on; keys of one's own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { PetitionWire } from '../../src/domain/wire-petition.ts';
import type { SessionWire } from '../../src/domain/wire-people.ts';
import type { CorrectedLineWire, WorkRecordWire } from '../../src/domain/wire-work.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let people: Client[];
let chief: Client;
beforeAll(async () => {
  api = await startApi();
  people = await Promise.all([1, 2, 3].map(() => api.enter('reviewer')));
  chief = await api.enter('supervisor');
});
afterAll(() => api.close());

async function sheet(lines: number, secondKeying: object = { mode: 'none' }) {
  const petition = await addPetition(api.database, { form: testForm(lines), secondKeying: secondKeying as never });
  const values = Array.from({ length: lines }, (_, index) => someone(index + 1));
  return { ...petition, ...(await addSheet(api.database, { ...petition, lines: values })) };
}

async function key(who: Client, petitionId: string, fields: Values, work: object = {}): Promise<ClaimWire> {
  const [item] = (await who.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId })).items;
  const body = { version: item!.version, outcome: 'accepted', fields, ...work };
  await who.post(`/api/rows/${item!.id}/decisions`, body);
  return item!;
}
const corrections = async (who: Client, petitionId: string) =>
  (await who.get<{ items: CorrectedLineWire[] }>(`/api/petitions/${petitionId}/own-corrections`)).body.items;

test('a line that a third person settled is shown to those who had keyed otherwise, and only once it is settled', async () => {
  const { petitionId, lineIds } = await sheet(1, { mode: 'all' });
  const [first, second, third] = people as [Client, Client, Client];
  await key(first, petitionId, { ...someone(1), city: 'Brest' });
  await key(second, petitionId, { ...someone(1), city: 'Quimper' });
  expect(await corrections(first, petitionId)).toEqual([]);
  expect(await corrections(second, petitionId)).toEqual([]);
  await key(third, petitionId, { ...someone(1), city: 'Quimper' });
  const [learnt] = await corrections(first, petitionId);
  expect(learnt).toMatchObject({ lineId: lineIds[0], kind: 'adjudication', own: { outcome: 'accepted' } });
  expect(learnt!.fields.find(({ name }) => name === 'city')).toEqual({
    name: 'city',
    label: 'Ville',
    machine: 'Quimper',
    own: 'Brest',
    final: 'Quimper',
  });
  expect(await corrections(second, petitionId)).toEqual([]);
  expect(await corrections(third, petitionId)).toEqual([]);
  const seen = await api.database.auditEvent.findFirstOrThrow({
    where: { kind: 'corrections_viewed', personId: first.personId },
    orderBy: { id: 'desc' },
  });
  expect(seen.details).toEqual({ lines: lineIds });
});

test('so is a signer put right later, and a line that was reviewed again', async () => {
  const { petitionId, lineIds } = await sheet(2);
  const [first] = people as [Client];
  await key(first, petitionId, { ...someone(1), family_name: 'Durant' });
  await key(first, petitionId, someone(2));
  const signer = await api.database.signer.findUniqueOrThrow({ where: { lineId: lineIds[0]! } });
  const line = await api.database.line.findUniqueOrThrow({ where: { id: lineIds[0]! } });
  await chief.post(`/api/signers/${signer.id}/corrections`, {
    version: line.version,
    fields: { family_name: 'Durand' },
  });
  const again = await api.database.line.findUniqueOrThrow({ where: { id: lineIds[1]! } });
  const { version } = await chief.post<{ version: number }>(`/api/rows/${lineIds[1]}/reopen`, {
    version: again.version,
  });
  expect((await corrections(first, petitionId)).map(({ kind }) => kind)).toEqual(['correction']);
  await chief.post(`/api/rows/${lineIds[1]}/decisions`, { version, outcome: 'rejected', reason: 'struck' });
  const learnt = await corrections(first, petitionId);
  expect(learnt.map(({ kind, final }) => [kind, final.reason])).toEqual([
    ['review', 'struck'],
    ['correction', null],
  ]);
});

test('time and keys are shown as sums of days with enough people, and not recorded once switched off', async () => {
  const { petitionId } = await sheet(5);
  const work = async () => (await chief.get<WorkRecordWire>(`/api/petitions/${petitionId}/work`)).body;
  await key(people[0]!, petitionId, someone(1), { elapsedMs: 4_000, keys: 2 });
  await key(people[1]!, petitionId, someone(2), { elapsedMs: 6_000, keys: 4 });
  expect(await work()).toMatchObject({
    recorded: true,
    items: [{ day: null, lines: 2, medianMs: null, medianKeys: null }],
  });
  await key(people[2]!, petitionId, someone(3), { elapsedMs: 20_000, keys: 12 });
  const [today] = (await work()).items;
  expect(today).toMatchObject({ lines: 3, medianMs: 6_000, medianKeys: 4 });
  expect(today!.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  const before = await chief.get<PetitionWire>(`/api/petitions/${petitionId}`);
  // What lines were decided by stays as it is.
  const settled = await chief.send<{ code: string }>('PATCH', `/api/petitions/${petitionId}`, {
    settings: { contactField: 'email', capitals: 'as_written' },
  });
  expect([settled.status, settled.body.code]).toEqual([409, 'setting_settled']);
  await chief.send('PATCH', `/api/petitions/${petitionId}`, { settings: { lateRule: 'arrival' } });
  await chief.send('PATCH', `/api/petitions/${petitionId}`, { settings: { recordOfWork: false } });
  const after = await chief.get<PetitionWire>(`/api/petitions/${petitionId}`);
  // One switch moves nothing else.
  expect(after.body.settings).toEqual({
    ...before.body.settings,
    lateRule: 'arrival',
    recordOfWork: false,
  });
  const item = await key(people[0]!, petitionId, someone(4), { elapsedMs: 5_000, keys: 3 });
  const [decision] = await api.database.decision.findMany({ where: { lineId: item.id } });
  expect([decision!.elapsedMs, decision!.keys]).toEqual([null, null]);
  expect(await work()).toMatchObject({ recorded: false, items: [{ lines: 3 }] });
});

test('keys of one’s own come with the account; what browsers need and what is taken is refused', async () => {
  const [who] = people as [Client];
  const choose = (keys: object) => who.send<SessionWire & { code: string }>('PATCH', '/api/session', { keys });
  expect((await choose({ postpone: 'Insert', page: 'Shift+F2' })).body.keys).toEqual({
    postpone: 'Insert',
    page: 'Shift+F2',
  });
  expect((await who.get<SessionWire>('/api/session')).body.keys).toEqual({ postpone: 'Insert', page: 'Shift+F2' });
  for (const keys of [{ ask: 'F5' }, { ask: 'Ctrl+W' }, { ask: 'a' }, { ask: 'F4' }, { dance: 'Insert' }]) {
    expect([(await choose(keys)).status, keys]).toEqual([400, keys]);
  }
  expect((await choose({})).body.keys).toEqual({});
});
