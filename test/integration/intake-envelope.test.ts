/** The account of an envelope: it closes when it balances, else a supervisor signs; the database holds the rule. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvelopeAccountWire } from '../../src/domain/wire-envelope.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { BANDS } from '../helpers/bands.ts';
import { until } from '../helpers/intake-bench.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
});
afterAll(async () => {
  await room.close();
});

interface Declared {
  name?: string;
  declaredSheets?: number;
  declaredSignatures?: number;
  sender?: string;
  receivedOn?: string;
  postmarkedOn?: string;
  channel?: string;
  box?: string;
  folder?: string;
}

async function newBatch(declared: Declared = {}): Promise<string> {
  const path = `/api/petitions/${room.petitionId}/batches`;
  return (await room.post<{ id: string }>(path, { name: 'Envelope', ...declared })).body.id;
}

const account = (id: string) => room.get<EnvelopeAccountWire>(`/api/batches/${id}/account`);

/** A sheet as the workers leave it, without their work: the lines are filled or empty as told. */
async function readSheet(
  batchId: string,
  lines: ('filled' | 'empty')[],
  state: 'read' | 'unreadable' | 'queued' = 'read',
) {
  const form = await room.database.formDefinition.findFirstOrThrow({ where: { petitionId: room.petitionId } });
  const sha256 = crypto.randomUUID().replaceAll('-', '').padEnd(64, '0');
  const file = { sha256, fileName: 'sheet.png', mediaType: 'image/png', bytes: 9n, pageCount: 1 };
  const scan = await room.database.scan.create({ data: { ...file, batchId, state: 'split' } });
  const petition = { petitionId: room.petitionId, formDefinitionId: form.id };
  const reasonCode = state === 'unreadable' ? 'too_dark' : null;
  const page = await room.database.page.create({
    data: { scanId: scan.id, number: 1, state, reasonCode, ...petition },
  });
  for (const [at, found] of lines.entries()) {
    const place = { pageId: page.id, generation: 1, index: at + 1, box: [0, 0, 1, 1], ...petition };
    const line = await room.database.line.create({ data: { ...place, found } });
    await room.database.line.update({ where: { id: line.id }, data: { state: 'awaiting_review' } });
  }
  return { scanId: scan.id, pageId: page.id };
}

const close = (id: string, body: object = {}) =>
  room.post<{ code?: string; state?: string }>(`/api/batches/${id}/close`, body);

test('shows what was declared and what is found, and closes when both are the same', async () => {
  const id = await newBatch({ declaredSheets: 1, declaredSignatures: 2 });
  expect(await account(id)).toMatchObject({
    balanced: false,
    differences: [
      { kind: 'sheets', declared: 1, found: 0 },
      { kind: 'signatures', declared: 2, found: 0 },
    ],
  });
  await readSheet(id, ['filled', 'filled', 'empty']);
  expect(await account(id)).toMatchObject({
    balanced: true,
    found: { inWork: 0, openPages: 0, sheets: 1, signatures: 2, toReview: 2, stored: 0 },
  });
  const clerk = await room.signInAs(['mailroom']);
  const closed = await clerk('POST', `/api/batches/${id}/close`, {}, {});
  expect([closed.statusCode, closed.json().state]).toEqual([200, 'closed']);
});

test('what does not balance is closed by a supervisor with a reason, by nobody else', async () => {
  const id = await newBatch({ declaredSheets: 2 });
  await readSheet(id, ['filled']);
  expect((await close(id)).body).toMatchObject({ code: 'batch_unbalanced', params: { sheets: 1 } });
  const clerk = await room.signInAs(['mailroom', 'administrator']);
  const refused = await clerk('POST', `/api/batches/${id}/close`, {}, { reason: 'One was missing.' });
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'batch_unbalanced']);
  expect((await close(id, { reason: 'One sheet was missing.' })).body).toMatchObject({ state: 'closed' });
  expect((await account(id)).events).toMatchObject([
    { kind: 'closed', person: 'Test', reason: 'One sheet was missing.', found: { sheets: 1 } },
  ]);
});

