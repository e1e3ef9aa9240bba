/** The way of a page through the queue, the same on both servers a queue can live on. */
import { createHash } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConsumer, type JobHandlers } from '../../src/jobs/consumer.ts';
import { JOB_NAMES } from '../../src/jobs/definitions.ts';
import { createQueues } from '../../src/jobs/queues.ts';
import { restartPage } from '../../src/store/restart-page.ts';
import { retryScan } from '../../src/store/scan.ts';
import { removeStaleCells, wakeWaiting } from '../../workers/sweep.ts';
import { createIntakeBench, type IntakeBench, until } from '../helpers/intake-bench.ts';
import { redisProgram, startRedis, type TestRedis } from '../helpers/redis.ts';
import { isMissing } from '../helpers/requirements.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const QUICK = { intervals: { heartbeat: 100, sweep: 200, sweepGrace: 300, leftovers: 60_000 } };

for (const backend of ['Postgres', 'Redis'] as const) {
  describe.skipIf(backend === 'Redis' && isMissing('redis-server', redisProgram()))(`jobs on ${backend}`, () => {
    const folder = temporaryFolder();
    let redis: TestRedis | null = null;
    let bench: IntakeBench;

    beforeAll(async () => {
      if (backend === 'Redis') redis = await startRedis();
      bench = await createIntakeBench({ dataFolder: folder, redisUrl: redis?.url ?? null });
    });
    afterAll(async () => {
      await bench.close();
      await redis?.stop();
    });

    const pagesOf = (scanId: string) => bench.database.page.findMany({ where: { scanId }, include: { lines: true } });
    const settled = (scanId: string) =>
      until('the page is settled', async () => {
        const [page] = await pagesOf(scanId);
        return page !== undefined && !['queued', 'preprocessed'].includes(page.state) ? page : null;
      });
    async function accepted(seed: number, options = {}): Promise<string> {
      const outcome = await bench.accept(await syntheticPage(seed, options));
      if (outcome.outcome !== 'accepted') throw new Error(`Expected accepted but received ${outcome.outcome}`);
      return outcome.scanId;
    }

    test('a page becomes lines: blank ones settled by the machine, the others waiting for a person', async () => {
      await bench.startWorker(QUICK);
      const page = await settled(await accepted(1));
      expect(page).toMatchObject({ state: 'read', petitionId: bench.petitionId, generation: 1 });
      expect(page.lines).toHaveLength(5);
      for (const line of page.lines) {
        expect(line.state).toBe(line.found === 'empty' ? 'rejected' : 'awaiting_review');
        expect(line.reason).toBe(line.found === 'empty' ? 'blank' : null);
      }
      const readings = await bench.database.reading.findMany({
        where: { line: { pageId: page.id } },
        include: { run: true },
      });
      expect(readings).toHaveLength(page.lines.filter((line) => line.found === 'filled').length);
      expect(readings[0]?.run).toMatchObject({ formKey: 'bands', softwareVersion: 'test' });
      await until('its cells are gone', async () => (await bench.images.readCells(page.id, 1)) === null);
      expect((await bench.images.read(page.rectifiedImage ?? '')).length).toBeGreaterThan(100);
    });

    test('a page whose form nobody knows says so, keeps its picture and has no lines', async () => {
      const page = await settled(await accepted(2, { isForeign: true }));
      expect(page).toMatchObject({ state: 'unrecognised', reasonCode: 'no_form_fits', lines: [] });
      expect(await bench.images.has(page.sourceImage ?? '')).toBe(true);
    });

    test('of two petitions with the very same form the one that the batch expects gets the page', async () => {
      const other = await bench.newPetition();
      const batch = await bench.newBatch(other);
      const outcome = await bench.accept(await syntheticPage(3), { batch });
      const page = await settled(outcome.outcome === 'accepted' ? outcome.scanId : '');
      expect(page.petitionId).toBe(other);
    });

    test('practice forms are for practice batches only', async () => {
      const practice = await bench.newPetition(true);
      const batch = await bench.newBatch(practice);
      const outcome = await bench.accept(await syntheticPage(4), { batch });
      const page = await settled(outcome.outcome === 'accepted' ? outcome.scanId : '');
      expect(page.petitionId).toBe(practice);
      const real = await settled(await accepted(5));
      expect(real.petitionId).not.toBe(practice);
    });

    test('what the queue lost is found by the sweep', async () => {
      const scan = await bench.database.scan.create({
        data: {
          batchId: bench.batchId,
          sha256: await bench.images.write(await syntheticPage(6)),
          fileName: 'lost.png',
          mediaType: 'image/png',
          bytes: 1n,
          pageCount: 1,
        },
      });
      expect(await settled(scan.id)).toMatchObject({ state: 'read' });
    });

    test('a job that ran to its end and left its row waiting is asked for under a new id', async () => {
      const ids = { scanId: await stuckScan(7), attempt: 1 };
      const idle = createConsumer({
        ...bench.settings,
        namespace: `${bench.settings.namespace}_idle`,
        lane: 'entrance',
        handlers: Object.fromEntries(JOB_NAMES.map((name) => [name, async () => {}])) as unknown as JobHandlers,
        onGivenUp: async () => {},
        onError: () => {},
      });
      const queues = createQueues({
        ...bench.settings,
        namespace: `${bench.settings.namespace}_idle`,
        onError: () => {},
      });
      await queues.add('split-scan', [ids]);
      await until('the job is finished', async () => (await queues.stateOf('split-scan', ids)) === 'finished');
      await idle.close();
      const log = pino({ level: 'silent' });
      expect(await wakeWaiting({ ...bench, queues, log }, { graceMs: -7_200_000 })).toBe(1);
      const scan = await bench.database.scan.findUniqueOrThrow({ where: { id: ids.scanId } });
      expect(scan.attempt).toBe(2);
      expect(await queues.stateOf('split-scan', { ...ids, attempt: 2 })).toBe('live');
      await queues.close();
      await bench.queues.add('split-scan', [{ ...ids, attempt: 2 }]);
      expect(await settled(ids.scanId)).toMatchObject({ state: 'read' });
    });

    /** Young enough that the running worker's sweep leaves it alone while the test looks at it. */
    async function stuckScan(seed: number): Promise<string> {
      const sha256 = await bench.images.write(await syntheticPage(seed));
      const data = { batchId: bench.batchId, sha256, fileName: 's', mediaType: 'image/png', bytes: 1n, pageCount: 1 };
      const receivedAt = new Date(Date.now() + 3_600_000);
      const { id } = await bench.database.scan.create({ data: { ...data, receivedAt } });
      return id;
    }

    test('a page that fails says why; tried again it comes through, and its old lines are superseded', async () => {
      const scanId = await accepted(8);
      const page = await settled(scanId);
      // The last file stays open in the process that reads: another one takes its place.
      await settled(await accepted(9));
      const { sha256 } = await bench.database.scan.findUniqueOrThrow({ where: { id: scanId } });
      const bytes = await bench.images.read(sha256);
      await bench.images.remove(sha256);
      const retry = { pageId: page.id, personId: crypto.randomUUID(), change: { kind: 'retried' as const } };
      await bench.queues.add('preprocess-page', [await restartPage(bench.database, retry)]);
      expect(await settled(scanId)).toMatchObject({ state: 'failed', reasonCode: 'content_missing', generation: 2 });
      await bench.images.write(bytes);
      await bench.queues.add('preprocess-page', [await restartPage(bench.database, retry)]);
      const again = await settled(scanId);
      expect(again).toMatchObject({ state: 'read', generation: 3, reasonCode: null });
      expect(again.lines.filter((line) => line.generation === 1).every((line) => line.state === 'superseded')).toBe(
        true,
      );
      expect(again.lines.filter((line) => line.state !== 'superseded')).toHaveLength(5);
    });

    test('a scan whose content is missing is stopped with its reason, and can be tried again', async () => {
      const bytes = await syntheticPage(10);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const data = { batchId: bench.batchId, sha256, fileName: 's', mediaType: 'image/png', bytes: 1n, pageCount: 1 };
      const { id } = await bench.database.scan.create({ data });
      const stopped = await until('the scan is stopped', async () => {
        const scan = await bench.database.scan.findUniqueOrThrow({ where: { id } });
        return scan.state === 'refused' ? scan : null;
      });
      expect(stopped.reasonCode).toBe('content_missing');
      await bench.images.write(bytes);
      const retried = await retryScan(bench.database, { scanId: id, personId: crypto.randomUUID() });
      await bench.queues.add('split-scan', [retried]);
      expect(await settled(id)).toMatchObject({ state: 'read' });
    });

    test('cells that a dead worker left behind are taken away, those of waiting pages stay', async () => {
      const read = await settled(await accepted(11));
      const waiting = await bench.database.page.create({ data: { scanId: await stuckScan(12), number: 1 } });
      const gone = crypto.randomUUID();
      for (const id of [read.id, waiting.id, gone]) await bench.images.writeCells(id, 1, Buffer.from('cells'));
      await removeStaleCells(bench);
      expect(await bench.images.listCells()).toEqual([waiting.id]);
      await bench.images.removeCells(waiting.id);
    });

    test('asking twice does the work once', async () => {
      const key = { pageId: crypto.randomUUID(), generation: 1, attempt: 1 };
      await bench.queues.add('read-page', [key, key]);
      await bench.queues.add('read-page', [key]);
      await until('the job is finished', async () => (await bench.queues.stateOf('read-page', key)) === 'finished');
      expect(await bench.queues.isReachable()).toBe(true);
    });
  });
}
