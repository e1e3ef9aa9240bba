/** A petition whose time is over: its content is proposed for destruction, goes at the officer's word, and the figures stand. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { RetentionWire } from '../../src/domain/wire-retention.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { until } from '../helpers/intake-bench.ts';
import { addPetition, addSheet, someone, testForm } from '../helpers/sheet.ts';

let api: Api;
let reviewer: Client;
let officer: Client;
let supervisor: Client;
beforeAll(async () => {
  api = await startApi();
  reviewer = await api.enter('reviewer');
  officer = await api.enter('dpo');
  supervisor = await api.enter('supervisor');
});
afterAll(() => api.close());

/** Two sheets of three lines; four lines decided. */
async function oldPetition(retentionMonths = 12) {
  const petition = await addPetition(api.database, { form: testForm(3), closesOn: '2024-01-31' });
  const { petitionId } = petition;
  await supervisor.send('PATCH', `/api/petitions/${petitionId}`, { settings: { retentionMonths } });
  const lines = [someone(1), someone(2), someone(3)];
  const sheets = [
    await addSheet(api.database, { ...petition, lines, images: api.images }),
    await addSheet(api.database, { ...petition, lines, images: api.images, fileName: 'Durand.png' }),
  ];
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, limit: 4 });
  for (const { id, version, fields } of claims.items) {
    await reviewer.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields });
  }
  return { petitionId, sheets };
}

const read = async (petitionId: string) =>
  (await officer.get<RetentionWire>(`/api/petitions/${petitionId}/retention`)).body;

const order = (who: Client, petitionId: string, signers: number) =>
  who.send('POST', `/api/petitions/${petitionId}/destruction`, { signers });

test('content goes, the count and its reasons stand, and the act is on record with its figures', async () => {
  const { petitionId, sheets } = await oldPetition();
  const before = await supervisor.get<{ states: Record<string, number> }>(`/api/petitions/${petitionId}/ledger`);
  expect(await read(petitionId)).toMatchObject({
    destroyBy: '2025-01-31',
    isDue: true,
    kept: { signers: 4, undecided: 2, restricted: 0, pages: 2, files: 2 },
  });
  const proposed = await supervisor.get<{ items: RetentionWire[] }>('/api/retention');
  expect(proposed.body.items.find((one) => one.petitionId === petitionId)?.isDue).toBe(true);

  expect((await order(supervisor, petitionId, 4)).status).toBe(403);
  expect((await order(officer, petitionId, 3)).body.code).toBe('retention_changed');
  expect((await order(officer, petitionId, 4)).status).toBe(202);

  const after = await until('the content is gone', async () => {
    const now = await read(petitionId);
    return now.destroyedAt !== null && now;
  });
  expect(after).toMatchObject({
    isDue: false,
    orderedAt: null,
    kept: { signers: 0, undecided: 0, pages: 0, files: 0 },
  });
  for (const { image, pageId, scanId } of sheets) {
    expect(await api.images.has(image!)).toBe(false);
    const page = await api.database.page.findUniqueOrThrow({ where: { id: pageId }, include: { scan: true } });
    expect([page.rectifiedImage, page.sourceImage, page.scan.fileName, page.scanId]).toEqual([
      null,
      null,
      null,
      scanId,
    ]);
  }
  const values = await api.test.query(
    `SELECT 1 FROM reading JOIN line ON line.id = line_id WHERE petition_id = $1 AND (raw IS NOT NULL OR value IS NOT NULL)
     UNION ALL SELECT 1 FROM decision JOIN line ON line.id = line_id WHERE petition_id = $1 AND fields IS NOT NULL
     UNION ALL SELECT 1 FROM signer WHERE petition_id = $1 AND (fields IS NOT NULL OR search_text IS NOT NULL)
     UNION ALL SELECT 1 FROM page_print JOIN page ON page.id = page_id WHERE petition_id = $1`,
    [petitionId],
  );
  expect(values).toEqual([]);
  const ledger = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  expect(ledger.body).toMatchObject({
    printedLines: 6,
    balanced: true,
    states: { counted: before.body.states.counted, rejected: 2 },
    reasons: { unlisted: 2 },
  });
  const events = await api.database.auditEvent.findMany({ where: { subjectId: petitionId }, orderBy: { id: 'asc' } });
  expect(events.map(({ kind }) => kind)).toContain('destruction_ordered');
  const done = events.find(({ kind }) => kind === 'content_destroyed');
  expect(done?.details).toMatchObject({ lines: 6, pages: 2, files: 2, left: 0 });
  expect((await order(officer, petitionId, 0)).body.code).toBe('retention_not_due');
});

