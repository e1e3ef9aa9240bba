/** Health and figures, towns, and what is answered when something is wrong with the request itself. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/store/database.ts';
import { recordHeartbeat } from '../../src/store/heartbeat.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { addPetition, addSheet, someone } from '../helpers/sheet.ts';

const TOKEN = 'a token of some length';

let api: Api;
let reviewer: Client;
beforeAll(async () => {
  api = await startApi({ metricsToken: TOKEN });
  reviewer = await api.enter('reviewer');
});
afterAll(() => api.close());

test('long answers travel compressed where that is understood, but none that carries a secret', async () => {
  const ask = (url: string, headers: Record<string, string>) => api.app.inject({ url, headers });
  const plain = await ask('/openapi.json', {});
  expect(plain.headers['content-encoding']).toBeUndefined();
  const packed = await ask('/openapi.json', { 'accept-encoding': 'gzip, br' });
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringMatching(/accept-encoding/i) });
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
  const person = await api.enter('reviewer');
  const displayName = 'x'.repeat(3_000);
  await api.database.person.update({ where: { id: person.personId }, data: { displayName } });
  const session = await ask('/api/session', { cookie: person.cookie, 'accept-encoding': 'gzip' });
  expect([session.statusCode, session.headers['content-encoding']]).toEqual([200, undefined]);
  expect(session.rawPayload.length).toBeGreaterThan(3_000);
});

test('health needs database, queue and a living worker', async () => {
  const health = async () => {
    const answer = await api.app.inject('/health');
    return [answer.statusCode, answer.json()];
  };
  expect(await health()).toEqual([
    503,
    { status: 'failing', database: true, queue: true, worker: false, handwriting: null },
  ]);
  await recordHeartbeat(api.database, { id: 'worker-1', doing: null, handwriting: 'ready' });
  const well = { status: 'ok', database: true, queue: true, worker: true };
  expect(await health()).toEqual([200, { ...well, handwriting: 'ready' }]);
  // One worker with a damaged model reads every page it gets badly.
  await recordHeartbeat(api.database, { id: 'worker-2', doing: null, handwriting: 'refused' });
  expect(await health()).toEqual([200, { ...well, handwriting: 'refused' }]);
});

test('figures are for this machine or a token, and leave practice out', async () => {
  const practice = await addPetition(api.database, { isPractice: true });
  await addSheet(api.database, { ...practice, lines: [someone(1)] });
  const real = await addPetition(api.database);
  await addSheet(api.database, { ...real, lines: [someone(1), someone(2), someone(3)] });
  const ask = (remoteAddress: string, authorization?: string) =>
    api.app.inject({ url: '/metrics', remoteAddress, headers: authorization === undefined ? {} : { authorization } });
  const local = await ask('127.0.0.1');
  expect(local.body).toContain('paraphe_lines{state="awaiting_review"} 3\n');
  expect(local.body).toMatch(/^# TYPE paraphe_workers gauge$/m);
  expect((await ask('192.0.2.7')).statusCode).toBe(401);
  expect((await ask('192.0.2.7', 'Bearer wrong')).statusCode).toBe(401);
  expect((await ask('192.0.2.7', `Bearer ${TOKEN}`)).statusCode).toBe(200);
});

test('a postcode names its towns, the largest first', async () => {
  const towns = async (postcode: string) => {
    const answer = await reviewer.get<{ items: { city: string }[] }>(`/api/towns?postcode=${postcode}`);
    return answer.body.items.map((town) => town.city);
  };
  expect(await towns('29000')).toEqual(['Quimper']);
  expect((await towns('01300'))[0]).toBe('Belley');
  expect(await towns('99999')).toEqual([]);
  expect((await reviewer.get('/api/towns?postcode=2900')).status).toBe(400);
});

describe('a bad request', () => {
  const post = (payload: string, type: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/review/claims',
      payload,
      headers: { 'content-type': type, cookie: reviewer.cookie, 'x-csrf-token': reviewer.csrfToken },
    });

  test.each([
    ['broken JSON', '{"petitionId":', 'application/json', 400, 'invalid_json'],
    ['a form', 'petitionId=1', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['text', '{}', 'text/plain', 415, 'unsupported_media_type'],
    ['too much', `{"x":"${'y'.repeat(5_000_000)}"}`, 'application/json', 413, 'body_too_large'],
    ['a wrong id', '{"petitionId":"7"}', 'application/json', 400, 'invalid_request'],
  ])('%s is a problem with a code', async (_, payload, type, status, code) => {
    const answer = await post(payload, type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('a database that is gone is said so, without a word of its own', async () => {
    const gone = createDatabase('postgresql://nobody:secret@127.0.0.1:1/none');
    const { toProblem } = await import('../../src/api/error-handler.ts');
    const problem = await gone.petition.findMany().catch(toProblem);
    expect(problem).toMatchObject({ status: 503, code: 'database_unreachable' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    await gone.$disconnect();
  });

  test('errors of the database carry no values', async () => {
    const { toProblem } = await import('../../src/api/error-handler.ts');
    const person = { email: 'twice@example.org', displayName: 'Unmistakable', passwordHash: 'x', roles: [] };
    await api.database.person.create({ data: person });
    const problem = await api.database.person.create({ data: person }).catch(toProblem);
    expect(problem).toMatchObject({ status: 409, code: 'already_exists' });
    expect(JSON.stringify(problem)).not.toMatch(/twice|Unmistakable/);
  });
});
