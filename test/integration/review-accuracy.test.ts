/** The published error rate: drawn once by seed, keyed blind by strangers to the line, settled by a third, corrected elsewhere. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimWire } from '../../src/domain/wire-review.ts';
import type { AccuracyWire } from '../../src/domain/wire-accuracy.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone, testForm, type Values } from '../helpers/sheet.ts';

let api: Api;
let first: Client;
let second: Client;
let third: Client;
let boss: Client;
beforeAll(async () => {
  api = await startApi();
  first = await api.enter('reviewer');
  second = await api.enter('reviewer');
  third = await api.enter('reviewer');
  boss = await api.enter('supervisor');
});
afterAll(() => api.close());

type Claims = { items: ClaimWire[] };

/** Lines that the first person has counted, as `stored`. */
async function counted(stored: Values[]) {
  const petition = await addPetition(api.database, { form: testForm(stored.length) });
  const sheet = await addSheet(api.database, { ...petition, lines: stored, images: api.images });
  const { petitionId } = petition;
  const { items } = await first.post<Claims>('/api/review/claims', { petitionId, limit: 50 });
  for (const { id, version, fields } of items) {
    await first.post(`/api/rows/${id}/decisions`, { version, outcome: 'accepted', fields });
  }
  return { ...petition, ...sheet };
}

const draw = (petitionId: string, body: object = { size: 100 }) =>
  boss.post<AccuracyWire>(`/api/petitions/${petitionId}/accuracy-sample`, body);
const claim = async (who: Client, petitionId: string, limit = 50) =>
  (await who.post<Claims>('/api/accuracy/claims', { petitionId, limit })).items;
const key = (who: Client, lineId: string, fields: Values) =>
  who.post<{ id: string }>(`/api/accuracy/lines/${lineId}/keyings`, { outcome: 'accepted', fields });
const report = async (who: Client, petitionId: string) =>
  (await who.get<AccuracyWire>(`/api/petitions/${petitionId}/accuracy`)).body;
const people = (count: number) => Array.from({ length: count }, (_, at) => someone(at + 1));

test('is drawn once, by a seed that anybody can draw it again with', async () => {
  const { petitionId, lineIds } = await counted(people(5));
  const accuracy = await draw(petitionId, { size: 2, seed: 'known.in-advance' });
  expect(accuracy.sample).toMatchObject({ seed: 'known.in-advance', size: 2, population: 5 });
  const hash = (id: string) => createHash('sha256').update(`known.in-advance:${id}`).digest('hex');
  const expected = lineIds.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1)).slice(0, 2);
  const drawn = await api.test.query<{ line_id: string }>(
    `SELECT line_id FROM accuracy_line JOIN accuracy_sample AS sample ON sample.id = sample_id WHERE petition_id = $1`,
    [petitionId],
  );
  expect(drawn.map((row) => row.line_id).sort()).toEqual(expected.sort());
  const again = await boss.send('POST', `/api/petitions/${petitionId}/accuracy-sample`, { size: 3 });
  expect([again.status, again.body.code]).toEqual([409, 'sample_exists']);
  for (const statement of ['UPDATE accuracy_sample SET seed = 1', 'DELETE FROM accuracy_sample']) {
    await expect(api.test.query(`${statement} WHERE petition_id = $1`, [petitionId])).rejects.toThrow('never changed');
  }
});

test('needs something that counts', async () => {
  const { petitionId } = await addPetition(api.database);
  const answer = await boss.send('POST', `/api/petitions/${petitionId}/accuracy-sample`, { size: 3 });
  expect([answer.status, answer.body.code]).toEqual([409, 'nothing_counted']);
});

