/**
 * The committed OpenAPI file is what the server answers. After a change of routes or schemas write it anew with
 * `npx vitest run test/integration/api-openapi.test.ts -u` and look at the difference.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../helpers/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('the document agrees with the committed file', async () => {
  const answer = await api.app.inject('/openapi.json');
  const document = answer.json<{ info: { version: string } }>();
  // The version changes with every release, the interface does not.
  document.info.version = '0';
  await expect(`${JSON.stringify(document, null, 1)}\n`).toMatchFileSnapshot('../../src/api/openapi.json');
});

test('anybody may read it', async () => {
  const answer = await api.app.inject('/openapi.json');
  expect([answer.statusCode, answer.json().openapi]).toEqual([200, '3.1.0']);
});
