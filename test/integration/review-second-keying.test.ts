/** Second keying is blind: whatever the first person typed, the second one gets the same bytes, on every way in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let first: Client;
let second: Client;
let third: Client;
beforeAll(async () => {
  api = await startApi();
  first = await api.enter('reviewer');
  second = await api.enter('reviewer', 'supervisor');
  third = await api.enter('reviewer');
});
afterAll(() => api.close());

const claim = async (who: Client, petitionId: string) =>
  (await who.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId })).items[0];

interface Decided {
  id: string;
  state: string;
  signerId: string | null;
  version: number;
}
const decide = (who: Client, item: ClaimWire, fields: Values) =>
  who.post<Decided>(`/api/rows/${item.id}/decisions`, { version: item.version, outcome: 'accepted', fields });

async function line(secondKeying: object = { mode: 'all' }) {
  const petition = await addPetition(api.database, { form: testForm(1), secondKeying: secondKeying as never });
  const sheet = await addSheet(api.database, { ...petition, lines: [someone(1)], images: api.images });
  return { ...petition, ...sheet, lineId: sheet.lineIds[0]! };
}

/** Ids and times differ from line to line and say nothing of values. */
const withoutIds = (text: string) =>
  text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

test('equal values count, typed by two', async () => {
  const { petitionId, lineId } = await line();
  const one = await decide(first, (await claim(first, petitionId))!, someone(5));
  expect(one).toMatchObject({ state: 'in_second_keying', signerId: null });
  expect(await claim(first, petitionId)).toBeUndefined();
  await decide(second, (await claim(second, petitionId))!, someone(5));
  const signer = await api.database.signer.findUniqueOrThrow({ where: { lineId } });
  expect([signer.fields, signer.removedAt]).toEqual([someone(5), null]);
});

test('differing values go to a third person, unattributed, who settles them', async () => {
  const { petitionId, lineId } = await line();
  await decide(first, (await claim(first, petitionId))!, { ...someone(5), city: 'Zola' });
  await decide(second, (await claim(second, petitionId))!, { ...someone(5), city: 'Abbeville' });
  for (const who of [first, second]) expect(await claim(who, petitionId)).toBeUndefined();
  const item = (await claim(third, petitionId))!;
  expect(item).toMatchObject({ mode: 'adjudication', fields: { family_name: 'Durand5', city: '' } });
  expect(item.alternatives.city).toEqual([
    { value: 'Abbeville', probability: 0.5 },
    { value: 'Zola', probability: 0.5 },
  ]);
  const settled = await decide(third, item, { ...someone(5), city: 'Abbeville' });
  expect(settled.state).toBe('counted');
  const kinds = await api.test.query('SELECT kind FROM decision WHERE line_id = $1 ORDER BY line_version', [lineId]);
  expect(kinds).toEqual([{ kind: 'review' }, { kind: 'second_keying' }, { kind: 'adjudication' }]);
});

describe('the second person', () => {
  async function everythingSeen(typedFirst: Values, typedSecond: Values): Promise<string[]> {
    const { petitionId, pageId, lineId } = await line();
    await decide(first, (await claim(first, petitionId))!, typedFirst);
    const seen: string[] = [];
    const look = async (answer: Promise<{ status: number; text: string; bytes: Buffer }>) => {
      const { status, bytes } = await answer;
      seen.push(`${status} ${withoutIds(bytes.toString('latin1'))}`);
    };
    const claimed = second.send<{ items: ClaimWire[] }>('POST', '/api/review/claims', { petitionId });
    await look(claimed);
    const item = (await claimed).body.items[0]!;
    await look(second.get(`/api/lines/${lineId}/strip`));
    await look(second.get(`/api/petitions/${petitionId}/lines?pageId=${pageId}`));
    await look(second.get(`/api/petitions/${petitionId}/ledger`));
    await look(second.get(`/api/petitions/${petitionId}`));
    await look(second.send('POST', '/api/signers/search', { petitionId, text: '' }));
    await look(second.send('POST', '/api/signers/search', { petitionId, text: typedFirst.city }));
    await look(second.get(`/api/petitions/${petitionId}/signers.csv`));
    await look(second.send('POST', `/api/rows/${lineId}/reopen`, { version: item.version }));
    const body = { version: item.version, outcome: 'accepted', fields: typedSecond };
    await look(second.send('POST', `/api/rows/${lineId}/decisions`, body));
    await look(second.send('POST', `/api/rows/${lineId}/decisions`, body));
    await look(second.send('POST', `/api/rows/${lineId}/decisions`, { ...body, fields: someone(3) }));
    await look(second.send('POST', `/api/rows/${lineId}/decisions`, { ...body, version: item.version + 1 }));
    await look(second.send('POST', `/api/rows/${lineId}/lease`));
    await look(second.send('POST', '/api/review/claims', { petitionId }));
    return seen;
  }

  test('gets byte for byte the same answers whatever the first one typed', async () => {
    const typed = { ...someone(5), city: 'Landerneau' };
    const agreeing = await everythingSeen(typed, typed);
    const differing = await everythingSeen({ ...someone(9), city: 'Plouzané' }, typed);
    // The page images differ by their random corner, not inside the strip.
    expect(differing).toEqual(agreeing);
    expect(agreeing.join('\n')).not.toContain('Durand5');
  });
});

test('a value keyed before a reopening is not shown while the line is keyed again', async () => {
  const { petitionId, lineId } = await line({ mode: 'none' });
  const counted = await decide(first, (await claim(first, petitionId))!, someone(5));
  await api.test.query(`UPDATE petition SET second_keying = '{"mode":"all"}' WHERE id = $1`, [petitionId]);
  await third.post(`/api/rows/${lineId}/reopen`, { version: counted.version });
  const again = (await third.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, resume: true }))
    .items[0]!;
  await decide(third, again, someone(6));
  const history = await second.get<{ fields: unknown; history: { fields: unknown }[] }>(
    `/api/signers/${counted.signerId}`,
  );
  expect([history.status, history.body.fields]).toEqual([200, null]);
  expect(history.body.history.every((entry) => entry.fields === null)).toBe(true);
});

test('the first person may undo until the second one looks', async () => {
  const { petitionId, lineId } = await line();
  const one = await decide(first, (await claim(first, petitionId))!, someone(5));
  const undone = await first.send('POST', `/api/rows/${lineId}/reopen`, { version: one.version });
  expect(undone.status).toBe(200);
  const again = (await first.post<{ items: ClaimWire[] }>('/api/review/claims', { petitionId, resume: true }))
    .items[0]!;
  const two = await decide(first, again, someone(5));
  await claim(second, petitionId);
  const late = await first.send('POST', `/api/rows/${lineId}/reopen`, { version: two.version });
  expect([late.status, late.body.code]).toEqual([409, 'keying_under_way']);
});

test.each([
  [{ mode: 'none' }, 'counted'],
  [{ mode: 'random', share: 1 }, 'in_second_keying'],
  [{ mode: 'random', share: 0 }, 'counted'],
  [{ mode: 'low_confidence', below: 0.999 }, 'in_second_keying'],
  [{ mode: 'low_confidence', below: 0.9 }, 'counted'],
  [{ mode: 'new_reviewers', decisions: 1000 }, 'in_second_keying'],
  [{ mode: 'new_reviewers', decisions: 1 }, 'counted'],
])('%j makes an accepted line %s', async (policy, state) => {
  const { petitionId } = await line(policy);
  expect((await decide(first, (await claim(first, petitionId))!, someone(5))).state).toBe(state);
});
