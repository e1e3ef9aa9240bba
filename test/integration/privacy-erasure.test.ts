/** One line is erased: its values are afterwards in no table, no file, no queue, no log and no export; every sum stands. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scrubWhenDue } from '../../src/api/privacy/scrub-when-due.ts';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { withSnapshot } from '../../src/store/database.ts';
import { withdrawScan } from '../../src/store/withdrawal.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

const UNMISTAKABLE: Values = {
  family_name: 'Zwxqvalmont',
  given_name: 'Hjkrphilis',
  postcode: '29000',
  city: 'Quimper',
  email: 'qzjwvalmont@example.org',
};
const NEEDLES = ['zwxqvalmont', 'hjkrphilis', 'qzjwvalmont'];

let api: Api;
let reviewer: Client;
let officer: Client;
let supervisor: Client;
const logged: string[] = [];
beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  api = await startApi({}, logger);
  reviewer = await api.enter('reviewer');
  officer = await api.enter('dpo');
  supervisor = await api.enter('supervisor');
});
afterAll(() => api.close());

async function reviewedSheet(fileName = 'scan_0001.png') {
  const petition = await addPetition(api.database, { form: testForm(3) });
  const lines = [someone(1), UNMISTAKABLE, someone(3)];
  const sheet = await addSheet(api.database, { ...petition, lines, images: api.images, fileName });
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', {
    petitionId: petition.petitionId,
    limit: 3,
  });
  for (const { id, version, fields } of claims.items) {
    const isMeant = fields.family_name === UNMISTAKABLE.family_name;
    if (isMeant) await askAbout(id);
    const note = isMeant ? 'Zwxqvalmont writes unlike anybody' : undefined;
    await reviewer.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields, note });
  }
  const erased = sheet.lineIds[1]!;
  await api.database.columnCheck.create({
    data: {
      lineId: erased,
      field: 'family_name',
      value: UNMISTAKABLE.family_name!,
      outcome: 'confirmed',
      personId: reviewer.personId,
    },
  });
  return { ...petition, ...sheet, erased };
}

/** What people say to each other about a line is personal content as well. */
async function askAbout(lineId: string): Promise<void> {
  const text = 'Is this Zwxqvalmont of the Hjkrphilis family?';
  await reviewer.send('POST', `/api/rows/${lineId}/questions`, { to: 'supervisor', text });
  await supervisor.send('POST', `/api/rows/${lineId}/answers`, { text: 'Yes, qzjwvalmont@example.org' });
  await reviewer.post(`/api/rows/${lineId}/lease`);
}

/** Tables of every schema (those of the queue too) that hold a needle. */
async function tablesWith(needles: string[]): Promise<string[]> {
  const tables = await api.test.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const hits: string[] = [];
  for (const { name } of tables) {
    const [row] = await api.test.query<{ hits: number }>(
      `SELECT count(*)::int AS hits FROM ${name} AS r WHERE lower(r::text) LIKE ANY($1)`,
      [needles.map((needle) => `%${needle}%`)],
    );
    if (row!.hits > 0) hits.push(name);
  }
  return hits;
}

/** What the read gives; nothing where the file or folder has gone meanwhile. */
function unlessGone<T>(read: Promise<T>, nothing: T): Promise<T> {
  return read.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  });
}

