/** Stacks: separator sheets, parts and joins by hand, blank backs, inserts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bindPdf } from '../../samples/make/scan/encode.ts';
import type { BatchWire } from '../../src/domain/wire-batch.ts';
import type { PageWire } from '../../src/domain/wire-page.ts';
import type { InsertWire, SeparatorWire } from '../../src/domain/wire-triage.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { encodePng } from '../../src/imaging/pixels.ts';
import { until } from '../helpers/intake-bench.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
  await room.startWorker({ intervals: { heartbeat: 500, sweep: 500, sweepGrace: 500, leftovers: 60_000 } });
});
afterAll(() => room.close());

/** Prints separators over HTTP, as pictures. */
async function separators(path: string, body: object = {}): Promise<Buffer[]> {
  const answer = await room.raw('POST', path, { payload: body });
  expect(answer.statusCode).toBe(200);
  const pdf = await openPdf(new Uint8Array(answer.rawPayload));
  const pictures: Buffer[] = [];
  for (let number = 1; number <= pdf.pageCount; number++) {
    const { grey } = await pdf.render(number, { dpi: 72 });
    pictures.push(Buffer.from(await encodePng(grey)));
  }
  pdf.close();
  return pictures;
}

const SHEET = { width: 120, height: 168, dpi: 20 };
const SEPARATOR = { width: 595, height: 842, dpi: 72 };
const bind = (pages: { sheet?: Buffer; separator?: Buffer }[]) =>
  bindPdf(
    pages.map(({ sheet, separator }) => (sheet ? { file: sheet, ...SHEET } : { file: separator!, ...SEPARATOR })),
  );

async function sendStack(batchId: string, pages: { sheet?: Buffer; separator?: Buffer }[]): Promise<string> {
  const { body } = await room.upload(batchId, [['stack.pdf', await bind(pages)]]);
  expect(body.items[0]!.outcome).toBe('accepted');
  const settled = () =>
    room.query<{ id: string }>(
      `SELECT page.id FROM page JOIN scan ON scan.id = page.scan_id WHERE scan.sha256 = (SELECT sha256 FROM scan WHERE id = $1)
       AND page.state NOT IN ('queued', 'preprocessed')`,
      [body.items[0]!.scanId],
    );
  await until('the stack is read', async () => (await settled()).length === pages.length);
  return body.items[0]!.scanId!;
}

const batch = (id: string) => room.get<BatchWire>(`/api/batches/${id}`);
const numbers = async (id: string) => (await batch(id)).pages.map((page) => page.page).sort((a, b) => a - b);

test('a separator sheet begins another batch in the middle of a stack, and another petition’s too', async () => {
  const petition = room.petitionId;
  const other = await room.newPetition();
  const [first, second] = [await room.newBatch(petition, 'Quimper'), await room.newBatch(petition, 'Lyon')];
  const [toLyon] = await separators(`/api/batches/${second}/separators`);
  const [toOther, unused] = await separators(`/api/petitions/${other}/separators`, { copies: 2, declaredSheets: 7 });
  expect(unused).toBeDefined();
  const sheets = await Promise.all([1, 2, 3, 4].map((seed) => syntheticPage(700 + seed)));
  await sendStack(first, [
    { sheet: sheets[0]! },
    { separator: toLyon! },
    { sheet: sheets[1]! },
    { sheet: sheets[2]! },
    { separator: toOther! },
    { sheet: sheets[3]! },
  ]);

  expect(await numbers(first)).toEqual([1, 2]);
  expect(await numbers(second)).toEqual([3, 4, 5]);
  const marks = (await batch(second)).pages.find((page) => page.page === 5);
  expect(marks).toMatchObject({ state: 'blank', reason: { code: 'separator' }, lines: 0 });
  const list = await room.get<{ items: SeparatorWire[] }>(`/api/petitions/${other}/separators`);
  const used = list.items.find((item) => item.pageIds.length > 0);
  expect(list.items.filter((item) => item.pageIds.length === 0)).toHaveLength(1);
  const third = await batch(used!.batchId!);
  expect(third).toMatchObject({ petitionId: other, declaredSheets: 7, name: `Séparateur ${used!.label}` });
  expect(third.pages).toMatchObject([{ page: 6, state: 'read', petitionId: other }]);
  // Its lines follow into the account of the batch and of the petition that the separator names.
  expect(third.progress.lines).toBe(5);
  expect((await batch(second)).progress.lines).toBe(10);
});

test('a separator seen twice works and says so; one of a closed batch or another house stops', async () => {
  const home = await room.newBatch(room.petitionId, 'Home');
  const target = await room.newBatch(room.petitionId, 'Target');
  const [sheet] = await separators(`/api/batches/${target}/separators`);
  const stack = async (seed: number) => sendStack(home, [{ separator: sheet! }, { sheet: await syntheticPage(seed) }]);
  await stack(801);
  await stack(802);
  expect((await batch(home)).pages.map((page) => page.reason?.code).sort()).toEqual([
    'separator',
    'separator_repeated',
  ]);
  expect((await batch(target)).pages).toHaveLength(2);
  await room.query(`UPDATE batch SET state = 'closed' WHERE id = $1`, [target]);
  await stack(803);
  expect((await batch(home)).pages.filter((page) => page.state === 'unrecognised')).toMatchObject([
    { reason: { code: 'separator_closed' } },
  ]);
  expect((await batch(target)).pages).toHaveLength(2);
});

