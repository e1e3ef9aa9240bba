/** The server's application with everything behind it, and somebody of the mailroom who is signed in. */
import { randomBytes } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import pino from 'pino';
import { buildApp } from '../../src/api/app.ts';
import { cookieName, hashToken, newToken } from '../../src/api/auth/access.ts';
import type { IntakeLimits } from '../../src/api/intake/intake-context.ts';
import { openIntake } from '../../src/api/intake/open-intake.ts';
import type { ScanOutcomeWire } from '../../src/api/intake/outcome-wire.ts';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { findFormProblems } from '../../src/forms/check-form.ts';
import { createPerson } from '../../src/store/person.ts';
import { createSession } from '../../src/store/session.ts';
import { createIntakeBench, type IntakeBenchOptions } from './intake-bench.ts';

export interface MailroomOptions extends Partial<IntakeBenchOptions> {
  dataFolder: string;
  limits?: Partial<IntakeLimits>;
  /** The built pages, for tests in a browser. */
  webFolder?: string | null;
}

type Method = NonNullable<InjectOptions['method']>;

export function multipartBody(files: [string, Uint8Array][]) {
  const boundary = `----${randomBytes(12).toString('hex')}`;
  const parts = files.flatMap(([name, bytes]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n`),
    Buffer.from('Content-Type: application/octet-stream\r\n\r\n'),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const payload = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

export async function createMailroom({ limits = {}, redisUrl = null, webFolder = null, ...options }: MailroomOptions) {
  const bench = await createIntakeBench({ redisUrl, ...options });
  const { database, images, queues, settings } = bench;
  const log = pino({ level: 'silent' });
  const { databaseUrl } = settings;
  const intake = await openIntake({
    database,
    databaseUrl,
    images,
    queues,
    log,
    limits,
    dataFolder: options.dataFolder,
    checkForm: findFormProblems,
  });
  const app = await buildApp({
    config: {
      version: 'test',
      isSecure: false,
      trustProxy: false,
      metricsToken: null,
      webFolder,
      signInAttempts: 100,
    },
    database,
    images,
    queues,
    logger: false,
    checkForm: findFormProblems,
    plugins: intake.plugins,
  });

  /** A request of a signed-in person who holds these roles. */
  async function signIn(roles: Role[]) {
    const person = await createPerson(database, {
      email: `${randomBytes(6).toString('hex')}@localhost`,
      displayName: 'Test',
      passwordHash: 'none',
      roles,
      language: 'fr',
      mustChangePassword: false,
    });
    const [token, csrfToken] = [newToken(), newToken()];
    await createSession(database, { tokenHash: hashToken(token), csrfToken, personId: person.id });
    return { cookie: `${cookieName(false)}=${token}`, 'x-csrf-token': csrfToken };
  }
  const credentials = await signIn([...ROLES]);
  const request = async (method: Method, url: string, options: InjectOptions = {}) =>
    await app.inject({ method, url, ...options, headers: { ...credentials, ...options.headers } });

  async function signInAs(roles: Role[]) {
    const headers = await signIn(roles);
    return async (method: Method, url: string, more: Record<string, string> = {}, payload?: object) =>
      await app.inject({ method, url, headers: { ...headers, ...more }, ...(payload && { payload }) });
  }

  /** Over a real connection: answers of a live stream have no end that `inject` could wait for. */
  async function address(): Promise<string> {
    const bound = app.server.address();
    if (bound !== null && typeof bound !== 'string') return `http://127.0.0.1:${bound.port}`;
    return await app.listen({ host: '127.0.0.1', port: 0 });
  }

  async function listen() {
    const controller = new AbortController();
    const answer = await fetch(`${await address()}/api/events`, { headers: credentials, signal: controller.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => {});
    return {
      events: () =>
        [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, kind, data]) => `${kind} ${JSON.parse(data!).id}`),
      async close() {
        controller.abort();
        await reading;
      },
    };
  }

  return {
    ...bench,
    intake,
    credentials,
    address,
    listen,
    signInAs,
    raw: request,
    async get<T>(url: string): Promise<T> {
      const answer = await request('GET', url);
      if (answer.statusCode !== 200) throw new Error(`GET ${url} answered ${answer.statusCode}: ${answer.body}`);
      return answer.json<T>();
    },
    async post<T>(url: string, payload: object) {
      const answer = await request('POST', url, { payload });
      return { status: answer.statusCode, body: answer.json<T>() };
    },
    async upload(batchId: string, files: [string, Uint8Array][]) {
      const answer = await request('POST', `/api/batches/${batchId}/scans`, multipartBody(files));
      return { status: answer.statusCode, body: answer.json<{ items: ScanOutcomeWire[] }>() };
    },
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await intake.close();
      await bench.close();
    },
  };
}
export type Mailroom = Awaited<ReturnType<typeof createMailroom>>;
