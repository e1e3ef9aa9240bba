/** Walks the OpenAPI document as nobody and as every role: what is not granted is refused, before anything else is looked at. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';

interface Operation {
  /** Opens to a machine's access token. */
  machines: boolean;
  method: string;
  path: string;
  roles: readonly Role[] | 'public' | 'signed-in';
}
type Document = {
  paths: Record<string, Record<string, { 'x-roles'?: Operation['roles']; security?: Record<string, string[]>[] }>>;
};

let api: Api;
let operations: Operation[];
const people = new Map<Role, Client>();

beforeAll(async () => {
  api = await startApi();
  for (const role of ROLES) people.set(role, await api.enter(role));
  const document = (await api.app.inject('/openapi.json')).json<Document>();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'),
      roles: operation['x-roles'] ?? [],
      machines: operation.security?.some((key) => 'token' in key) === true,
    })),
  );
});
afterAll(() => api.close());

const call = (operation: Operation, headers: Record<string, string> = {}) =>
  api.app.inject({ method: operation.method as 'GET', url: operation.path, headers });

const asPerson = (operation: Operation, { cookie, csrfToken }: Client) =>
  call(operation, { cookie, 'x-csrf-token': csrfToken });

describe('the document', () => {
  test('names the roles of every operation', () => {
    expect(operations.length).toBeGreaterThan(30);
    for (const operation of operations)
      expect(operation.roles, `${operation.method} ${operation.path}`).not.toEqual([]);
  });

  test('opens to everybody only what must be', () => {
    const open = operations.filter((operation) => operation.roles === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /health',
      'GET /metrics',
      'POST /api/session',
    ]);
  });
});

test('without a session everything else answers 401, what does not exist too', async () => {
  for (const operation of operations.filter(({ roles }) => roles !== 'public')) {
    const answer = await call(operation);
    expect([answer.statusCode, answer.json().code], `${operation.method} ${operation.path}`).toEqual([
      401,
      'signed_out',
    ]);
  }
  for (const url of ['/api/nothing', '/nothing', '/api/petitions/../people']) {
    expect((await api.app.inject(url)).statusCode, url).toBe(401);
  }
});

test.each(ROLES)('a %s is refused exactly what the document does not grant', async (role) => {
  const who = people.get(role)!;
  for (const operation of operations.filter(({ roles }) => roles !== 'public')) {
    const { method, path, roles } = operation;
    // Signing out would end the walk.
    if (method === 'DELETE' && path === '/api/session') continue;
    const granted = roles === 'signed-in' || (roles as readonly Role[]).includes(role);
    const answer = await asPerson(operation, who);
    const refused = answer.statusCode === 403 && answer.json().code === 'role_missing';
    expect(refused, `${role} ${method} ${path} answered ${answer.statusCode}`).toBe(!granted);
    expect(answer.statusCode, `${role} ${method} ${path}`).not.toBe(500);
  }
});

describe('an access token', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  let made: { id: string; token: string };
  beforeAll(async () => {
    made = await people.get('administrator')!.post('/api/tokens', { name: 'Scanner' });
  });

  test('opens the upload and nothing else', async () => {
    const open = operations.filter(({ machines }) => machines).map(({ method, path }) => `${method} ${path}`);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect(open.sort()).toEqual([
      `GET /api/petitions/${nowhere}/batches`,
      `POST /api/batches/${nowhere}/scans`,
      `POST /api/petitions/${nowhere}/batches`,
    ]);
    for (const operation of operations.filter(({ roles }) => roles !== 'public')) {
      const answer = await call(operation, bearer(made.token));
      const isRefused = answer.statusCode === 403 && answer.json().code === 'token_out_of_scope';
      const told = `${operation.method} ${operation.path} answered ${answer.statusCode}`;
      expect(isRefused, told).toBe(!operation.machines);
      expect([401, 500], told).not.toContain(answer.statusCode);
    }
    for (const url of ['/api/uploads', '/api/events', '/api/nothing']) {
      expect((await api.app.inject({ method: 'GET', url, headers: bearer(made.token) })).statusCode).toBeGreaterThan(
        400,
      );
    }
  });

  test('beside somebody’s cookie is a machine still', async () => {
    const { cookie, csrfToken } = people.get('administrator')!;
    const headers = { cookie, 'x-csrf-token': csrfToken, ...bearer(made.token) };
    const answer = await api.app.inject({ url: '/api/people', headers });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'token_out_of_scope']);
  });

  test('that is wrong or revoked opens nothing; its use is told, the token never again', async () => {
    const administrator = people.get('administrator')!;
    const upload = operations.find(({ machines, method }) => machines && method === 'GET')!;
    for (const token of ['paraphe_wrong', '', 'x'.repeat(500)]) {
      expect((await call(upload, bearer(token))).json().code, token).toBe('token_unknown');
    }
    const listed = await administrator.get<{ items: object[] }>('/api/tokens');
    expect(listed.body.items).toMatchObject([{ name: 'Scanner', revokedAt: null, lastUsedAt: expect.any(String) }]);
    expect(listed.text).not.toContain(made.token);
    const stored = await api.test.query<{ row: string }>(
      'SELECT row_to_json(access_token)::text AS row FROM access_token',
    );
    expect(stored[0]?.row).not.toContain(made.token);
    expect((await administrator.send('DELETE', `/api/tokens/${made.id}`)).body).toMatchObject({ id: made.id });
    expect((await call(upload, bearer(made.token))).statusCode).toBe(401);
    const kinds = await api.test.query<{ kind: string }>(`SELECT kind FROM audit_event WHERE subject_id = $1`, [
      made.id,
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['token_created', 'token_revoked']);
  });
});

test('every change needs the token of the session', async () => {
  for (const operation of operations.filter(({ method, roles }) => method !== 'GET' && roles !== 'public')) {
    const roles = operation.roles === 'signed-in' ? ROLES : (operation.roles as readonly Role[]);
    const answer = await call(operation, { cookie: people.get(roles[0]!)!.cookie });
    expect([answer.statusCode, answer.json().code], `${operation.method} ${operation.path}`).toEqual([
      403,
      'csrf_token_wrong',
    ]);
  }
});

test('a route that says nothing about who may use it stops the start', async () => {
  const { default: fastify } = await import('fastify');
  const { guardRoutes } = await import('../../src/api/auth/access.ts');
  const app = fastify();
  guardRoutes(app, {} as never);
  expect(() => app.get('/open-by-mistake', async () => 'everything')).toThrow(/config\.roles/);
});