test('nothing comes into a closed batch, is read again there or taken out, until a supervisor reopens it', async () => {
  const id = await newBatch();
  const { scanId, pageId } = await readSheet(id, ['filled'], 'unreadable');
  expect((await close(id, { reason: 'Cannot be read.' })).status).toBe(200);
  const file: [string, Uint8Array] = ['late.png', await syntheticPage(901)];
  const late = await room.upload(id, [file]);
  expect([late.status, (late.body as unknown as { code: string }).code]).toEqual([409, 'batch_closed']);
  const other = await newBatch();
  for (const [path, body] of [
    [`/api/pages/${pageId}/retry`, {}],
    [`/api/scans/${scanId}/withdraw`, {}],
    [`/api/scans/${scanId}/move`, { batchId: other }],
  ] as const) {
    const answer = await room.post<{ code: string; remedy: string }>(path, body);
    expect([path, answer.status, answer.body.code]).toEqual([path, 409, 'batch_closed']);
    expect(answer.body.remedy).toMatch(/reopen/i);
  }
  const declared = await room.raw('PATCH', `/api/batches/${id}`, { payload: { declaredSheets: 7 } });
  expect([declared.statusCode, declared.json().code]).toEqual([409, 'batch_closed']);
  const boxed = await room.raw('PATCH', `/api/batches/${id}`, { payload: { box: 'B 12', folder: '3' } });
  expect(boxed.json()).toMatchObject({ state: 'closed', box: 'B 12', folder: '3' });

  const clerk = await room.signInAs(['mailroom', 'administrator']);
  expect((await clerk('POST', `/api/batches/${id}/reopen`, {}, { reason: 'x' })).statusCode).toBe(403);
  await room.post(`/api/batches/${id}/reopen`, { reason: 'A better scan came.' });
  expect((await room.upload(id, [file])).body.items).toMatchObject([{ outcome: 'accepted' }]);
  expect((await account(id)).events.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['reopened', 'A better scan came.'],
    ['closed', 'Cannot be read.'],
  ]);
});

test('is not closed while files are split or pages read, not even by a supervisor with a reason', async () => {
  const id = await newBatch();
  await room.upload(id, [['fresh.png', await syntheticPage(902)]]);
  expect((await close(id, { reason: 'Enough.' })).body).toMatchObject({ code: 'batch_in_work', params: { count: 1 } });
  const other = await newBatch();
  await readSheet(other, [], 'queued');
  expect((await close(other, { reason: 'Enough.' })).body).toMatchObject({ code: 'batch_in_work' });
});

test('the database itself refuses what the code should have refused', async () => {
  const id = await newBatch({ declaredSheets: 3 });
  const { scanId } = await readSheet(id, ['filled']);
  const shut = (values: string) =>
    room.query(`UPDATE batch SET state = 'closed', closed_at = now()${values} WHERE id = $1`, [id]);
  await expect(shut('')).rejects.toMatchObject({ code: 'PB003' });
  const clerk = await room.database.person.findFirstOrThrow({ where: { NOT: { roles: { has: 'supervisor' } } } });
  await expect(shut(`, difference_reason = 'so', closed_by_id = '${clerk.id}'`)).rejects.toMatchObject({
    code: 'PB003',
  });
  const boss = await room.database.person.findFirstOrThrow({ where: { roles: { has: 'supervisor' } } });
  await expect(shut(`, difference_reason = ' ', closed_by_id = '${boss.id}'`)).rejects.toMatchObject({ code: 'PB003' });
  await room.query(`UPDATE scan SET state = 'received' WHERE id = $1`, [scanId]);
  await expect(shut(`, difference_reason = 'so', closed_by_id = '${boss.id}'`)).rejects.toMatchObject({
    code: 'PB002',
  });
  await room.query(`UPDATE scan SET state = 'split' WHERE id = $1`, [scanId]);
  await shut(`, difference_reason = 'so', closed_by_id = '${boss.id}'`);
  await expect(
    room.query(`INSERT INTO scan (batch_id, sha256, media_type, bytes, page_count) VALUES ($1, 'x', 'x', 1, 1)`, [id]),
  ).rejects.toMatchObject({ code: 'PB001' });
  await expect(room.query(`UPDATE batch_event SET reason = 'other'`)).rejects.toMatchObject({ code: '23001' });
});

test('closing and a file that arrives at the same moment wait for each other', async () => {
  const batches = await Promise.all(Array.from({ length: 6 }, () => newBatch()));
  await Promise.all(
    batches.map(async (id, index) => {
      const file: [string, Uint8Array] = [`${index}.png`, await syntheticPage(910 + index)];
      const [sent, closed] = await Promise.all([room.upload(id, [file]), close(id)]);
      const isIn = sent.status === 200 && sent.body.items[0]?.outcome === 'accepted';
      // Whoever came first won; never both, never a file in a closed batch.
      expect([isIn, closed.status === 200].filter(Boolean)).toHaveLength(1);
    }),
  );
});

