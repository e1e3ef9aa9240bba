/** Signing in, sessions, one's own password, and the accounts of others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureAdministrator } from '../../src/api/auth/administrator.ts';
import { type Api, type Client, PASSWORD, startApi } from '../helpers/api.ts';

interface Person {
  id: string;
  email: string;
  password: string;
  roles: string[];
}

let api: Api;
let administrator: Client;
beforeAll(async () => {
  api = await startApi({ signInAttempts: 5 });
  administrator = await api.enter();
});
afterAll(() => api.close());

let created = 0;
async function createPerson(...roles: string[]): Promise<Person> {
  created += 1;
  return await administrator.post<Person>('/api/people', {
    email: `New${created}@Example.org`,
    displayName: `New ${created}`,
    roles,
  });
}

const refusedSignIn = async (email: string, password: string) => {
  const answer = await api.app.inject({ method: 'POST', url: '/api/session', payload: { email, password } });
  return [answer.statusCode, answer.json().code];
};

test('a cookie opens the session, its token is needed for every change, signing out ends it', async () => {
  const who = await api.enter('reviewer');
  expect((await who.get('/api/session')).body).toMatchObject({ user: { id: who.personId }, csrfToken: who.csrfToken });
  const without = await api.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: who.cookie } });
  expect([without.statusCode, without.json().code]).toEqual([403, 'csrf_token_wrong']);
  const headers = { cookie: who.cookie, 'x-csrf-token': who.csrfToken, 'sec-fetch-site': 'cross-site' };
  expect((await api.app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(403);
  expect((await who.send('DELETE', '/api/session')).status).toBe(204);
  expect((await who.get('/api/session')).status).toBe(401);
});

test('the table of sessions opens no session', async () => {
  const who = await api.enter('reviewer');
  const token = who.cookie.split('=')[1]!;
  const rows = await api.test.query<{ token_hash: string }>('SELECT token_hash FROM session');
  expect(rows.some((row) => row.token_hash === token)).toBe(false);
});

test('idle and old sessions are over', async () => {
  const who = await api.enter('reviewer');
  await api.test.query("UPDATE session SET last_seen_at = now() - interval '4 hours' WHERE person_id = $1", [
    who.personId,
  ]);
  expect((await who.get('/api/session')).status).toBe(401);
  const other = await api.enter('reviewer');
  await api.test.query("UPDATE session SET expires_at = now() - interval '1 second' WHERE person_id = $1", [
    other.personId,
  ]);
  expect((await other.get('/api/session')).status).toBe(401);
});

test('a wrong password and an unknown account get the same answer, and guessing is slowed down', async () => {
  const { email } = await createPerson('reviewer');
  const unknown = await refusedSignIn('nobody@example.org', 'guess');
  expect(await refusedSignIn(email, 'guess')).toEqual(unknown);
  expect(unknown).toEqual([401, 'sign_in_refused']);
  for (let attempt = 2; attempt <= 5; attempt += 1) await refusedSignIn(email, 'guess');
  expect(await refusedSignIn(email, 'guess')).toEqual([429, 'too_many_requests']);
  const right = await createPerson('reviewer');
  for (let time = 1; time <= 7; time += 1) await api.signIn(right.email, right.password);
  const refusals = await api.test.query("SELECT 1 FROM audit_event WHERE kind = 'sign_in_refused'");
  expect(refusals).toHaveLength(6);
});

test('a new account must choose its own password before anything else', async () => {
  const person = await createPerson('reviewer');
  expect(person.email).toBe(person.email.toLowerCase());
  const who = await api.signIn(person.email, person.password);
  expect((await who.get('/api/petitions')).body).toMatchObject({ status: 403, code: 'password_change_required' });
  const weak = await who.send('POST', '/api/session/password', { current: person.password, next: 'short' });
  expect(weak.status).toBe(400);
  const wrong = await who.send('POST', '/api/session/password', { current: 'not this', next: 'a much longer one' });
  expect([wrong.status, wrong.body.code]).toEqual([422, 'password_wrong']);
  await who.post('/api/session/password', { current: person.password, next: 'a much longer one' });
  expect((await who.get('/api/petitions')).status).toBe(200);
  expect(await refusedSignIn(person.email, person.password)).toEqual([401, 'sign_in_refused']);
});

test('disabling, new roles and a reset take effect at the next request', async () => {
  const person = await createPerson('reviewer');
  const who = await api.signIn(person.email, person.password);
  await who.post('/api/session/password', { current: person.password, next: 'a much longer one' });
  const change = (body: object) => administrator.send('PATCH', `/api/people/${person.id}`, body);
  expect((await who.get('/api/people')).status).toBe(403);
  await change({ roles: ['administrator'] });
  expect((await who.get('/api/people')).status).toBe(200);
  await change({ disabled: true });
  expect((await who.get('/api/session')).status).toBe(401);
  expect(await refusedSignIn(person.email, 'a much longer one')).toEqual([401, 'sign_in_refused']);
  await change({ disabled: false });
  const again = await api.signIn(person.email, 'a much longer one');
  const { password } = await administrator.post<{ password: string }>(`/api/people/${person.id}/password`);
  expect((await again.get('/api/session')).status).toBe(401);
  expect((await api.signIn(person.email, password)).personId).toBe(person.id);
});

test('an e-mail address has one account', async () => {
  const { email } = await createPerson('reviewer');
  const body = { email: email.toUpperCase(), displayName: 'Twin', roles: ['reviewer'] };
  const twin = await administrator.send('POST', '/api/people', body);
  expect([twin.status, twin.body.code]).toEqual([409, 'email_taken']);
});

test('the last administrator stays, also when two remove each other at once', async () => {
  await api.test.query("UPDATE person SET roles = '{auditor}' WHERE id <> $1", [administrator.personId]);
  const other = await api.enter('administrator');
  const remove = (who: Client, id: string) => who.send('PATCH', `/api/people/${id}`, { roles: ['auditor'] });
  const answers = await Promise.all([remove(administrator, other.personId), remove(other, administrator.personId)]);
  const statuses = answers.map((answer) => answer.status);
  // One wins; the other comes too late, as the last administrator or no administrator any more.
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  const left = await api.test.query("SELECT 1 FROM person WHERE 'administrator' = ANY(roles) AND disabled_at IS NULL");
  expect(left).toHaveLength(1);
  await api.test.query("UPDATE person SET roles = array_append(roles, 'administrator') WHERE id = $1", [
    administrator.personId,
  ]);
});

test('the first administrator is made once, with every role', async () => {
  const options = { email: 'first@example.org', password: null };
  expect(await ensureAdministrator(api.database, options)).toEqual({ created: false });
  const empty = await startApi();
  try {
    const made = await Promise.all([1, 2].map(() => ensureAdministrator(empty.database, options)));
    const [outcome] = made.filter((one) => one.created);
    expect(made.filter((one) => one.created)).toHaveLength(1);
    const who = await empty.signIn('first@example.org', (outcome as { password: string }).password);
    const session = await who.get<{ user: { roles: string[]; mustChangePassword: boolean } }>('/api/session');
    expect(session.body.user).toMatchObject({ mustChangePassword: true });
    expect(session.body.user.roles).toHaveLength(6);
  } finally {
    await empty.close();
  }
});

test('headers forbid foreign scripts, frames and caches', async () => {
  const { headers } = await administrator.get('/api/people');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['cache-control']).toBe('no-store');
  const signIn = await api.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { email: 'person1@example.org', password: PASSWORD },
  });
  expect(signIn.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/);
});