test('nothing goes before its day, and nothing while a line must be kept', async () => {
  const young = await oldPetition(240);
  expect((await order(officer, young.petitionId, 4)).body).toMatchObject({ status: 409, code: 'retention_not_due' });
  const { petitionId, sheets } = await oldPetition();
  const lineId = sheets[0]!.lineIds[0];
  await officer.post(`/api/lines/${lineId}/restriction`);
  expect((await order(officer, petitionId, 4)).body).toMatchObject({ status: 409, code: 'retention_restricted' });
  expect((await read(petitionId)).kept.signers).toBe(4);
});

test('a file is kept while a page of another petition waits to be read from it, and goes afterwards', async () => {
  const { petitionId, sheets } = await oldPetition();
  const other = await addPetition(api.database, { form: testForm(3, 'other') });
  const batch = await api.database.batch.create({ data: { petitionId: other.petitionId, name: 'Another envelope' } });
  const { sha256 } = await api.database.scan.findUniqueOrThrow({ where: { id: sheets[0]!.scanId } });
  const data = { batchId: batch.id, sha256, fileName: 'x', mediaType: 'image/png', bytes: 1, pageCount: 1 };
  const part = await api.database.scan.create({ data: { ...data, state: 'split', partOfId: sheets[0]!.scanId } });
  const page = await api.database.page.create({ data: { scanId: part.id, number: 2, state: 'queued' } });

  await order(officer, petitionId, 4);
  const waiting = await until('all else is gone', async () => {
    const now = await read(petitionId);
    return now.kept.pages === 0 && now.kept.files === 1 && now;
  });
  expect(waiting.orderedAt).not.toBeNull();
  expect(await api.images.has(sha256)).toBe(true);

  await api.database.page.update({ where: { id: page.id }, data: { state: 'blank' } });
  // Any order makes the server look at all of them.
  const next = await oldPetition();
  await order(officer, next.petitionId, 4);
  await until('the file is gone', async () => (await read(petitionId)).destroyedAt !== null);
  expect(await api.images.has(sha256)).toBe(false);
});

test('many pages go in several steps', async () => {
  const petition = await addPetition(api.database, { form: testForm(1), closesOn: '2024-01-31' });
  const { petitionId } = petition;
  await supervisor.send('PATCH', `/api/petitions/${petitionId}`, { settings: { retentionMonths: 1 } });
  await api.test.query(
    `WITH batch AS (INSERT INTO batch (petition_id, name) VALUES ($1, 'Many') RETURNING id),
       scan AS (INSERT INTO scan (batch_id, sha256, media_type, bytes, page_count, state)
         SELECT id, $3, 'image/png', 1, 50, 'split' FROM batch RETURNING id),
       page AS (INSERT INTO page (scan_id, number, state, petition_id, form_definition_id, updated_at)
         SELECT scan.id, number, 'read', $1, $2, now() FROM scan, generate_series(1, 50) AS number RETURNING id)
     INSERT INTO line (page_id, generation, petition_id, form_definition_id, index, box, updated_at)
       SELECT id, 1, $1, $2, 1, '{0,0,1,1}', now() FROM page`,
    [petitionId, petition.formId, randomBytes(32).toString('hex')],
  );
  await order(officer, petitionId, 0);
  const after = await until('all is gone', async () => {
    const now = await read(petitionId);
    return now.destroyedAt !== null && now;
  });
  expect(after.kept).toMatchObject({ undecided: 0, pages: 0, files: 0 });
});
