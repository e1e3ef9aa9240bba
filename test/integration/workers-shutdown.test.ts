/** A worker by itself, as docker compose or a person starts it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../src/store/database.ts';
import { listLivingWorkers } from '../../src/store/heartbeat.ts';
import { startScript } from '../helpers/child.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const folder = temporaryFolder();
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { poolSize: 1 });
});
afterAll(async () => {
  await database.$disconnect();
  await testDatabase.close();
});

const start = (env: NodeJS.ProcessEnv) =>
  startScript('workers/main.ts', [], { env: { PATH: process.env.PATH, PARAPHE_DATA: folder, ...env } });

test('says that it lives, and ends cleanly when asked to, also when asked twice', async () => {
  const worker = start({ DATABASE_URL: testDatabase.url });
  await waitUntil('it is heard of', async () => (await listLivingWorkers(database)).length === 1, 60_000);
  expect((await listLivingWorkers(database))[0]).toMatchObject({ doing: null });
  worker.process.kill('SIGTERM');
  worker.process.kill('SIGINT');
  expect(await worker.ended).toBe(0);
  expect(await listLivingWorkers(database)).toEqual([]);
  expect(worker.stdout).toEqual([]);
});

test('says what it needs when it was started without it', async () => {
  const worker = start({});
  expect(await worker.ended).toBe(2);
  expect(worker.stderr.join('\n')).toContain('DATABASE_URL');
});