test('equal, stored wrongly, keyed wrongly, wrongly counted: each is what the third person says', async () => {
  const { petitionId, lineIds } = await counted(people(4));
  await draw(petitionId);
  expect(await claim(first, petitionId)).toEqual([]);
  const items = await claim(second, petitionId);
  expect(items.map((item) => item.id)).toEqual(lineIds);
  const [equal, storedWrong, keyedWrong, notToCount] = lineIds as [string, string, string, string];
  await key(second, equal, someone(1));
  await key(second, storedWrong, { ...someone(2), postcode: '29200', city: 'Brest' });
  await key(second, keyedWrong, { ...someone(3), city: 'Kemper' });
  await second.post(`/api/accuracy/lines/${notToCount}/keyings`, { outcome: 'rejected', reason: 'no_signature' });

  expect((await report(boss, petitionId)).lines).toEqual({ open: 0, differing: 3, settled: 1, lost: 0 });
  for (const who of [first, second]) expect(await claim(who, petitionId)).toEqual([]);
  const toSettle = await claim(third, petitionId);
  expect(toSettle.map((item) => item.id)).toEqual([storedWrong, keyedWrong, notToCount]);
  expect(toSettle[0]).toMatchObject({
    mode: 'adjudication',
    fields: { family_name: 'Durand2', postcode: '', city: '' },
  });
  expect(toSettle[0]!.alternatives.city!.map(({ value }) => value)).toEqual(['Brest', 'Quimper']);
  await key(third, storedWrong, { ...someone(2), postcode: '29200', city: 'Brest' });
  await key(third, keyedWrong, someone(3));
  await third.post(`/api/accuracy/lines/${notToCount}/keyings`, { outcome: 'rejected', reason: 'no_signature' });

  const { lines, rates, wrong } = await report(boss, petitionId);
  expect(lines).toEqual({ open: 0, differing: 0, settled: 4, lost: 0 });
  expect(rates.fields.map(({ field, errors, trials }) => `${field} ${errors}/${trials}`)).toEqual([
    'family_name 0/3',
    'given_name 0/3',
    'postcode 1/3',
    'city 1/3',
    'email 0/3',
  ]);
  expect(rates.values).toMatchObject({ errors: 2, trials: 15 });
  expect(rates.lines).toMatchObject({ errors: 2, trials: 4 });
  expect(rates.wronglyCounted).toBe(1);
  expect(wrong.map(({ fields, shouldCount }) => [fields.sort(), shouldCount])).toEqual(
    expect.arrayContaining([
      [['city', 'postcode'], true],
      [[], false],
    ]),
  );
  expect((await report(first, petitionId)).wrong).toEqual([]);
  // Nothing of it touches a signer: that is what corrections are for.
  const signers = await api.test.query<{ fields: Values }>(
    'SELECT signer.fields FROM signer JOIN line ON line.id = line_id WHERE line.petition_id = $1 ORDER BY line.index',
    [petitionId],
  );
  expect(signers.map((signer) => signer.fields)).toEqual(people(4));

  const csv = await boss.get(`/api/petitions/${petitionId}/accuracy.csv`);
  const rows = csv.text.trim().split('\r\n');
  expect(rows).toHaveLength(8);
  expect(rows.at(-2)).toContain('all values,2,15,0.133333,0.016576,0.404603');
  await expectCertificates(petitionId);
});

/** Without the gaps: where they lie is the typeface's affair. */
async function wordsOf(pdf: Uint8Array): Promise<string> {
  const opened = await openPdf(new Uint8Array(pdf));
  try {
    return opened
      .words(1)
      .map(({ text }) => text)
      .join('')
      .replace(/\s/g, '');
  } finally {
    opened.close();
  }
}

async function expectCertificates(petitionId: string): Promise<void> {
  const path = `/api/petitions/${petitionId}/accuracy.pdf`;
  const [french, english] = [await boss.get(`${path}?language=fr`), await boss.get(`${path}?language=en`)];
  expect(french.headers['content-type']).toBe('application/pdf');
  const [fr, en] = [await wordsOf(french.bytes), await wordsOf(english.bytes)];
  expect(fr).toContain('Certificatd’exactitude');
  expect(fr).toContain('2sur1513,33%1,66%à40,46%');
  expect(en).toContain('4linesdrawnatrandomfrom4countedlines');
  expect(en).toContain('2of1513.33%1.66%to40.46%');
  const events = await api.database.auditEvent.count({ where: { kind: 'accuracy_exported', subjectId: petitionId } });
  expect(events).toBe(3);
  expect((await first.get(path)).status).toBe(403);
}

