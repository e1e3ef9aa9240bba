/** The server's application on a database of its own, with somebody signed in for every role; requests are injected. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import pino from 'pino';
import { buildApp } from '../../src/api/app.ts';
import { hashPassword } from '../../src/api/auth/passwords.ts';
import type { ApiSettings } from '../../src/api/dependencies.ts';
import { openIntake } from '../../src/api/intake/open-intake.ts';
import type { WatchSettings } from '../../src/api/intake/watch-desk.ts';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { findFormProblems } from '../../src/forms/check-form.ts';
import { createQueues } from '../../src/jobs/queues.ts';
import { createDatabase, type Database, withTransaction } from '../../src/store/database.ts';
import { createImageStore, type ImageStore } from '../../src/store/images.ts';
import { createPerson } from '../../src/store/person.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export const PASSWORD = 'correct horse battery';

export interface Answer<T> {
  status: number;
  body: T;
  text: string;
  bytes: Buffer;
  headers: Record<string, unknown>;
}

export interface Client {
  personId: string;
  cookie: string;
  csrfToken: string;
  get<T = Record<string, unknown>>(url: string): Promise<Answer<T>>;
  send<T = Record<string, unknown>>(
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Answer<T>>;
  /** Sends and expects success. */
  post<T>(url: string, body?: unknown): Promise<T>;
}

export interface Api {
  app: FastifyInstance;
  database: Database;
  images: ImageStore;
  /** The data folder: images and keys. */
  folder: string;
  test: TestDatabase;
  /** Creates an account with these roles and signs it in. */
  enter(...roles: Role[]): Promise<Client>;
  signIn(email: string, password: string): Promise<Client>;
  close(): Promise<void>;
}

const SETTINGS: ApiSettings = {
  version: 'test',
  isSecure: false,
  trustProxy: false,
  metricsToken: null,
  webFolder: null,
  signInAttempts: 1_000,
};

const isJson = (type: unknown) => typeof type === 'string' && /json/.test(type);

async function inject<T>(
  app: FastifyInstance,
  request: {
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  },
): Promise<Answer<T>> {
  const { method, url, headers = {} } = request;
  const payload = request.body === undefined ? {} : { payload: request.body as object };
  const answer = await app.inject({ method, url, headers, ...payload });
  const body = (isJson(answer.headers['content-type']) ? answer.json() : undefined) as T;
  return { status: answer.statusCode, body, text: answer.body, bytes: answer.rawPayload, headers: answer.headers };
}

export function clientOf(app: FastifyInstance, session: Pick<Client, 'personId' | 'cookie' | 'csrfToken'>): Client {
  const headers = { cookie: session.cookie, 'x-csrf-token': session.csrfToken };
  return {
    ...session,
    get: <T>(url: string) => inject<T>(app, { method: 'GET', url, headers: { cookie: session.cookie } }),
    send: <T>(method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) =>
      inject<T>(app, { method, url, body, headers }),
    async post<T>(url: string, body?: unknown) {
      const answer = await inject<T>(app, { method: 'POST', url, body, headers });
      if (answer.status >= 300) throw new Error(`POST ${url} answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
  };
}

async function signIn(app: FastifyInstance, email: string, password: string): Promise<Client> {
  const answer = await inject<{ user: { id: string }; csrfToken: string }>(app, {
    method: 'POST',
    url: '/api/session',
    body: { email, password },
  });
  if (answer.status !== 200) throw new Error(`Signing in answered ${answer.status}: ${answer.text}`);
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  return clientOf(app, { personId: answer.body.user.id, cookie, csrfToken: answer.body.csrfToken });
}

export async function startApi(
  settings: Partial<ApiSettings> = {},
  logger: FastifyBaseLogger | false = false,
  watch: WatchSettings | null = null,
): Promise<Api> {
  const test = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'paraphe-test-'));
  const database = createDatabase(test.url);
  const images = await createImageStore({ folder });
  const queues = createQueues({ databaseUrl: test.url, redisUrl: null, onError: () => {} });
  const log = pino({ level: 'silent' });
  const intake = await openIntake({
    database,
    databaseUrl: test.url,
    images,
    queues,
    dataFolder: folder,
    log,
    checkForm: findFormProblems,
    watch,
  });
  const app = await buildApp({
    config: { ...SETTINGS, ...settings },
    database,
    images,
    queues,
    logger,
    checkForm: findFormProblems,
    plugins: intake.plugins,
  });
  await app.ready();
  const passwordHash = await hashPassword(PASSWORD);
  let entered = 0;
  return {
    app,
    database,
    images,
    folder,
    test,
    signIn: (email, password) => signIn(app, email, password),
    async enter(...roles) {
      entered += 1;
      const email = `person${entered}@example.org`;
      await withTransaction(database, (transaction) =>
        createPerson(transaction, {
          email,
          displayName: `Person ${entered}`,
          passwordHash,
          roles: roles.length > 0 ? roles : [...ROLES],
          language: 'en',
          mustChangePassword: false,
        }),
      );
      return await signIn(app, email, PASSWORD);
    },
    async close() {
      await app.close();
      await intake.close();
      await queues.close();
      await database.$disconnect();
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
