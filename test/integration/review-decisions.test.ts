/** The reviewer's way, on the real database: claims, decisions, their refusals, undo. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm } from '../helpers/sheet.ts';

interface Decided {
  id: string;
  version: number;
  state: string;
  signerId: string | null;
}
type Claims = { items: ClaimWire[] };

let api: Api;
let anne: Client;
let bert: Client;
beforeAll(async () => {
  api = await startApi();
  anne = await api.enter('reviewer');
  bert = await api.enter('reviewer');
});
afterAll(() => api.close());

async function sheetOf(lines: number, confidence = 0.99) {
  const petition = await addPetition(api.database, { form: testForm(lines) });
  const values = Array.from({ length: lines }, (_, index) => someone(index + 1));
  const sheet = await addSheet(api.database, { ...petition, lines: values, confidence });
  return { ...petition, ...sheet };
}
const claim = async (who: Client, petitionId: string, limit = 1) =>
  (await who.post<Claims>('/api/review/claims', { petitionId, limit })).items;

describe('claims', () => {
  test('go down the sheet and show what the petition lets prefill', async () => {
    const { petitionId, lineIds, pageId } = await sheetOf(3);
    const items = await claim(anne, petitionId, 2);
    expect(items.map((item) => item.id)).toEqual(lineIds.slice(0, 2));
    expect(items[0]).toMatchObject({
      index: 1,
      pageId,
      mode: 'review',
      fields: someone(1),
      prefill: { family_name: true, postcode: true },
      imageUrl: `/api/lines/${lineIds[0]}/strip`,
      place: { file: 'scan_0001.png', page: 1, linesOnPage: 3, reviewedOnPage: 0, remaining: 3 },
      above: null,
    });
    expect(items[0]!.formFields.map((field) => [field.name, field.required])).toContainEqual(['family_name', true]);
    expect((await claim(anne, petitionId))[0]!.id).toBe(lineIds[2]);
    expect(await claim(anne, petitionId)).toEqual([]);
  });

  test('leave a field blank where the confidence does not reach the policy', async () => {
    const { petitionId } = await sheetOf(1, 0.96);
    const [item] = await claim(anne, petitionId);
    expect(item!.prefill).toMatchObject({ family_name: true, postcode: false, city: false });
  });

  test('never give one line to two people, however hard they race', async () => {
    const { petitionId, lineIds } = await sheetOf(20);
    const people = await Promise.all(Array.from({ length: 6 }, () => api.enter('reviewer')));
    const taken = await Promise.all(people.flatMap((who) => [claim(who, petitionId, 4), claim(who, petitionId, 4)]));
    const ids = taken.flat().map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids)).toEqual(new Set(lineIds));
  });

  test('keep a reviewer on the sheet, and others off it while there are others', async () => {
    const first = await sheetOf(4);
    const second = await addSheet(api.database, { ...first, lines: [someone(8), someone(9)] });
    const [own] = await claim(anne, first.petitionId);
    const [other] = await claim(bert, first.petitionId);
    expect([own!.pageId, other!.pageId]).toEqual([first.pageId, second.pageId]);
    expect((await claim(anne, first.petitionId))[0]!.id).toBe(first.lineIds[1]);
  });

  test('come back after a reload, and free themselves when they run out', async () => {
    const { petitionId, lineIds } = await sheetOf(1);
    await claim(anne, petitionId);
    expect(await claim(bert, petitionId)).toEqual([]);
    const again = await anne.post<Claims>('/api/review/claims', { petitionId, resume: true });
    expect(again.items[0]!.id).toBe(lineIds[0]);
    await api.test.query("UPDATE line SET lease_expires_at = now() - interval '1 second' WHERE id = $1", [lineIds[0]]);
    expect((await claim(bert, petitionId))[0]!.id).toBe(lineIds[0]);
  });

  test('are prolonged by heartbeats and given back', async () => {
    const { petitionId, lineIds } = await sheetOf(1);
    await claim(anne, petitionId);
    await api.test.query("UPDATE line SET lease_expires_at = now() + interval '1 second' WHERE id = $1", [lineIds[0]]);
    const beat = await anne.post<{ items: { leaseExpiresAt: string }[] }>('/api/review/heartbeats', { ids: lineIds });
    expect(Date.parse(beat.items[0]!.leaseExpiresAt)).toBeGreaterThan(Date.now() + 60_000);
    expect((await bert.post<{ items: unknown[] }>('/api/review/heartbeats', { ids: lineIds })).items).toEqual([]);
    await anne.post('/api/review/releases', { ids: lineIds });
    expect((await claim(bert, petitionId))[0]!.id).toBe(lineIds[0]);
  });

  test('show the values confirmed on the line above', async () => {
    const { petitionId } = await sheetOf(2);
    const [first] = await claim(anne, petitionId);
    await anne.post(`/api/rows/${first!.id}/decisions`, {
      version: first!.version,
      outcome: 'accepted',
      fields: someone(7),
    });
    expect((await claim(anne, petitionId))[0]!.above).toEqual(someone(7));
  });
});

describe('a decision', () => {
  test('stores the signer, the decision and what was seen', async () => {
    const { petitionId, lineIds } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const decided = await anne.post<Decided>(`/api/rows/${item!.id}/decisions`, {
      version: item!.version,
      outcome: 'accepted',
      fields: { ...item!.fields, family_name: '  Le\u0000 Goff\n' },
      elapsedMs: 4_000,
      keys: 7,
    });
    expect(decided).toMatchObject({ state: 'counted', version: item!.version + 1 });
    const [stored] = await api.test.query<{ fields: Record<string, string>; search_text: string }>(
      'SELECT fields, search_text FROM signer WHERE id = $1',
      [decided.signerId],
    );
    expect(stored!.fields).toEqual({ ...someone(1), family_name: 'Le Goff' });
    expect(stored!.search_text).toContain('le goff aline1 29000 quimper');
    const [decision] = await api.test.query<Record<string, unknown>>(
      'SELECT kind, person_id, shown_run_id IS NOT NULL AS shown, keys FROM decision WHERE line_id = $1',
      [lineIds[0]],
    );
    expect(decision).toEqual({ kind: 'review', person_id: anne.personId, shown: true, keys: 7 });
  });

  test('without fields accepts what stood there: prefilled values, blanks elsewhere', async () => {
    const { petitionId } = await sheetOf(1, 0.96);
    const [item] = await claim(anne, petitionId);
    const body = { version: item!.version, outcome: 'accepted' };
    const decided = await anne.post<Decided>(`/api/rows/${item!.id}/decisions`, body);
    const signer = await api.database.signer.findUniqueOrThrow({ where: { id: decided.signerId! } });
    expect(signer.fields).toMatchObject({ family_name: 'Durand1', postcode: '', city: '' });
  });

  test.each([
    ['an unknown field', { outcome: 'accepted', fields: { nickname: 'x' } }, 422, 'unknown_field'],
    ['a missing name', { outcome: 'accepted', fields: { family_name: ' ' } }, 422, 'countable_fields_missing'],
    ['a missing signature', { outcome: 'accepted', fields: { signature: '' } }, 422, 'countable_fields_missing'],
    ['a reason of other petitions', { outcome: 'rejected', reason: 'not_on_roll' }, 422, 'reason_not_allowed'],
    ['no reason', { outcome: 'rejected' }, 400, 'invalid_request'],
    ['a made-up reason', { outcome: 'rejected', reason: 'ugly' }, 400, 'invalid_request'],
    ['10,000 characters', { outcome: 'accepted', fields: { family_name: 'x'.repeat(10_000) } }, 400, 'invalid_request'],
  ])('is refused with %s, and nothing is half-saved', async (_, body, status, code) => {
    const { petitionId, lineIds } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const answer = await anne.send('POST', `/api/rows/${item!.id}/decisions`, { version: item!.version, ...body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await api.database.decision.count({ where: { lineId: lineIds[0]! } })).toBe(0);
    const line = await api.database.line.findUniqueOrThrow({ where: { id: lineIds[0]! } });
    expect([line.state, line.version]).toEqual(['awaiting_review', item!.version]);
  });

  test('keeps emoji and names written from right to left', async () => {
    const { petitionId } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const fields = { ...someone(1), family_name: 'שרה \u202Eكوهن', given_name: 'Zoé 🕊️' };
    const decided = await anne.post<Decided>(`/api/rows/${item!.id}/decisions`, {
      version: item!.version,
      outcome: 'accepted',
      fields,
    });
    const signer = await api.database.signer.findUniqueOrThrow({ where: { id: decided.signerId! } });
    expect(signer.fields).toMatchObject({ family_name: 'שרה كوهن', given_name: 'Zoé 🕊️' });
  });

  test('sent twice is answered twice and stored once', async () => {
    const { petitionId, lineIds } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const body = { version: item!.version, outcome: 'accepted', fields: item!.fields };
    const answers = await Promise.all([1, 2, 3].map(() => anne.post<Decided>(`/api/rows/${item!.id}/decisions`, body)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await api.database.decision.count({ where: { lineId: lineIds[0]! } })).toBe(1);
  });

  test('is refused when stale, expired, taken over or made already', async () => {
    const { petitionId } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const url = `/api/rows/${item!.id}/decisions`;
    const code = async (who: Client, body: object) => {
      const answer = await who.send('POST', url, { outcome: 'rejected', reason: 'illegible', ...body });
      return [answer.status, answer.body.code];
    };
    const version = item!.version;
    expect(await code(anne, { version: version + 1 })).toEqual([409, 'stale_version']);
    expect(await code(bert, { version })).toEqual([409, 'lease_not_held']);
    await api.test.query("UPDATE line SET lease_expires_at = now() - interval '1 second' WHERE id = $1", [item!.id]);
    expect(await code(anne, { version })).toEqual([409, 'lease_expired']);
    await claim(bert, petitionId);
    expect(await code(anne, { version })).toEqual([409, 'lease_not_held']);
    expect((await code(bert, { version }))[0]).toBe(200);
    expect(await code(anne, { version })).toEqual([409, 'already_decided']);
    expect(await code(bert, { version, reason: 'blank' })).toEqual([409, 'already_decided']);
  });

  test('names the twin of a duplicate, which undo forgets', async () => {
    const { petitionId, lineIds } = await sheetOf(2);
    const other = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const url = `/api/rows/${item!.id}`;
    const send = (body: object) =>
      anne.send<Decided & { code: string }>('POST', `${url}/decisions`, {
        version: item!.version,
        outcome: 'rejected',
        ...body,
      });
    for (const duplicateOf of [item!.id, other.lineIds[0], crypto.randomUUID()]) {
      expect((await send({ reason: 'duplicate', duplicateOf })).body.code).toBe('twin_invalid');
    }
    expect((await send({ reason: 'struck', duplicateOf: lineIds[1] })).body.code).toBe('twin_invalid');
    const { version } = (await send({ reason: 'duplicate', duplicateOf: lineIds[1] })).body;
    const lines = async () => (await anne.get<{ items: object[] }>(`/api/petitions/${petitionId}/lines`)).body.items;
    expect((await lines())[0]).toMatchObject({ state: 'rejected', reason: 'duplicate', duplicateOfId: lineIds[1] });
    await anne.post(`${url}/reopen`, { version });
    expect((await lines())[0]).toMatchObject({ state: 'awaiting_review', duplicateOfId: null });
  });

  test('about contact keeps the tick box as it stood, shown to those who answer for it, gone with the line', async () => {
    const petition = await addPetition(api.database, { form: testForm(1), settings: { contactField: 'email' } });
    const sheet = await addSheet(api.database, { ...petition, lines: [someone(1)], images: api.images });
    const [item] = await claim(anne, petition.petitionId);
    const body = { version: item!.version, outcome: 'accepted', contactConsent: true };
    const { signerId } = await anne.post<Decided>(`/api/rows/${item!.id}/decisions`, body);
    const [chief, officer] = [await api.enter('supervisor'), await api.enter('dpo')];
    const seen = await chief.get<{ contactEvidenceUrl: string }>(`/api/signers/${signerId}`);
    const crop = await chief.get(seen.body.contactEvidenceUrl);
    expect([crop.status, crop.headers['content-type']]).toEqual([200, 'image/webp']);
    const box = item!.formFields.find(({ name }) => name === 'email')!.box;
    const { grey } = await decodePage(crop.bytes);
    expect(grey.width).toBeGreaterThanOrEqual(box[2]!);
    expect(grey.width).toBeLessThan(item!.strip.width / 2);
    expect((await anne.get(seen.body.contactEvidenceUrl)).status).toBe(403);
    const { contactEvidence } = await api.database.line.findUniqueOrThrow({ where: { id: sheet.lineIds[0]! } });
    await officer.post(`/api/lines/${sheet.lineIds[0]}/erasure`, { count: 'keep' });
    expect(await api.images.has(contactEvidence!)).toBe(false);
    expect((await officer.get(seen.body.contactEvidenceUrl)).status).toBe(404);
  });

  test('by someone whose role was just withdrawn is refused', async () => {
    const { petitionId } = await sheetOf(1);
    const administrator = await api.enter();
    const carl = await api.enter('reviewer');
    const [item] = await claim(carl, petitionId);
    const changed = await administrator.send('PATCH', `/api/people/${carl.personId}`, { roles: ['mailroom'] });
    expect(changed.status).toBe(200);
    const answer = await carl.send('POST', `/api/rows/${item!.id}/decisions`, {
      version: item!.version,
      outcome: 'accepted',
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'role_missing']);
  });
});

describe('undo', () => {
  test('brings back the line with what was typed, keeps every decision and the signer’s id', async () => {
    const { petitionId, lineIds } = await sheetOf(1);
    const [item] = await claim(anne, petitionId);
    const url = `/api/rows/${item!.id}`;
    const typed = { ...someone(1), city: 'Brest' };
    const first = await anne.post<Decided>(`${url}/decisions`, {
      version: item!.version,
      outcome: 'accepted',
      fields: typed,
    });
    const undone = await anne.post<Decided & { claim: ClaimWire }>(`${url}/reopen`, { version: first.version });
    expect(undone).toMatchObject({ state: 'awaiting_review', claim: { fields: typed, prefill: { city: true } } });
    const ledger = await (await api.enter('supervisor')).get(`/api/petitions/${petitionId}/ledger`);
    expect(ledger.body).toMatchObject({ printedLines: 1, balanced: true, states: { awaiting_review: 1, counted: 0 } });
    const again = await anne.post<Decided>(`${url}/decisions`, { version: undone.version, outcome: 'accepted' });
    expect(again.signerId).toBe(first.signerId);
    const kinds = await api.test.query<{ kind: string }>(
      'SELECT kind FROM decision WHERE line_id = $1 ORDER BY line_version',
      [lineIds[0]],
    );
    expect(kinds.map((row) => row.kind)).toEqual(['review', 'reopening', 'review']);
  });

  test('of an empty line found by the machine hands it to a person', async () => {
    const { lineIds } = await sheetOf(1);
    await api.test.query("UPDATE line SET state = 'rejected', reason = 'blank', version = version + 1 WHERE id = $1", [
      lineIds[0],
    ]);
    const { version } = await api.database.line.findUniqueOrThrow({ where: { id: lineIds[0]! } });
    const undone = await bert.post<Decided & { claim: ClaimWire }>(`/api/rows/${lineIds[0]}/reopen`, { version });
    expect(undone.claim.mode).toBe('review');
    const stale = await anne.send('POST', `/api/rows/${lineIds[0]}/reopen`, { version });
    expect([stale.status, stale.body.code]).toEqual([409, 'not_decided']);
  });
});