/** Files anywhere under the folder that hold a needle, whatever they are. */
async function filesWith(folder: string, needles: string[]): Promise<string[]> {
  const wanted = needles.flatMap((needle) => [needle, needle[0]!.toUpperCase() + needle.slice(1)]);
  const hits: string[] = [];
  // The cluster runs while we look: it removes files, and databases of other tests with their folders.
  for (const entry of await unlessGone(readdir(folder, { withFileTypes: true }), [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) hits.push(...(await filesWith(path, needles)));
    if (!entry.isFile()) continue;
    const bytes = await unlessGone(readFile(path), Buffer.alloc(0));
    if (wanted.some((needle) => bytes.includes(needle))) hits.push(path);
  }
  return hits;
}

async function clusterFolder(): Promise<string> {
  const [row] = await api.test.query<{ data_directory: string }>('SHOW data_directory');
  return row!.data_directory;
}

test('nothing of an erased line is left anywhere, and every sum stands', async () => {
  const { petitionId, erased, lineIds, image, scanId } = await reviewedSheet('Scan Zwxqvalmont.png');
  const { body: before } = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  const search = (who: Client) =>
    who.post<{ items: unknown[] }>('/api/signers/search', { petitionId, text: 'zwxqvalmont' });
  await api.test.query('ANALYZE');
  expect((await search(reviewer)).items).toHaveLength(1);
  expect((await tablesWith(NEEDLES)).sort()).toEqual(
    [
      'public.column_check',
      'public.decision',
      'public.line_note',
      'public.reading',
      'public.scan',
      'public.signer',
    ].sort(),
  );
  await api.test.query('CHECKPOINT');
  expect(await filesWith(await clusterFolder(), NEEDLES)).not.toEqual([]);

  const outcome = await officer.post(`/api/lines/${erased}/erasure`, { count: 'keep' });

  expect(outcome).toMatchObject({ state: 'counted', scrubbed: true, paper: { batch: 'Post of the day', line: 2 } });
  expect(await tablesWith(NEEDLES)).toEqual([]);
  expect(await filesWith(await clusterFolder(), NEEDLES)).toEqual([]);
  expect(await filesWith(api.folder, NEEDLES)).toEqual([]);
  expect(await api.test.query("SELECT 1 FROM pg_stats WHERE most_common_vals::text ILIKE '%zwxqv%'")).toEqual([]);
  expect(logged.join('').toLowerCase()).not.toMatch(new RegExp(NEEDLES.join('|')));
  expect((await search(officer)).items).toEqual([]);
  const list = await supervisor.get(`/api/petitions/${petitionId}/signers.csv`);
  expect(list.text.toLowerCase()).not.toMatch(new RegExp(NEEDLES.join('|')));
  expect(list.text.trim().split('\r\n')).toHaveLength(3);
  const { body: after } = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  expect(after).toEqual(before);
  expect(await api.images.has(image!)).toBe(false);
  const scan = await api.database.scan.findUniqueOrThrow({ where: { id: scanId } });
  expect([scan.fileName, scan.contentRemovedAt === null]).toEqual([null, false]);
  expect(lineIds).toContain(erased);
});

test('the line is burnt out of the picture, the others stay as they were', async () => {
  const { erased, lineIds, pageId } = await reviewedSheet();
  const shades = async () => {
    const page = await api.database.page.findUniqueOrThrow({ where: { id: pageId } });
    const { grey } = await decodePage(await api.images.read(page.rectifiedImage!));
    const lines = await api.database.line.findMany({ where: { pageId }, orderBy: { index: 'asc' } });
    return lines.map(({ box: [x = 0, y = 0, w = 0, h = 0] }) => {
      const at = (px: number, py: number) => grey.data[Math.round(py) * grey.width + Math.round(px)]!;
      return [at(x + w / 2, y + h / 2), at(x + w * 0.9, y + h * 0.5), at(x + 2, y + h / 2)];
    });
  };
  const before = await shades();
  const image = (await api.database.page.findUniqueOrThrow({ where: { id: pageId } })).rectifiedImage!;
  // Cut and kept beside the picture, the erased line and its neighbours' view of it among them.
  await reviewer.get(`/api/lines/${lineIds[0]}/strip`);
  expect(await api.images.readStrips(image)).not.toBeNull();
  await officer.post(`/api/lines/${erased}/erasure`, {});
  expect(await api.images.readStrips(image)).toBeNull();
  const after = await shades();
  const isNear = (a: number, b: number) => Math.abs(a - b) <= 6;
  expect(after[1]!.every((value) => isNear(value, 160))).toBe(true);
  for (const index of [0, 2]) {
    expect(after[index]!.every((value, at) => isNear(value, before[index]![at]!))).toBe(true);
  }
  const strip = await reviewer.get(`/api/lines/${lineIds[0]}/strip`);
  expect(strip.status).toBe(200);
});

test('an open line ends as withdrawn, and an erased line stays empty whatever is tried', async () => {
  const petition = await addPetition(api.database, { form: testForm(1) });
  const { lineIds } = await addSheet(api.database, { ...petition, lines: [UNMISTAKABLE], images: api.images });
  const { petitionId } = petition;
  const claims = await reviewer.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId });
  const outcome = await officer.post(`/api/lines/${lineIds[0]}/erasure`, {});
  expect(outcome).toMatchObject({ state: 'rejected' });
  const [item] = claims.items;
  const late = await reviewer.send('POST', `/api/rows/${item!.id}/decisions`, {
    version: item!.version,
    outcome: 'accepted',
  });
  expect([late.status, late.body.code]).toEqual([409, 'line_erased']);
  const twice = await officer.send('POST', `/api/lines/${lineIds[0]}/erasure`, {});
  expect([twice.status, twice.body.code]).toEqual([409, 'already_erased']);
  const insert = `INSERT INTO decision (line_id, kind, person_id, line_version, outcome, fields)
    VALUES ('${lineIds[0]}', 'correction', '${officer.personId}', 9, 'accepted', '{"family_name":"back"}')`;
  await expect(api.test.query(insert)).rejects.toThrow(/was erased/);
  const { body: ledger } = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  expect(ledger).toMatchObject({ balanced: true, states: { rejected: 1 }, reasons: { withdrawn: 1 } });
});

