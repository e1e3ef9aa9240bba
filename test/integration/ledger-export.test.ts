/** Finding, correcting and listing signers; the list as a file. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { SignerWire } from '../../src/domain/wire-signer.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let reviewer: Client;
let supervisor: Client;
let auditor: Client;
beforeAll(async () => {
  api = await startApi();
  reviewer = await api.enter('reviewer');
  supervisor = await api.enter('supervisor');
  auditor = await api.enter('auditor');
});
afterAll(() => api.close());

async function counted(people: Values[], options: { isPractice?: boolean; fileName?: string } = {}) {
  const petition = await addPetition(api.database, { form: testForm(people.length), ...options });
  const sheet = await addSheet(api.database, { ...petition, lines: people, ...options });
  const { petitionId } = petition;
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, limit: 50 });
  for (const [at, { id, version }] of claims.items.entries()) {
    await reviewer.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields: people[at]! });
  }
  return { ...petition, ...sheet };
}
const search = async (petitionId: string, text: string) =>
  (await reviewer.post<{ items: SignerWire[] }>('/api/signers/search', { petitionId, text })).items;
const csv = async (petitionId: string, query = '') =>
  await supervisor.get(`/api/petitions/${petitionId}/signers.csv${query}`);

describe('a signer', () => {
  test('is found without accents, by part of a name, misspelt, by postcode, by file', async () => {
    const lefevre = { ...someone(1), family_name: 'Lefèvre-Łukasz', given_name: 'Œdipe', postcode: '29100' };
    const { petitionId } = await counted([lefevre, someone(2), someone(3)], { fileName: 'Pile 7.pdf' });
    for (const text of ['LEFEVRE', 'lefe', 'lukasz oedipe', 'Lefebvre', '29100', 'lefèvre 29100']) {
      expect(
        (await search(petitionId, text)).map((signer) => signer.line),
        text,
      ).toEqual([1]);
    }
    expect(await search(petitionId, 'durand')).toHaveLength(2);
    expect(await search(petitionId, 'pile 7')).toHaveLength(3);
    expect(await search(petitionId, '')).toHaveLength(3);
    for (const text of ['xyz', '%', '_', "'; DROP TABLE signer; --"])
      expect(await search(petitionId, text), text).toEqual([]);
  });

  test('is put right by a new decision, the old one kept', async () => {
    const { petitionId } = await counted([someone(1)]);
    const [found] = await search(petitionId, 'durand1');
    const url = `/api/signers/${found!.id}`;
    const body = { version: found!.lineVersion, fields: { city: 'Brest' } };
    const corrected = await reviewer.post<{ history: { kind: string; fields: Values }[]; fields: Values }>(
      `${url}/corrections`,
      body,
    );
    expect(corrected.fields).toEqual({ ...someone(1), city: 'Brest' });
    expect(corrected.history.map((entry) => [entry.kind, entry.fields.city])).toEqual([
      ['review', 'Quimper'],
      ['correction', 'Brest'],
    ]);
    const stale = await reviewer.send('POST', `${url}/corrections`, body);
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
    const empty = await reviewer.send('POST', `${url}/corrections`, {
      version: found!.lineVersion + 1,
      fields: { family_name: '' },
    });
    expect([empty.status, empty.body.code]).toEqual([422, 'countable_fields_missing']);
    expect(await search(petitionId, 'brest')).toHaveLength(1);
    expect(await search(petitionId, 'quimper')).toHaveLength(0);
  });

  test('is not found while the line is open again, and has the same id afterwards', async () => {
    const { petitionId } = await counted([someone(1)]);
    const [found] = await search(petitionId, '');
    const { version } = await reviewer.post<{ version: number }>(`/api/rows/${found!.lineId}/reopen`, {
      version: found!.lineVersion,
    });
    expect(await search(petitionId, '')).toEqual([]);
    expect((await csv(petitionId)).text.trim().split('\r\n')).toHaveLength(1);
    await reviewer.post(`/api/rows/${found!.lineId}/decisions`, { version, outcome: 'accepted' });
    expect((await search(petitionId, ''))[0]!.id).toBe(found!.id);
  });
});

describe('the list', () => {
  test('has its columns in the order of the form, rows in the order of the sheets', async () => {
    const { petitionId } = await counted([someone(1), someone(2)]);
    const { text, headers } = await csv(petitionId);
    const [head, first, second, end] = text.split('\r\n');
    expect(head).toBe('signer_id,sheet,line,family_name,given_name,postcode,city,email,notice_version');
    expect(first).toMatch(/^[0-9a-f-]{36},scan_0001\.png,1,Durand1,Aline1,"29000",Quimper,aline1@example\.org,1$/);
    expect(second).toMatch(/,2,Durand2,/);
    expect(end).toBe('');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect((await csv(petitionId)).text).toBe(text);
  });

  test('suits French spreadsheets when asked to', async () => {
    const { petitionId } = await counted([{ ...someone(1), city: 'Saint-Malo; intra "muros"' }]);
    const { bytes, text } = await csv(petitionId, '?separator=;&bom=1');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text).toContain('signer_id;sheet;line');
    expect(text).toContain(';"Saint-Malo; intra ""muros""";');
    expect((await csv(petitionId, '?separator=x')).status).toBe(400);
  });

  test('never hands a spreadsheet something to run', async () => {
    const evil = {
      ...someone(1),
      family_name: '=HYPERLINK("http://x")',
      given_name: '@SUM(A1)',
      city: '+33',
      email: '-1',
    };
    const { petitionId } = await counted([evil]);
    const record = (await csv(petitionId)).text.split('\r\n')[1]!;
    expect(record).toContain(`"'=HYPERLINK(""http://x"")",'@SUM(A1)`);
    expect(record).toContain(",'+33,'-1,");
  });

  test('stands in the audit trail with its hash; the practice petition’s is named as such', async () => {
    const { petitionId } = await counted([someone(1)], { isPractice: true });
    const { bytes, headers } = await csv(petitionId);
    const events = await auditor.get<{ items: { kind: string; details: object }[] }>(
      '/api/audit?kind=signers_exported&limit=1',
    );
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(events.body.items).toMatchObject([{ kind: 'signers_exported', details: { rows: 1, sha256 } }]);
    expect(headers['content-disposition']).toContain('practice');
  });

  test('streams thousands of rows in order, each once', async () => {
    const petition = await addPetition(api.database, { form: testForm(1050) });
    const { lineIds } = await addSheet(api.database, {
      ...petition,
      lines: Array.from({ length: 1050 }, () => ({ family_name: 'N' })),
    });
    await api.test.query(
      `WITH decided AS (
         INSERT INTO decision (line_id, kind, person_id, line_version, outcome, fields)
         SELECT id, 'review', $2::uuid, 1, 'accepted', jsonb_build_object('family_name', 'N' || index) FROM line WHERE petition_id = $1
         RETURNING id, line_id, fields),
       moved AS (UPDATE line SET state = 'counted' WHERE petition_id = $1 RETURNING id)
       INSERT INTO signer (line_id, petition_id, decision_id, fields)
       SELECT line_id, $1, decided.id, fields FROM decided JOIN moved ON moved.id = decided.line_id`,
      [petition.petitionId, reviewer.personId],
    );
    const rows = (await csv(petition.petitionId)).text.trim().split('\r\n').slice(1);
    expect(rows.map((row) => Number(row.split(',')[2]))).toEqual(lineIds.map((_, index) => index + 1));
    expect(rows[1049]).toContain(',N1050,');
  });
});

describe('the ledger', () => {
  test('knows open pages, unsplit files and days', async () => {
    const { petitionId, batchId, scanId } = await counted([someone(1), someone(2)]);
    await api.database.page.create({ data: { scanId, number: 2, state: 'unrecognised', reasonCode: 'no_form' } });
    const scan = { sha256: 'c'.repeat(64), mediaType: 'application/pdf', bytes: 1, pageCount: 3, batchId };
    await api.database.scan.create({ data: scan });
    const { body } = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
    expect(body).toMatchObject({ printedLines: 2, openPages: 4, balanced: false, states: { counted: 2 } });
    const days = await supervisor.get<{ items: object[] }>(`/api/petitions/${petitionId}/days`);
    expect(days.body.items).toMatchObject([{ arrived: 2, counted: 2, rejected: 0, reopened: 0 }]);
  });

  test('leads to its lines, page by page, without names', async () => {
    const { petitionId } = await counted([someone(1), someone(2), someone(3)]);
    const first = await supervisor.get<{ items: { index: number }[]; next: string }>(
      `/api/petitions/${petitionId}/lines?state=counted&limit=2`,
    );
    expect(first.body.items.map((line) => line.index)).toEqual([1, 2]);
    expect(first.text).not.toContain('Durand');
    const second = await supervisor.get<typeof first.body>(
      `/api/petitions/${petitionId}/lines?limit=2&after=${first.body.next}`,
    );
    expect(second.body).toMatchObject({ items: [{ index: 3, sheet: 'scan_0001.png' }], next: null });
  });
});