test('a person parts a stack where a separator was missed, and joins it again', async () => {
  const [first, second] = [await room.newBatch(room.petitionId, 'A'), await room.newBatch(room.petitionId, 'B')];
  const sheets = await Promise.all([1, 2, 3].map(async (seed) => ({ sheet: await syntheticPage(850 + seed) })));
  await sendStack(first, sheets);
  const middle = (await batch(first)).pages.find((page) => page.page === 2)!;
  const parted = await room.post<PageWire>(`/api/pages/${middle.id}/part`, { batchId: second });
  expect(parted.body.batchId).toBe(second);
  expect([await numbers(first), await numbers(second)]).toEqual([[1], [2, 3]]);
  expect((await room.post<PageWire>(`/api/pages/${middle.id}/join`, {})).body.batchId).toBe(first);
  expect(await numbers(first)).toEqual([1, 2, 3]);
  const nothing = await room.post(`/api/pages/${middle.id}/join`, {});
  expect(nothing).toMatchObject({ status: 409, body: { code: 'nothing_before' } });
});

test('parts of a file are taken back one by one; its bytes go with the last', async () => {
  const [first, second] = [await room.newBatch(room.petitionId, 'C'), await room.newBatch(room.petitionId, 'D')];
  const scanId = await sendStack(first, [{ sheet: await syntheticPage(871) }, { sheet: await syntheticPage(872) }]);
  const pages = (await batch(first)).pages;
  await room.post(`/api/pages/${pages.find((page) => page.page === 2)!.id}/part`, { batchId: second });
  const { sha256 } = await room.database.scan.findUniqueOrThrow({ where: { id: scanId } });
  await room.post(`/api/scans/${scanId}/withdraw`, {});
  expect(await room.images.has(sha256)).toBe(true);
  const part = (await batch(second)).scans[0]!;
  expect(part.isPart).toBe(true);
  await room.post(`/api/scans/${part.id}/withdraw`, {});
  expect(await room.images.has(sha256)).toBe(false);
});

test('an insert lies in a tray of its own, with a note that goes with its scan', async () => {
  const batchId = await room.newBatch(room.petitionId, 'With a cheque');
  const scanId = await sendStack(batchId, [{ sheet: await syntheticPage(881, { isForeign: true }) }]);
  const [page] = (await batch(batchId)).pages;
  const aside = { kind: 'cheque', note: 'To Madame Zwxqv, accounts' };
  expect((await room.post<PageWire>(`/api/pages/${page!.id}/set-aside`, aside)).body).toMatchObject({
    state: 'withdrawn',
    insertKind: 'cheque',
  });
  const tray = () => room.get<{ items: InsertWire[] }>(`/api/petitions/${room.petitionId}/inserts`);
  expect((await tray()).items).toMatchObject([{ id: page!.id, insertKind: 'cheque', note: aside.note }]);
  await room.post(`/api/scans/${scanId}/withdraw`, {});
  expect((await tray()).items).toEqual([]);
  const notes = await room.query('SELECT 1 FROM page WHERE insert_note IS NOT NULL AND id = $1', [page!.id]);
  expect(notes).toEqual([]);
});

test('a slip for the scanner is printed for a page that must be scanned again', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Slips');
  await sendStack(batchId, [{ sheet: await syntheticPage(891, { isForeign: true }) }]);
  const [page] = (await batch(batchId)).pages;
  const answer = await room.raw('GET', `/api/pages/${page!.id}/re-scan-slip.pdf?language=fr`);
  const pdf = await openPdf(new Uint8Array(answer.rawPayload));
  const words = pdf.words(1).map((word) => word.text);
  pdf.close();
  expect(words).toEqual(expect.arrayContaining(['numériser', 'Slips', 'stack.pdf,']));
});

test('blank sides are looked at once; one that is not blank is read again as such', async () => {
  const batchId = await room.newBatch(room.petitionId, 'Duplex');
  await sendStack(batchId, [{ sheet: await syntheticPage(895) }, { sheet: await syntheticPage(896) }]);
  const [front, back] = (await batch(batchId)).pages;
  await room.query(`UPDATE page SET state = 'blank' WHERE id = ANY($1)`, [[front!.id, back!.id]]);
  const glanced = await room.post<{ glanced: number }>('/api/pages/glances', { ids: [front!.id] });
  expect(glanced.body.glanced).toBe(1);
  expect((await batch(batchId)).pages.map((page) => page.glanced)).toEqual([true, false]);
  const again = await room.post<PageWire>(`/api/pages/${back!.id}/not-blank`, {});
  expect(again.body.state).toBe('queued');
  await until('it is read', async () => (await room.get<PageWire>(`/api/pages/${back!.id}`)).state === 'read');
  expect((await room.database.page.findUniqueOrThrow({ where: { id: back!.id } })).isNotBlank).toBe(true);
});
