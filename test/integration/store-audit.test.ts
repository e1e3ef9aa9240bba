/** The audit trail: every look and every change, chained so that tampering shows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { recordAudit, verifyAudit } from '../../src/store/audit.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm } from '../helpers/sheet.ts';

let api: Api;
let reviewer: Client;
let auditor: Client;
beforeAll(async () => {
  api = await startApi();
  reviewer = await api.enter('reviewer');
  auditor = await api.enter('auditor');
});
afterAll(() => api.close());

test('holds who looked at and decided what, and nothing of what signers wrote', async () => {
  const petition = await addPetition(api.database, { form: testForm(1) });
  const { lineIds } = await addSheet(api.database, { ...petition, lines: [someone(4)], images: api.images });
  const { petitionId } = petition;
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId });
  const [item] = claims.items;
  const strip = await reviewer.get(item!.imageUrl);
  expect([strip.status, strip.headers['content-type']]).toEqual([200, 'image/webp']);
  expect(strip.headers['cache-control']).toMatch(/^private/);
  const decided = await reviewer.post<{ signerId: string; version: number }>(`/api/rows/${item!.id}/decisions`, {
    version: item!.version,
    outcome: 'accepted',
  });
  await reviewer.post('/api/signers/search', { petitionId, text: 'Durand4' });
  await reviewer.get(`/api/signers/${decided.signerId}`);
  await reviewer.post(`/api/rows/${item!.id}/reopen`, { version: decided.version });
  const seen = await auditor.get<{ items: { kind: string; person: string }[] }>(
    `/api/audit?personId=${reviewer.personId}`,
  );
  expect(seen.body.items.map((event) => event.kind)).toEqual([
    'line_reopened',
    'signer_viewed',
    'signers_searched',
    'line_decided',
    'strip_viewed',
    'session_opened',
  ]);
  expect(seen.text).not.toMatch(/durand|quimper/i);
  const ofLine = await auditor.get<{ items: unknown[] }>(`/api/audit?subjectId=${lineIds[0]}&kind=strip_viewed`);
  expect(ofLine.body.items).toHaveLength(1);
});

test('is numbered without gaps and chained, also when many write at once', async () => {
  const events = Array.from({ length: 40 }, (_, index) => ({ personId: null, kind: 'tested', details: { index } }));
  await Promise.all(events.map((event) => recordAudit(api.database, event)));
  const verdict = await verifyAudit(api.database);
  const [last] = await api.test.query<{ id: string; hash: string }>(
    'SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1',
  );
  expect(verdict).toEqual({ intact: true, events: Number(last!.id), head: last!.hash });
});

test('pages through everything', async () => {
  const ids: string[] = [];
  for (let before = ''; ; ) {
    const page: { items: { id: string }[]; next: string | null } = (
      await auditor.get<{ items: { id: string }[]; next: string | null }>(`/api/audit?limit=7${before}`)
    ).body;
    ids.push(...page.items.map((event) => event.id));
    if (page.next === null) break;
    before = `&before=${page.next}`;
  }
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => String(ids.length - index)));
});

test('cannot be changed, cut or emptied, and shows it when somebody does by force', async () => {
  for (const statement of ["UPDATE audit_event SET kind = 'x'", 'DELETE FROM audit_event', 'TRUNCATE audit_event']) {
    await expect(api.test.query(statement)).rejects.toThrow(/never changed/);
  }
  const force = async (statement: string) => {
    await api.test.query('ALTER TABLE audit_event DISABLE TRIGGER USER');
    await api.test.query(statement);
    await api.test.query('ALTER TABLE audit_event ENABLE TRIGGER USER');
    return (await auditor.get<{ intact: boolean; brokenAt: string | null }>('/api/audit/verification')).body;
  };
  expect(await force("UPDATE audit_event SET kind = 'forged' WHERE id = 3")).toMatchObject({
    intact: false,
    brokenAt: '3',
  });
  expect(await force('DELETE FROM audit_event WHERE id = 3')).toMatchObject({ intact: false, brokenAt: '4' });
});