test('there is no certificate before a sample is drawn', async () => {
  const { petitionId } = await counted(people(1));
  const answer = await boss.get(`/api/petitions/${petitionId}/accuracy.pdf`);
  expect([answer.status, answer.body]).toMatchObject([409, { code: 'sample_not_drawn' }]);
});

describe('keying blind', () => {
  const withoutIds = (text: string) =>
    text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

  test('shows byte for byte the same whatever is stored, and does not say whether it agrees', async () => {
    async function seen(stored: Values) {
      const { petitionId, lineIds } = await counted([stored]);
      await draw(petitionId, { size: 1, seed: 'same' });
      const claimed = await second.send('POST', '/api/accuracy/claims', { petitionId });
      const body = { outcome: 'accepted', fields: someone(5) };
      const answers = [claimed];
      for (let time = 0; time < 2; time++) {
        answers.push(await second.send('POST', `/api/accuracy/lines/${lineIds[0]}/keyings`, body));
      }
      return answers.map(({ status, text }) => `${status} ${withoutIds(text)}`);
    }
    expect(await seen(someone(9))).toEqual(await seen(someone(5)));
  });

  test('finds nothing of the line anywhere else until it is settled', async () => {
    const { petitionId, lineIds } = await counted(people(1));
    const search = async (who: Client) =>
      (await who.post<{ items: { id: string }[] }>('/api/signers/search', { petitionId, text: 'durand1' })).items;
    const [signer] = await search(second);
    await draw(petitionId);
    expect([(await search(second)).length, (await search(boss)).length]).toEqual([0, 1]);
    const seen = await second.get(`/api/signers/${signer!.id}`);
    expect([seen.status, seen.text.includes('Durand1')]).toEqual([200, false]);
    await claim(second, petitionId);
    await key(second, lineIds[0]!, someone(1));
    expect(await search(second)).toHaveLength(1);
    expect((await second.get(`/api/signers/${signer!.id}`)).text).toContain('Durand1');
  });

  test('is refused without the line in hand, and to whoever checked a cell of it', async () => {
    const { petitionId, lineIds } = await counted(people(2));
    await draw(petitionId);
    const [one, two] = lineIds as [string, string];
    const body = { outcome: 'accepted', fields: someone(1) };
    const early = await second.send('POST', `/api/accuracy/lines/${one}/keyings`, body);
    expect([early.status, early.body.code]).toEqual([409, 'lease_not_held']);
    await api.database.columnCheck.create({
      data: { lineId: two, field: 'postcode', value: '29000', outcome: 'confirmed', personId: second.personId },
    });
    expect((await claim(second, petitionId)).map((item) => item.id)).toEqual([one]);
    expect((await claim(third, petitionId)).map((item) => item.id)).toEqual([two]);
    const missing = await second.send('POST', `/api/accuracy/lines/${one}/keyings`, { ...body, fields: { city: 'x' } });
    expect([missing.status, missing.body.code]).toEqual([422, 'countable_fields_missing']);
  });

  test('an erased line leaves the figures as they were, and its values are gone', async () => {
    const { petitionId, lineIds } = await counted(people(2));
    await draw(petitionId);
    await claim(second, petitionId);
    await key(second, lineIds[0]!, { ...someone(1), city: 'Brest' });
    await claim(third, petitionId);
    await key(third, lineIds[0]!, { ...someone(1), city: 'Brest' });
    const before = await report(boss, petitionId);
    expect([before.lines.settled, before.rates.values.errors]).toEqual([1, 1]);
    const officer = await api.enter('dpo');
    for (const id of lineIds) await officer.post(`/api/lines/${id}/erasure`, { count: 'keep' });
    const after = await report(boss, petitionId);
    expect(after.rates).toEqual(before.rates);
    expect(after.lines).toEqual({ open: 0, differing: 0, settled: 1, lost: 1 });
    const left = await api.test.query('SELECT 1 FROM accuracy_keying WHERE fields IS NOT NULL AND line_id = ANY($1)', [
      lineIds,
    ]);
    expect(left).toEqual([]);
  });
});
