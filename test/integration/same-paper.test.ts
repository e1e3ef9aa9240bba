/** The same paper twice: held, decided, replaced; what people decided holds where the ink is the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { BatchWire } from '../../src/domain/wire-batch.ts';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { PageWire } from '../../src/domain/wire-page.ts';
import type { TriagePage } from '../../src/domain/wire-triage.ts';
import { until } from '../helpers/intake-bench.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { type SyntheticPage, seedWith, syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
  await room.startWorker({ intervals: { heartbeat: 500, sweep: 500, sweepGrace: 500, leftovers: 60_000 } });
});
afterAll(() => room.close());

interface Place {
  petitionId: string;
  batchId: string;
}

/** Of its own, so that no test's papers are found by another's. */
async function newPlace(): Promise<Place> {
  const petitionId = await room.newPetition();
  return { petitionId, batchId: await room.newBatch(petitionId) };
}

const page = (id: string) => room.get<PageWire>(`/api/pages/${id}`);
const isSettled = ({ state, twin }: PageWire) =>
  !['queued', 'preprocessed'].includes(state) || twin?.verdict === 'held';

async function send({ batchId }: Place, seed: number, options: SyntheticPage = {}): Promise<PageWire> {
  const { body } = await room.upload(batchId, [[`sheet-${seed}.png`, await syntheticPage(seed, options)]]);
  const { scanId } = body.items[0]!;
  return await until('the page is settled', async () => {
    const { pages } = await room.get<BatchWire>(`/api/batches/${batchId}`);
    const found = pages.find((one) => one.scanId === scanId);
    if (found === undefined) return null;
    const full = await page(found.id);
    return isSettled(full) ? full : null;
  });
}

/** Accepts every second waiting line, rejects the others; answers what became of them. */
async function review({ petitionId }: Place): Promise<void> {
  const claims = await room.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, limit: 50 });
  for (const [at, { id, version }] of claims.body.items.entries()) {
    const accepted = { outcome: 'accepted', fields: { family_name: `Person ${at}` } };
    const decision = at % 2 === 0 ? accepted : { outcome: 'rejected', reason: 'illegible' };
    const answer = await room.post(`/api/rows/${id}/decisions`, { version, ...decision });
    expect(answer.status).toBe(200);
  }
}

const signers = async (petitionId: string) =>
  await room.query<{ id: string; index: number; page_id: string; name: string }>(
    `SELECT signer.id, line.index, line.page_id, signer.fields ->> 'family_name' AS name FROM signer
     JOIN line ON line.id = signer.line_id WHERE signer.petition_id = $1 AND removed_at IS NULL ORDER BY index`,
    [petitionId],
  );
const ledger = (petitionId: string) => room.get<Ledger>(`/api/petitions/${petitionId}/ledger`);

test('a second picture of a sheet is held, counts nothing and is nobody’s to review until somebody decides', async () => {
  const place = await newPlace();
  const seed = seedWith(3, 100);
  const first = await send(place, seed);
  expect(first).toMatchObject({ state: 'read', twin: null });
  const second = await send(place, seed, { isRescan: true });
  expect(second).toMatchObject({ state: 'preprocessed', twin: { pageId: first.id, verdict: 'held' } });
  expect(second.reason?.code).toBe('same_paper');
  expect(second.items.every((line) => line.state === 'expected')).toBe(true);

  const claims = await room.post<{ items: ClaimWire[] }>('/api/review/claims', {
    petitionId: place.petitionId,
    limit: 50,
  });
  expect(new Set(claims.body.items.map((item) => item.pageId))).toEqual(new Set([first.id]));
  const board = await room.get<{ items: TriagePage[] }>(`/api/triage?petitionId=${place.petitionId}`);
  expect(board.items).toMatchObject([{ id: second.id, kind: 'same_paper' }]);

  const dropped = await room.post<PageWire>(`/api/pages/${second.id}/twin`, { decision: 'dropped' });
  expect(dropped.body).toMatchObject({ state: 'withdrawn', lines: 0 });
  expect((await ledger(place.petitionId)).states).toMatchObject({ superseded: 5, expected: 0 });
  const again = await room.post(`/api/pages/${second.id}/twin`, { decision: 'different' });
  expect(again).toMatchObject({ status: 409, body: { code: 'twin_not_held' } });
});

