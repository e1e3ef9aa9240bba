/** Column mode: one field of many lines, leases, what the station makes of it; and that nobody's second keying learns of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { CarpetWire, ColumnWire } from '../../src/domain/wire-columns.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let anna: Client;
let bert: Client;
let cleo: Client;
beforeAll(async () => {
  api = await startApi();
  anna = await api.enter('reviewer');
  bert = await api.enter('reviewer', 'supervisor');
  cleo = await api.enter('reviewer');
});
afterAll(() => api.close());

const people = (postcodes: string[]) => postcodes.map((postcode, at) => ({ ...someone(at), postcode }));

async function sheet(lines: Values[], more: { confidence?: number; secondKeying?: object } = {}) {
  const { confidence = 0.99, secondKeying = { mode: 'none' } } = more;
  const form = testForm(lines.length);
  const petition = await addPetition(api.database, { form, secondKeying: secondKeying as never });
  return { ...petition, ...(await addSheet(api.database, { ...petition, lines, confidence, images: api.images })) };
}

const field = 'postcode';
const take = (who: Client, petitionId: string) => who.post<CarpetWire>('/api/columns/carpets', { petitionId, field });
const check = (who: Client, petitionId: string, confirmed: string[], doubted: string[] = []) =>
  who.post<Record<string, number>>('/api/columns/checks', { petitionId, field, confirmed, doubted });
const columns = async (who: Client, petitionId: string) =>
  (await who.get<{ items: ColumnWire[] }>(`/api/petitions/${petitionId}/columns`)).body.items;
const claim = async (who: Client, petitionId: string, limit = 1) =>
  (await who.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, limit })).items;
const decide = (who: Client, { id, version }: ClaimWire, fields: Values) =>
  who.post<{ state: string }>(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields });

describe('a carpet', () => {
  test('shows one field, equal readings together, and no name', async () => {
    const { petitionId } = await sheet(people(['29000', '56100', '29000']));
    const offered = await columns(anna, petitionId);
    expect(offered.map((column) => [column.field, column.verdict, column.waiting])).toEqual([
      ['postcode', 'offered', 3],
      ['signature', 'too_few', 0],
    ]);
    const carpet = await take(anna, petitionId);
    expect(carpet.items.map((cell) => cell.value)).toEqual(['29000', '29000', '56100']);
    expect(Object.keys(carpet.items[0]!).sort()).toEqual(['height', 'imageUrl', 'lineId', 'value', 'width']);
    expect(JSON.stringify(carpet)).not.toMatch(/Durand|Aline|scan_/);
  });

  test.each(['family_name', 'given_name', 'city', 'email'])('is not made of %s', async (name) => {
    const { petitionId } = await sheet(people(['29000']));
    const answer = await anna.send('POST', '/api/columns/carpets', { petitionId, field: name });
    expect([answer.status, answer.body.code]).toEqual([404, 'column_unknown']);
  });

  test('holds no reading below the petition’s bar, no ditto, no struck line', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000', '29001', '29002', '29003']));
    const change = (sql: string, at: number) => api.test.query(sql, [lineIds[at]]);
    // Readings are never changed: other lines of the same sheet take other ones.
    await api.test.query('ALTER TABLE reading DISABLE TRIGGER reading_kept');
    await change('UPDATE reading SET confidence = 0.97 WHERE line_id = $1', 0);
    await change('UPDATE reading SET ditto = true WHERE line_id = $1', 1);
    await api.test.query('ALTER TABLE reading ENABLE TRIGGER reading_kept');
    await change("UPDATE line SET found = 'struck' WHERE id = $1", 2);
    expect((await take(anna, petitionId)).items.map((cell) => cell.lineId)).toEqual([lineIds[3]]);
  });

  test('is one person’s; what is put off is nobody’s; a line at hand in the station is not in it', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000', '29000', '29000']));
    const [atHand] = await claim(cleo, petitionId);
    expect(atHand!.id).toBe(lineIds[0]);
    expect((await take(anna, petitionId)).items).toHaveLength(2);
    expect((await take(bert, petitionId)).items).toEqual([]);
    await anna.post('/api/columns/returns', { petitionId, field, minutes: 60 });
    expect((await take(bert, petitionId)).items).toEqual([]);
    expect((await columns(anna, petitionId))[0]?.waiting).toBe(0);
    await api.test.query("UPDATE column_lease SET expires_at = now() - interval '1 second'");
    expect((await take(bert, petitionId)).items).toHaveLength(2);
    await bert.post('/api/columns/returns', { petitionId, field, minutes: 0 });
    expect((await take(anna, petitionId)).items).toHaveLength(2);
  });

  test('its pictures are served to whoever has it, and are one event in the trail', async () => {
    const { petitionId } = await sheet(people(['29000', '29001']));
    const carpet = await take(anna, petitionId);
    const [cell] = carpet.items;
    const picture = await anna.get(cell!.imageUrl);
    expect([picture.status, picture.headers['content-type'], picture.bytes.length > 50]).toEqual([
      200,
      'image/webp',
      true,
    ]);
    const other = await bert.get(cell!.imageUrl);
    expect([other.status, other.body.code]).toEqual([409, 'carpet_not_held']);
    const beside = await anna.get(cell!.imageUrl.replace('postcode', 'family_name'));
    expect([beside.status, beside.body.code]).toEqual([409, 'carpet_not_held']);
    const trail = await api.test.query<{ details: { field: string; lines: string[] } }>(
      "SELECT details FROM audit_event WHERE kind = 'cells_viewed' AND subject_id = $1",
      [petitionId],
    );
    expect(trail).toHaveLength(1);
    expect([trail[0]!.details.field, trail[0]!.details.lines.length]).toEqual(['postcode', 2]);
  });
});

describe('what was said of a cell', () => {
  test('is filled in or left out for the station, and decides no line', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000', '29001', '29002']), { confidence: 0.985 });
    await take(anna, petitionId);
    expect(await check(anna, petitionId, [lineIds[0]!], [lineIds[1]!])).toEqual({
      confirmed: 1,
      doubted: 1,
      lapsed: 0,
    });
    await api.test.query(`UPDATE petition SET prefill_policy = '{"default": 0.95, "postcode": 0.999}' WHERE id = $1`, [
      petitionId,
    ]);
    const shown = (await claim(bert, petitionId, 3)).map(({ confirmed, prefill, fields }) => ({
      ...{ confirmed, filled: prefill.postcode, value: fields.postcode },
    }));
    expect(shown).toEqual([
      { confirmed: ['postcode'], filled: true, value: '29000' },
      { confirmed: [], filled: false, value: '29001' },
      { confirmed: [], filled: false, value: '29002' },
    ]);
    const states = await api.test.query('SELECT DISTINCT state FROM line WHERE petition_id = $1', [petitionId]);
    expect(states).toEqual([{ state: 'awaiting_review' }]);
    const rows = await api.test.query('SELECT outcome, value, person_id FROM column_check WHERE line_id = $1', [
      lineIds[0],
    ]);
    expect(rows).toEqual([{ outcome: 'confirmed', value: '29000', person_id: anna.personId }]);
  });

  test('is not noted once the cell has lapsed, twice, or for a line decided meanwhile', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000', '29001', '29002']));
    await take(anna, petitionId);
    expect(await check(bert, petitionId, lineIds)).toEqual({ confirmed: 0, doubted: 0, lapsed: 3 });
    const [item] = await claim(cleo, petitionId);
    await decide(cleo, item!, someone(1));
    expect(await check(anna, petitionId, lineIds)).toEqual({ confirmed: 2, doubted: 0, lapsed: 1 });
    expect(await check(anna, petitionId, lineIds)).toEqual({ confirmed: 0, doubted: 0, lapsed: 3 });
  });

  test('is never changed or deleted', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000']));
    await take(anna, petitionId);
    await check(anna, petitionId, lineIds);
    for (const statement of ["UPDATE column_check SET value = '1'", 'DELETE FROM column_check']) {
      await expect(api.test.query(`${statement} WHERE line_id = $1`, [lineIds[0]])).rejects.toThrow('never changed');
    }
  });
});

test('decisions that speak against the readings withdraw the field', async () => {
  const lines = people(Array.from({ length: 33 }, (_, at) => String(29_000 + at)));
  const { petitionId } = await sheet(lines);
  const items = await claim(cleo, petitionId, 31);
  for (const [at, item] of items.entries()) {
    const fields = item.fields as Values;
    await decide(cleo, item, at < 2 ? { ...fields, postcode: '75001' } : fields);
  }
  const [postcode, signature] = await columns(anna, petitionId);
  expect(postcode).toMatchObject({ verdict: 'not_precise', waiting: 0, measured: { lines: 31, right: 29 }, bar: 0.98 });
  expect(signature).toMatchObject({ verdict: 'offered', waiting: 2, measured: { lines: 31, right: 31 } });
  const answer = await anna.send('POST', '/api/columns/carpets', { petitionId, field });
  expect([answer.status, answer.body.code]).toEqual([409, 'column_not_offered']);
});

describe('second keying', () => {
  /** Ids and times differ from line to line and say nothing of values. */
  const withoutIds = (text: string) =>
    text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

  async function everythingSeen(said: 'nothing' | 'confirmed' | 'doubted'): Promise<string[]> {
    const { petitionId, pageId, lineIds } = await sheet(people(['29000']), { secondKeying: { mode: 'all' } });
    const [lineId] = lineIds as [string];
    if (said !== 'nothing') {
      await take(anna, petitionId);
      await check(anna, petitionId, said === 'confirmed' ? [lineId] : [], said === 'doubted' ? [lineId] : []);
    }
    await decide(cleo, (await claim(cleo, petitionId))[0]!, someone(5));
    const seen: string[] = [];
    const look = async (answer: Promise<{ status: number; bytes: Buffer }>) => {
      const { status, bytes } = await answer;
      seen.push(`${status} ${withoutIds(bytes.toString('latin1'))}`);
    };
    const claimed = bert.send<{ items: ClaimWire[] }>('POST', '/api/review/claims', { petitionId });
    await look(claimed);
    const item = (await claimed).body.items[0]!;
    await look(bert.get(`/api/petitions/${petitionId}/columns`));
    await look(bert.send('POST', '/api/columns/carpets', { petitionId, field }));
    await look(bert.send('POST', '/api/columns/checks', { petitionId, field, confirmed: [lineId], doubted: [] }));
    await look(bert.send('POST', '/api/columns/returns', { petitionId, field, minutes: 0 }));
    await look(bert.get(`/api/lines/${lineId}/cells/${field}`));
    await look(bert.get(`/api/lines/${lineId}/strip`));
    await look(bert.get(`/api/petitions/${petitionId}/lines?pageId=${pageId}`));
    await look(bert.get(`/api/petitions/${petitionId}/ledger`));
    await look(bert.send('POST', '/api/signers/search', { petitionId, text: '' }));
    await look(bert.send('POST', `/api/rows/${lineId}/lease`));
    await look(bert.send('POST', `/api/rows/${lineId}/reopen`, { version: item.version }));
    await look(
      bert.send('POST', `/api/rows/${lineId}/decisions`, {
        version: item.version,
        outcome: 'accepted',
        fields: someone(6),
      }),
    );
    await look(bert.send('POST', '/api/review/claims', { petitionId }));
    return seen;
  }

  test('gives byte for byte the same answers whatever was said in a column', async () => {
    const untouched = await everythingSeen('nothing');
    expect(await everythingSeen('confirmed')).toEqual(untouched);
    expect(await everythingSeen('doubted')).toEqual(untouched);
  });

  test('is not done by whoever saw a cell of the line before', async () => {
    const { petitionId, lineIds } = await sheet(people(['29000']), { secondKeying: { mode: 'all' } });
    await take(anna, petitionId);
    await check(anna, petitionId, lineIds);
    await decide(cleo, (await claim(cleo, petitionId))[0]!, someone(5));
    expect(await claim(anna, petitionId)).toEqual([]);
    expect((await anna.send('POST', `/api/rows/${lineIds[0]}/lease`)).body.code).toBe('line_not_free');
    expect((await claim(bert, petitionId)).map((item) => item.id)).toEqual(lineIds);
  });
});
