/** Everything between the entrance and the reviewer, for tests: a database, a store, a queue, a petition, a batch. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { composeAcceptScan } from '../../src/api/intake/compose-accept-scan.ts';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { hashFile } from '../../src/intake/hash-file.ts';
import { createInspector } from '../../src/intake/inspector.ts';
import { createQueues } from '../../src/jobs/queues.ts';
import { createDatabase, withTransaction } from '../../src/store/database.ts';
import { createImageStore } from '../../src/store/images.ts';
import { createPetition } from '../../src/store/petition.ts';
import { startWorker, type WorkerOptions } from '../../workers/start-worker.ts';
import { BANDS } from './bands.ts';
import { createTestDatabase } from './database.ts';

const LIGHT_STAGES = new URL('./light-stages.ts', import.meta.url);

/** One line a band; what light-stages.ts finds on a synthetic page. */
export const bandForm = (id = 'bands') =>
  formDefinitionSchema.parse({
    id,
    version: 1,
    title: 'Bands',
    languages: ['fr'],
    page: { width: 120, height: 168 },
    rows: { boxes: Array.from({ length: BANDS - 1 }, (_, index) => [0, (index + 1) * 28, 120, 28]) },
    fields: [{ name: 'family_name', type: 'family_name', label: 'Nom', box: [0, 0, 120, 28] }],
  });

export const sampleForm = () =>
  formDefinitionSchema.parse(
    JSON.parse(readFileSync(new URL('../../samples/forms/aif-xinjiang/form.json', import.meta.url), 'utf8')),
  );

export interface IntakeBenchOptions {
  dataFolder: string;
  redisUrl: string | null;
  form?: ReturnType<typeof bandForm>;
}

export async function createIntakeBench({ dataFolder, redisUrl, form = bandForm() }: IntakeBenchOptions) {
  const testDatabase = await createTestDatabase();
  const settings = { databaseUrl: testDatabase.url, redisUrl, namespace: `test_${randomBytes(5).toString('hex')}` };
  const database = createDatabase(testDatabase.url, { poolSize: 5 });
  const images = await createImageStore({ folder: dataFolder });
  const queues = createQueues({ ...settings, onError: () => {} });
  const newPetition = (isPractice = false, used = form) =>
    withTransaction(database, (transaction) =>
      createPetition(transaction, { title: 'Bands', language: 'fr', form: used, isPractice }),
    );
  const newBatch = async (petition: string, name = 'Monday') =>
    (await database.batch.create({ data: { petitionId: petition, name }, select: { id: true } })).id;
  const petitionId = await newPetition();
  const batchId = await newBatch(petitionId);
  const inspector = createInspector();
  const acceptScan = composeAcceptScan({ database, images, queues, inspector, onError: () => {} });
  const closers: (() => Promise<void>)[] = [];
  return {
    ...testDatabase,
    settings,
    database,
    images,
    queues,
    petitionId,
    batchId,
    newPetition,
    newBatch,
    inspector,
    /** The way every file takes, whichever door it came through. */
    async accept(bytes: Uint8Array, { fileName = 'scan.png', batch = batchId } = {}) {
      const path = join(dataFolder, `incoming-${randomBytes(6).toString('hex')}`);
      await writeFile(path, bytes);
      try {
        return await acceptScan({ path, fileName, ...(await hashFile(path)) }, { batchId: batch, personId: null });
      } finally {
        await rm(path, { force: true });
      }
    },
    async startWorker(options: Partial<WorkerOptions> = {}) {
      const log = pino({ level: 'silent' });
      const worker = await startWorker({ ...settings, dataFolder, log, stages: LIGHT_STAGES, ...options });
      closers.push(() => worker.close());
      return worker;
    },
    async close() {
      for (const close of closers) await close();
      await inspector.close();
      await queues.close();
      await database.$disconnect();
      await testDatabase.close();
    },
  };
}
export type IntakeBench = Awaited<ReturnType<typeof createIntakeBench>>;

/** Asks again and again until `probe` answers something true; fails with `what` after `ms`. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false>,
  ms = 55_000,
): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