test('another paper goes on, and two sheets of other ink are never held', async () => {
  const place = await newPlace();
  const seed = seedWith(2, 200);
  await send(place, seed);
  const held = await send(place, seed, { isRescan: true });
  await room.post(`/api/pages/${held.id}/twin`, { decision: 'different' });
  await until('it is read', async () => (await page(held.id)).state === 'read');
  const other = await send(place, seed, { rewritten: [1, 2, 3, 4, 5] });
  expect(other).toMatchObject({ state: 'read', twin: null });
});

test('a better picture takes the place of a reviewed page: decisions hold where the ink is the same', async () => {
  const place = await newPlace();
  const seed = seedWith(4, 300);
  const first = await send(place, seed);
  await review(place);
  const before = await signers(place.petitionId);
  expect(before.length).toBeGreaterThanOrEqual(2);
  const changed = before[0]!.index;

  const second = await send(place, seed, { isRescan: true, rewritten: [changed] });
  expect(second.twin).toMatchObject({ pageId: first.id, verdict: 'held' });
  await room.post(`/api/pages/${second.id}/twin`, { decision: 'replaces' });
  await until('the first page is replaced', async () => (await page(first.id)).state === 'withdrawn');

  expect(await page(first.id)).toMatchObject({ replacedBy: second.id, reason: { code: 'replaced' }, lines: 0 });
  const after = await signers(place.petitionId);
  expect(after).toEqual(before.slice(1).map((signer) => ({ ...signer, page_id: second.id })));
  const lines = (await page(second.id)).items;
  expect(lines.find((line) => line.index === changed)?.state).toBe('awaiting_review');
  expect(lines.filter((line) => line.state === 'rejected' && line.reason === 'illegible').length).toBeGreaterThan(0);
  const counts = await ledger(place.petitionId);
  expect(counts.printedLines).toBe(10);
  expect(counts.states).toMatchObject({ superseded: 5, awaiting_review: 1, counted: before.length - 1 });

  const carried = await room.query<{ same: boolean }>(
    `SELECT now.person_id = old.person_id AND now.outcome = old.outcome AND old.fields IS NULL AND old.erased_at IS NOT NULL AS same
     FROM decision AS now JOIN decision AS old ON old.id = now.carried_from_id JOIN line ON line.id = now.line_id
     WHERE line.page_id = $1`,
    [second.id],
  );
  expect(carried.length).toBeGreaterThanOrEqual(3);
  expect(carried.every(({ same }) => same)).toBe(true);
});

test('a page on which people have decided is read again beside itself, and loses nothing', async () => {
  const place = await newPlace();
  const first = await send(place, seedWith(3, 400));
  await review(place);
  const before = await signers(place.petitionId);
  const retried = await room.post<PageWire>(`/api/pages/${first.id}/retry`, {});
  expect(retried.body).toMatchObject({ twin: { pageId: first.id, verdict: 'replaces' } });
  expect(retried.body.id).not.toBe(first.id);
  await until('the first page is replaced', async () => (await page(first.id)).replacedBy === retried.body.id);
  const after = await signers(place.petitionId);
  expect(after).toEqual(before.map((signer) => ({ ...signer, page_id: retried.body.id })));
  expect((await page(retried.body.id)).items.some((line) => line.state === 'awaiting_review')).toBe(false);
  expect((await ledger(place.petitionId)).states.superseded).toBe(5);
});