test('a counted line may be taken out of the count with its content', async () => {
  const { petitionId, erased } = await reviewedSheet();
  expect(await officer.post(`/api/lines/${erased}/erasure`, { count: 'remove' })).toMatchObject({ state: 'rejected' });
  const { body } = await supervisor.get(`/api/petitions/${petitionId}/ledger`);
  expect(body).toMatchObject({ balanced: true, states: { counted: 2, rejected: 1 }, reasons: { withdrawn: 1 } });
});

test('pages of the same file that are still open keep it from being given up', async () => {
  const { erased, scanId } = await reviewedSheet();
  await api.database.page.create({ data: { scanId, number: 2, state: 'queued' } });
  const refused = await officer.send('POST', `/api/lines/${erased}/erasure`, {});
  expect([refused.status, refused.body.code]).toEqual([409, 'scan_in_work']);
  expect(await api.database.reading.count({ where: { lineId: erased, erasedAt: { not: null } } })).toBe(0);
});

test('an export in progress is not held up: the tables are rewritten later', async () => {
  const { erased } = await reviewedSheet();
  const outcome = await withSnapshot(
    api.database,
    async (transaction) => {
      // Not even one of the tables concerned: its view of the past alone keeps old rows alive.
      await transaction.petition.count();
      return await officer.post<{ scrubbed: boolean }>(`/api/lines/${erased}/erasure`, {});
    },
    60_000,
  );
  expect(outcome.scrubbed).toBe(false);
  expect(await scrubWhenDue(api.database)).toBe(true);
  expect(await scrubWhenDue(api.database)).toBe(false);
});

test('a scan is withdrawn after an erasure with every picture', async () => {
  const { erased, scanId, pageId } = await reviewedSheet();
  await officer.post(`/api/lines/${erased}/erasure`, {});
  const { rectifiedImage } = await api.database.page.findUniqueOrThrow({ where: { id: pageId } });
  await withdrawScan(api.database, api.images, { scanId, personId: officer.personId });
  expect(await api.images.has(rectifiedImage!)).toBe(false);
});

describe('a restriction', () => {
  test('makes the line unavailable and unchangeable, and lifting it restores everything', async () => {
    const { petitionId, erased: lineId } = await reviewedSheet();
    const signer = await api.database.signer.findUniqueOrThrow({ where: { lineId } });
    const exported = async () => (await supervisor.get(`/api/petitions/${petitionId}/signers.csv`)).text;
    const before = await exported();
    await officer.post(`/api/lines/${lineId}/restriction`);
    expect(await exported()).not.toContain('Zwxqvalmont');
    const seen = await reviewer.get<{ fields: unknown; restricted: boolean; lineVersion: number }>(
      `/api/signers/${signer.id}`,
    );
    expect(seen.body).toMatchObject({ fields: null, restricted: true });
    const open = await officer.get<{ fields: Values }>(`/api/signers/${signer.id}`);
    expect(open.body.fields.family_name).toBe('Zwxqvalmont');
    const strip = await reviewer.get(`/api/lines/${lineId}/strip`);
    expect([strip.status, strip.body]).toMatchObject([409, { code: 'line_restricted' }]);
    const version = seen.body.lineVersion;
    for (const [url, body] of [
      [`/api/rows/${lineId}/reopen`, { version }],
      [`/api/signers/${signer.id}/corrections`, { version, fields: { city: 'Brest' } }],
    ] as const) {
      expect((await reviewer.send('POST', url, body)).body).toMatchObject({ status: 409, code: 'line_restricted' });
    }
    const raw = api.test.query(`UPDATE line SET state = 'awaiting_review' WHERE id = '${lineId}'`);
    await expect(raw).rejects.toThrow(/restricted/);
    await officer.send('DELETE', `/api/lines/${lineId}/restriction`);
    expect(await exported()).toBe(before);
  });
});