test('says by the petition’s rule whether it came too late', async () => {
  const rule = (lateRule: string) =>
    room.raw('PATCH', `/api/petitions/${room.petitionId}`, {
      payload: { closesOn: '2026-10-31', settings: { lateRule } },
    });
  const id = await newBatch({ receivedOn: '2026-11-03', postmarkedOn: '2026-10-30' });
  expect((await account(id)).lateness).toBeNull();
  await rule('arrival');
  expect((await account(id)).lateness).toBe('late');
  await rule('postmark');
  expect((await account(id)).lateness).toBe('in_time');
  await rule('none');
  expect((await account(id)).lateness).toBeNull();
  await room.raw('PATCH', `/api/petitions/${room.petitionId}`, {
    payload: { settings: { opensOn: '2026-11-04', lateRule: 'arrival' } },
  });
  expect(await account(id)).toMatchObject({ lateness: 'early', opensOn: '2026-11-04' });
  await room.raw('PATCH', `/api/petitions/${room.petitionId}`, { payload: { settings: { opensOn: null } } });
});

test('is found by box and folder', async () => {
  const id = await newBatch({ box: 'Lyon 4', folder: 'c' });
  await newBatch({ box: 'Lyon 4', folder: 'd' });
  const list = await room.get<{ items: { id: string }[] }>(
    `/api/petitions/${room.petitionId}/batches?box=lyon%204&folder=C`,
  );
  expect(list.items.map((batch) => batch.id)).toEqual([id]);
});

test('from a signer to box, folder, sheet and line, and back; the reviewer is told that it came late', async () => {
  const dates = { closesOn: '2026-10-31', settings: { lateRule: 'arrival' } };
  await room.raw('PATCH', `/api/petitions/${room.petitionId}`, { payload: dates });
  const id = await newBatch({ box: 'Paris 9', folder: 'f', receivedOn: '2026-11-04' });
  const { pageId } = await readSheet(id, ['filled']);
  await room.query(
    `UPDATE line SET lease_expires_at = now() + interval '1 hour', lease_holder_id = (SELECT id FROM person LIMIT 1)
    WHERE page_id <> $1`,
    [pageId],
  );
  const claims = await room.post<{ items: { id: string; version: number; place: { lateness: string } }[] }>(
    '/api/review/claims',
    { petitionId: room.petitionId },
  );
  const [claim] = claims.body.items;
  expect(claim?.place).toMatchObject({ lateness: 'late' });
  const decision = { version: claim?.version, outcome: 'accepted', fields: { family_name: 'Nguyen' } };
  const decided = await room.post<{ signerId: string }>(`/api/rows/${claim?.id}/decisions`, decision);
  const signer = await room.get<{ pageId: string; line: number; batch: object }>(
    `/api/signers/${decided.body.signerId}`,
  );
  expect(signer).toMatchObject({ pageId, line: 1, batch: { id, name: 'Envelope', box: 'Paris 9', folder: 'f' } });
  const page = await room.get(`/api/pages/${pageId}`);
  expect(page).toMatchObject({
    paper: { batchName: 'Envelope', box: 'Paris 9', folder: 'f' },
    items: [{ index: 1, signerId: decided.body.signerId }],
  });
  expect((await account(id)).found).toMatchObject({ signatures: 1, toReview: 0, stored: 1 });
});

test('prints a cover sheet and a slip in both languages, whatever the words in it', async () => {
  const id = await newBatch({
    name: 'Groupe de Besançon — marché',
    sender: 'Żaneta Őry & ses ami·e·s, « comité »',
    declaredSheets: 12,
    declaredSignatures: 96,
    postmarkedOn: '2026-10-30',
    channel: 'post',
  });
  await readSheet(id, ['filled', 'filled', 'empty']);
  for (const [name, language, words] of [
    ['cover', 'fr', ['Fiche', 'Besançon', '12', 'Zaneta']],
    ['cover', 'en', ['cover', 'sheet', 'Declared']],
    ['slip', 'fr', ['Bordereau', 'Écart', '-11']],
    ['slip', 'en', ['Discrepancy', 'slip', '-11']],
  ] as const) {
    const answer = await room.raw('GET', `/api/batches/${id}/${name}.pdf?language=${language}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const pdf = await openPdf(new Uint8Array(answer.rawPayload));
    expect(pdf.pageCount).toBe(1);
    // Digits set apart by kerning come as words of their own.
    const printed = pdf.words(1).map(({ text }) => text);
    for (const word of words) expect(printed.join('')).toContain(word);
    pdf.close();
  }
});

test('the light workers’ pages end in a balanced account', async () => {
  await room.startWorker({ intervals: { heartbeat: 500, sweep: 500, sweepGrace: 500, leftovers: 60_000 } });
  const id = await newBatch({ declaredSheets: 2 });
  await room.upload(id, [
    ['1.png', await syntheticPage(920)],
    ['2.png', await syntheticPage(921)],
  ]);
  const read = await until('the envelope balances', async () => {
    const now = await account(id);
    return now.balanced ? now : null;
  });
  expect(read.found.sheets).toBe(2);
  expect(read.found.signatures).toBeLessThanOrEqual(2 * (BANDS - 1));
  expect((await close(id)).status).toBe(200);
});