test('a replaced page keeps column checks that hold, and a drawn line stays in the sample with what was keyed', async () => {
  const place = await newPlace();
  const seed = seedWith(4, 600);
  const first = await send(place, seed);
  const [decided, alike, changed] = first.items.filter(({ state }) => state === 'awaiting_review');
  const claims = await room.post<{ items: ClaimWire[] }>('/api/review/claims', { ...place, limit: 50 });
  const claim = claims.body.items.find(({ id }) => id === decided!.id)!;
  await room.post(`/api/rows/${claim.id}/decisions`, {
    version: claim.version,
    outcome: 'accepted',
    fields: { family_name: 'Person' },
  });
  await room.query(
    `INSERT INTO column_check (line_id, field, person_id, outcome, value)
     SELECT line_id, field, (SELECT id FROM person LIMIT 1), 'confirmed', COALESCE(normalised, value)
     FROM reading WHERE line_id = ANY($1::uuid[])`,
    [[decided!.id, alike!.id, changed!.id]],
  );
  await room.query(
    `WITH sample AS (INSERT INTO accuracy_sample (petition_id, seed, population, drawn_by_id)
       SELECT $1, 's', 1, id FROM person LIMIT 1 RETURNING id),
     drawn AS (INSERT INTO accuracy_line (line_id, sample_id, decision_id)
       SELECT $2, sample.id, decision.id FROM sample, decision WHERE decision.line_id = $2 AND kind = 'review')
     INSERT INTO accuracy_keying (line_id, kind, person_id, outcome, wrong, fields)
       SELECT $2, 'blind', id, 'accepted', '{}', '{"family_name":"Person"}' FROM person LIMIT 1`,
    [place.petitionId, decided!.id],
  );
  const second = await send(place, seed, { isRescan: true, rewritten: [changed!.index] });
  await room.post(`/api/pages/${second.id}/twin`, { decision: 'replaces' });
  await until('the first page is replaced', async () => (await page(first.id)).state === 'withdrawn');

  const checks = await room.query<{ index: number }>(
    `SELECT line.index FROM column_check JOIN line ON line.id = line_id WHERE page_id = $1 AND value IS NOT NULL
     ORDER BY line.index`,
    [second.id],
  );
  expect(checks.map(({ index }) => index)).toEqual([decided!.index, alike!.index].toSorted());
  const drawn = await room.query(
    `SELECT line.index, keying.fields ->> 'family_name' AS keyed, decision.carried_from_id IS NOT NULL AS carried
     FROM accuracy_line AS drawn JOIN line ON line.id = drawn.line_id JOIN decision ON decision.id = drawn.decision_id
       JOIN accuracy_keying AS keying ON keying.line_id = line.id WHERE line.page_id = $1`,
    [second.id],
  );
  expect(drawn).toEqual([{ index: decided!.index, keyed: 'Person', carried: true }]);
  const elsewhere = `UPDATE accuracy_line SET line_id = '${second.items.find(({ index }) => index === alike!.index)!.id}'`;
  await expect(room.query(elsewhere)).rejects.toThrow(/never changed/);
});

test('the print goes with what it was made from', async () => {
  const place = await newPlace();
  const first = await send(place, seedWith(2, 500));
  const prints = () =>
    room.query<{ ink: Buffer; signature: string[] }>('SELECT * FROM page_print WHERE page_id = $1', [first.id]);
  const [whole] = await prints();
  await room.query(`UPDATE scan SET state = 'split' WHERE id = $1`, [first.scanId]);
  const line = first.items.find(({ state }) => state === 'awaiting_review')!;
  const erased = await room.post(`/api/lines/${line.id}/erasure`, { count: 'remove' });
  expect(erased.status).toBe(200);
  const [rest] = await prints();
  expect(rest!.ink.equals(whole!.ink)).toBe(false);
  expect(rest!.signature).not.toEqual(whole!.signature);
  await room.post(`/api/scans/${first.scanId}/withdraw`, {});
  expect(await prints()).toEqual([]);
});
