/** Lines put off, asked about, escalated, answered; sheets given back to be scanned again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { QuestionWire } from '../../src/domain/wire-questions.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm } from '../helpers/sheet.ts';

let api: Api;
let anne: Client;
let bert: Client;
let chief: Client;
let clerk: Client;
beforeAll(async () => {
  api = await startApi();
  anne = await api.enter('reviewer');
  bert = await api.enter('reviewer');
  chief = await api.enter('supervisor');
  clerk = await api.enter('mailroom');
});
afterAll(() => api.close());

let petitionId: string;
let lineIds: string[];
let pageId: string;
async function newSheet(lines = 1, secondKeying: object = { mode: 'none' }) {
  const petition = await addPetition(api.database, { form: testForm(lines), secondKeying: secondKeying as never });
  const values = Array.from({ length: lines }, (_, index) => someone(index + 1));
  ({ petitionId } = petition);
  ({ lineIds, pageId } = await addSheet(api.database, { ...petition, lines: values }));
}
beforeEach(() => newSheet());

const claims = async (who: Client, wish: object = {}) =>
  (await who.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, limit: 3, ...wish })).items;
const idsOf = async (who: Client, wish: object = {}) => (await claims(who, wish)).map(({ id }) => id);
const row = (index = 0) => `/api/rows/${lineIds[index]}`;
const questions = async (who: Client) =>
  (await who.get<{ items: QuestionWire[] }>(`/api/petitions/${petitionId}/questions`)).body.items;
const code = async (who: Client, url: string, body: object = {}) => {
  const answer = await who.send('POST', url, body);
  return [answer.status, answer.body?.code];
};
const kinds = async (id: string) =>
  (await api.database.auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  );

describe('a line put off', () => {
  test('is out of sight, listed, and taken up again by name or with all that were put off', async () => {
    await claims(anne);
    await anne.send('POST', `${row()}/postponement`, { minutes: 60 });
    expect(await idsOf(bert)).toEqual([]);
    expect(await questions(bert)).toMatchObject([{ lineId: lineIds[0], waitsFor: 'later', mayTake: true }]);
    expect(await idsOf(bert, { postponed: true })).toEqual(lineIds);
    await bert.send('POST', '/api/review/releases', { ids: lineIds });
    const taken = await anne.post<ClaimWire>(`${row()}/lease`);
    expect(taken.id).toBe(lineIds[0]);
    expect(await questions(anne)).toEqual([]);
    expect(await kinds(lineIds[0]!)).toContain('line_postponed');
  });
});

describe('a question to a colleague', () => {
  test('goes to that colleague with the note, and comes back with the answer', async () => {
    await claims(anne);
    await anne.send('POST', `${row()}/questions`, {
      to: 'colleague',
      personId: bert.personId,
      text: ' Le Goff or Le Gall? ',
    });
    expect(await idsOf(anne)).toEqual([]);
    expect(await idsOf(chief)).toEqual([]);
    const [asked] = await claims(bert);
    expect(asked).toMatchObject({ waitsFor: 'colleague', notes: [{ kind: 'asked', text: 'Le Goff or Le Gall?' }] });
    await bert.send('POST', `${row()}/answers`, { text: 'Le Gall' });
    expect(await idsOf(bert)).toEqual([]);
    const [back] = await claims(anne);
    expect(back).toMatchObject({
      waitsFor: 'asker',
      notes: [{ kind: 'asked' }, { kind: 'answered', text: 'Le Gall' }],
    });
    await anne.post(`${row()}/decisions`, { version: back!.version, outcome: 'accepted' });
    expect(await questions(chief)).toEqual([]);
    expect(await kinds(lineIds[0]!)).toEqual(['line_asked', 'line_answered', 'line_decided']);
  });

  test('to whoever is free may be decided by them at once; the asker may take it back', async () => {
    await claims(anne);
    await anne.send('POST', `${row()}/questions`, { to: 'colleague', text: 'Who can read this?' });
    expect(await code(anne, `${row()}/lease`)).toEqual([200, undefined]);
    expect(await questions(bert)).toEqual([]);
    await anne.send('POST', `${row()}/questions`, { to: 'colleague', text: 'Who can read this?' });
    const [asked] = await claims(bert);
    await bert.post(`${row()}/decisions`, { version: asked!.version, outcome: 'rejected', reason: 'illegible' });
    expect(await code(anne, `${row()}/lease`)).toEqual([409, 'line_not_free']);
  });

  test('sent twice is asked once', async () => {
    await claims(anne);
    const asked = { to: 'colleague', text: 'Le Goff or Le Gall?' };
    await Promise.all([1, 2].map(() => anne.send('POST', `${row()}/questions`, asked)));
    expect(await api.database.lineNote.count({ where: { lineId: lineIds[0]! } })).toBe(1);
  });

  test('does not wait for ever', async () => {
    await claims(anne);
    await anne.send('POST', `${row()}/questions`, { to: 'colleague', personId: bert.personId });
    await api.test.query("UPDATE line SET waits_until = now() - interval '1 second' WHERE id = $1", [lineIds[0]]);
    expect(await idsOf(chief)).toEqual(lineIds);
  });

  test('is refused for a line of somebody else, to oneself, and to people who do not review', async () => {
    expect(await code(anne, `${row()}/questions`, { to: 'colleague' })).toEqual([409, 'lease_not_held']);
    await claims(anne);
    for (const personId of [anne.personId, clerk.personId, crypto.randomUUID()]) {
      expect(await code(anne, `${row()}/questions`, { to: 'colleague', personId })).toEqual([409, 'cannot_be_asked']);
    }
    expect(await code(anne, `${row()}/questions`, { to: 'colleague', text: 'x'.repeat(1_001) })).toEqual([
      400,
      'invalid_request',
    ]);
    expect(await code(bert, `${row()}/answers`, { text: 'unasked' })).toEqual([409, 'no_question']);
  });
});

describe('an escalated line', () => {
  test('is listed for supervisors without a word of the note, and comes back answered', async () => {
    await claims(anne);
    await anne.send('POST', `${row()}/questions`, { to: 'supervisor', text: 'Two people in one cell' });
    expect(await idsOf(bert)).toEqual([]);
    expect(await questions(bert)).toEqual([]);
    const answer = await chief.get<{ items: QuestionWire[] }>(`/api/petitions/${petitionId}/questions`);
    expect(answer.body.items).toMatchObject([
      { lineId: lineIds[0], waitsFor: 'supervisor', index: 1, mayTake: true, mayAnswer: true, isHeld: false },
    ]);
    expect(answer.text).not.toContain('Two people');
    expect(await code(bert, `${row()}/answers`, { text: 'me too' })).toEqual([409, 'answer_would_tell']);
    const taken = await chief.post<ClaimWire>(`${row()}/lease`);
    expect(taken.notes).toMatchObject([{ kind: 'escalated', text: 'Two people in one cell' }]);
    await chief.send('POST', `${row()}/answers`, { text: 'The first one counts' });
    const [back] = await claims(anne);
    expect(back!.notes.map(({ text }) => text)).toEqual(['Two people in one cell', 'The first one counts']);
  });
});

describe('in blind second keying', () => {
  test('no note of the first keying is shown, and whoever read one does not key the line again', async () => {
    await newSheet(1, { mode: 'all' });
    await claims(anne);
    await anne.send('POST', `${row()}/questions`, {
      to: 'colleague',
      personId: bert.personId,
      text: 'Durand or Dupont?',
    });
    await claims(bert);
    await bert.send('POST', `${row()}/answers`, { text: 'Dupont' });
    const [back] = await claims(anne);
    await anne.post(`${row()}/decisions`, { version: back!.version, outcome: 'accepted' });
    expect(await idsOf(bert)).toEqual([]);
    const answer = await chief.send<{ items: ClaimWire[] }>('POST', '/api/review/claims', { petitionId });
    expect(answer.body.items).toMatchObject([{ mode: 'second_keying', notes: [], waitsFor: null }]);
    expect(answer.text).not.toMatch(/Dupont|Durand/);
  });

  test('whoever keyed first is not asked, gets no sight of the question, and may only send it back without a word', async () => {
    await newSheet(1, { mode: 'all' });
    const both = await api.enter('reviewer', 'supervisor');
    const [first] = await claims(both);
    await both.post(`${row()}/decisions`, { version: first!.version, outcome: 'accepted' });
    const [second] = await claims(anne);
    const colleagues = await anne.get<{ items: { id: string }[] }>(`${row()}/colleagues`);
    expect(colleagues.body.items.map(({ id }) => id)).not.toContain(both.personId);
    expect(colleagues.body.items.map(({ id }) => id)).toContain(bert.personId);
    expect(await code(anne, `${row()}/questions`, { to: 'colleague', personId: both.personId })).toEqual([
      409,
      'cannot_be_asked',
    ]);
    await anne.send('POST', `${row()}/questions`, { to: 'supervisor', text: 'I cannot read the town' });
    expect(await code(both, `${row()}/lease`)).toEqual([409, 'line_not_free']);
    expect(await questions(both)).toMatchObject([{ mayTake: false, mayAnswer: true }]);
    expect(await code(both, `${row()}/answers`, { text: 'It is Quimper' })).toEqual([409, 'answer_would_tell']);
    expect(await code(both, `${row()}/answers`)).toEqual([204, undefined]);
    const [again] = await claims(anne);
    expect(again).toMatchObject({ id: second!.id, mode: 'second_keying', waitsFor: 'asker' });
  });
});

describe('a sheet given back to be scanned again', () => {
  beforeEach(() => newSheet(3));

  test('takes its undecided lines out of the pile, is listed in triage with its slip, and comes back', async () => {
    const [first] = await claims(anne, { limit: 2 });
    await anne.post(`${row()}/decisions`, { version: first!.version, outcome: 'accepted' });
    const handed = await anne.post(`/api/pages/${pageId}/hand-back`, { reason: 'cut_off' });
    expect(handed).toMatchObject({ handedBack: { reason: 'cut_off' } });
    expect(await idsOf(anne)).toEqual([]);
    expect(await idsOf(bert)).toEqual([]);
    const body = { version: 1, outcome: 'rejected', reason: 'illegible' };
    expect(await code(anne, `${row(1)}/decisions`, body)).toEqual([409, 'lease_not_held']);
    const triage = await clerk.get<{ items: object[] }>(`/api/pages?petitionId=${petitionId}`);
    expect(triage.body.items).toMatchObject([{ id: pageId, state: 'read', handedBack: { reason: 'cut_off' } }]);
    const slip = await clerk.get(`/api/pages/${pageId}/re-scan-slip.pdf?language=fr`);
    expect([slip.status, slip.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(slip.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const ledger = await chief.get(`/api/petitions/${petitionId}/ledger`);
    expect(ledger.body).toMatchObject({ printedLines: 3, balanced: true, states: { counted: 1, awaiting_review: 2 } });
    expect((await clerk.send('DELETE', `/api/pages/${pageId}/hand-back`)).status).toBe(204);
    expect(await idsOf(bert)).toEqual(lineIds.slice(1));
    expect(await kinds(pageId)).toEqual(['page_handed_back', 'page_returned']);
    expect((await clerk.get(`/api/pages/${pageId}/re-scan-slip.pdf`)).status).toBe(404);
  });

  test('goes when the page is put aside, and only where lines are under review', async () => {
    await anne.post(`/api/pages/${pageId}/hand-back`, { reason: 'blurred' });
    await clerk.post(`/api/pages/${pageId}/set-aside`);
    const page = await api.database.page.findUniqueOrThrow({ where: { id: pageId } });
    expect([page.state, page.handedBackAt]).toEqual(['withdrawn', null]);
    expect(await code(anne, `/api/pages/${pageId}/hand-back`, { reason: 'blurred' })).toEqual([409, 'page_not_read']);
    expect(await code(anne, `/api/pages/${crypto.randomUUID()}/hand-back`, { reason: 'blurred' })).toEqual([
      404,
      'page_unknown',
    ]);
  });
});
