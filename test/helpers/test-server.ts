/** The one Postgres of a test run: started by vitest before the first file, stopped after the last. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareDataFolder } from '../../src/data-folder.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { buildTestProgram } from './test-program.ts';

/** What the test files are told about it. */
export interface TestServer {
  /** Connection string of the maintenance database. */
  adminUrl: string;
  /** A migrated database that nobody connects to: each test database is a copy of it. */
  template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

const TEMPLATE = 'migrated_template';

async function administer(server: EmbeddedPostgres, statement: string) {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') });
  await client.connect();
  try {
    return await client.query<{ datname: string }>(statement);
  } finally {
    await client.end();
  }
}

async function stop(server: EmbeddedPostgres, folder: string): Promise<void> {
  const left = await administer(server, "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'");
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const names = left.rows.map((row) => row.datname);
  if (names.length > 0) throw new Error(`Tests left databases behind (close what you create): ${names.join(', ')}`);
}

interface Running {
  server: TestServer;
  stop(): Promise<void>;
}

async function start(): Promise<Running> {
  buildTestProgram();
  const folder = mkdtempSync(join(tmpdir(), 'paraphe-test-'));
  prepareDataFolder(folder);
  const server = await startEmbeddedPostgres({ dataFolder: folder, isDurable: false, say: () => {} });
  try {
    await administer(server, `CREATE DATABASE ${TEMPLATE}`);
    await migrate(server.urlOf(TEMPLATE));
  } catch (error) {
    await stop(server, folder);
    throw error;
  }
  return { server: { adminUrl: server.urlOf('postgres'), template: TEMPLATE }, stop: () => stop(server, folder) };
}

/** Vitest loads this file once for each of its projects; they share one server all the same. */
const shared = globalThis as { parapheTestServer?: { running: Promise<Running>; users: number } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.parapheTestServer ??= { running: start(), users: 0 };
  const use = shared.parapheTestServer;
  use.users += 1;
  const running = await use.running;
  project.provide('testServer', running.server);
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.parapheTestServer;
    await running.stop();
  };
}
