/**
 * Whatever is killed, whenever: nothing received is lost, nothing counts twice. Thirty kills and more hit every kind of
 * process while over a hundred pages pass through; afterwards ledger, readings and stored files are those of a run in
 * which nothing was killed. The pages are small and read by light stages (test/helpers/light-stages.ts): what is proven
 * here is the way between processes, which does not know what a page shows.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../src/store/database.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { type Clerk, createClerk } from '../helpers/clerk.ts';
import { bandForm } from '../helpers/intake-bench.ts';
import { type KillableHouse, openKillableHouse, type Victim } from '../helpers/killable-house.ts';
import { redisProgram } from '../helpers/redis.ts';
import { isMissing } from '../helpers/requirements.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const SINGLE_PAGES = 40;
const STACKS = 9;
const PAGES_A_STACK = 8;
const PAGES = SINGLE_PAGES + STACKS * PAGES_A_STACK;
const KILLS = 32;
/** ms. Between two kills, at most; the least is none. */
const LONGEST_PAUSE = 2_000;

/** Some kinds are harder to come back from, and take seconds: they are killed less often. */
const TURNS: Victim[] = [
  ...['worker', 'page process', 'server', 'worker', 'inspector', 'page process', 'worker', 'queue'],
  ...['page process', 'worker', 'server', 'database', 'worker', 'page process', 'inspector', 'worker'],
] as Victim[];

let files: { name: string; bytes: Buffer }[] = [];

async function makeFiles() {
  const singles = Array.from({ length: SINGLE_PAGES }, async (_, index) => ({
    name: `page-${index}.png`,
    bytes: await syntheticPage(index, { isForeign: index % 13 === 5 }),
  }));
  const stacks = Array.from({ length: STACKS }, async (_, index) => {
    const pages = await Promise.all(
      Array.from({ length: PAGES_A_STACK }, (_, page) => syntheticPage(1_000 + index * 100 + page)),
    );
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    return { name: `stack-${index}.tif`, bytes };
  });
  return await Promise.all([...stacks, ...singles]);
}

/** Everything of the outcome that must not depend on what was killed: no ids, no times. */
async function outcomeOf(database: Database) {
  const scans = await database.scan.findMany({
    include: { pages: { include: { lines: { include: { readings: true, decisions: true } } } } },
  });
  return Object.fromEntries(
    scans.map(({ sha256, state, pageCount, pages }) => [
      sha256,
      {
        state,
        pageCount,
        pages: pages
          .toSorted((a, b) => a.number - b.number)
          .map((page) => ({
            number: page.number,
            state: page.state,
            reason: page.reasonCode,
            generation: page.generation,
            image: page.rectifiedImage ?? page.sourceImage,
            lines: page.lines
              .toSorted((a, b) => a.index - b.index)
              .map((line) => ({
                index: line.index,
                state: line.state,
                reason: line.reason,
                version: line.version,
                readings: line.readings.map(({ field, value, confidence }) => ({ field, value, confidence })),
                decisions: line.decisions.map(({ kind, outcome, reason }) => ({ kind, outcome, reason })),
              })),
          })),
      },
    ]),
  );
}

/** sha256 of every stored file, by its name. What was being written when a process died is no stored file. */
function filesIn(dataFolder: string): Record<string, string> {
  const stored = ['images', 'cells'].flatMap((name) =>
    readdirSync(join(dataFolder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.unfinished'))
      .map((entry) => [entry.name, join(entry.parentPath, entry.name)] as const),
  );
  return Object.fromEntries(
    stored.map(([name, path]) => [name, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

/** Kills so far. */
interface Progress {
  kills: number;
}

/**
 * Sends every file, half of them resumably; two at a time, like a browser. With `progress` the files are spread over
 * the kills, so that on a fast machine too something is under way at each of them.
 */
async function sendAll(clerk: Clerk, batchId: string, progress: Progress | null): Promise<void> {
  const waiting = files.map((file, index) => ({ ...file, index }));
  const sendSome = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const after = Math.floor((next.index * KILLS) / files.length);
      if (progress !== null) await waitUntil('it is this file’s turn', async () => progress.kills >= after, 300_000);
      const way = next.index % 2 === 0 ? clerk.send : clerk.sendResumable;
      const { outcome, code, batchId: where } = await way(batchId, next.name, next.bytes);
      const isItself = outcome === 'duplicate' && where === batchId;
      if (outcome !== 'accepted' && !isItself) throw new Error(`${next.name} was ${outcome}: ${code}`);
    }
  };
  await Promise.all([sendSome(), sendSome()]);
}

async function countSettled(database: Database): Promise<number> {
  return await database.page
    .count({ where: { state: { notIn: ['queued', 'preprocessed'] } } })
    // The database may be the one that was just killed.
    .catch(() => 0);
}

interface Run {
  outcome: Awaited<ReturnType<typeof outcomeOf>>;
  files: Record<string, string>;
  killed: Partial<Record<Victim, number>>;
  /** Kills that came before the last page was settled. */
  inTime: number;
}

interface RunOptions {
  dataFolder: string;
  databaseFolder: string;
  redis: string | null;
  attack?: (
    house: KillableHouse,
    progress: Progress,
    isDone: () => Promise<boolean>,
  ) => Promise<Pick<Run, 'killed' | 'inTime'>>;
}

async function run({ dataFolder, databaseFolder, redis, attack }: RunOptions): Promise<Run> {
  const house = await openKillableHouse({ dataFolder, databaseFolder, redisProgram: redis, workers: 2 });
  const database = createDatabase(house.databaseUrl, { poolSize: 2 });
  try {
    const clerk = await createClerk(house);
    const petition = await clerk.post<{ id: string }>('/api/petitions', {
      title: 'B',
      language: 'fr',
      form: bandForm(),
    });
    const batch = await clerk.post<{ id: string }>(`/api/petitions/${petition.id}/batches`, { name: 'Killed' });
    const isDone = async () => (await countSettled(database)) === PAGES;
    const progress = { kills: 0 };
    const sent = sendAll(clerk, batch.id, attack === undefined ? null : progress);
    const [attacked] = await Promise.all([attack?.(house, progress, isDone), sent]);
    await waitUntil('every page is settled', isDone, 180_000);
    await waitUntil('nothing waits for a reader', () => readdirSync(join(dataFolder, 'cells')).length === 0, 60_000);
    expect(await verifyAudit(database)).toMatchObject({ intact: true });
    return { outcome: await outcomeOf(database), files: filesIn(dataFolder), killed: {}, inTime: 0, ...attacked };
  } finally {
    await database.$disconnect();
    await house.close();
  }
}

const random = (() => {
  let state = 20_260_304;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
})();

type Attack = NonNullable<RunOptions['attack']>;

const attackWith =
  (turns: Victim[]): Attack =>
  async (house, progress, isDone) => {
    const killed: Partial<Record<Victim, number>> = {};
    let inTime = 0;
    for (let turn = 0; turn < KILLS; turn++) {
      await wait(random() * LONGEST_PAUSE);
      const victim = turns[turn % turns.length]!;
      // A process killed a moment ago may not have started its own again.
      await waitUntil(`there is a ${victim} to kill`, () => house.kill(victim, random()), 60_000);
      killed[victim] = (killed[victim] ?? 0) + 1;
      progress.kills += 1;
      if (!(await isDone())) inTime += 1;
    }
    return { killed, inTime };
  };

const folder = temporaryFolder();
const place = (name: string) => {
  const [dataFolder, databaseFolder] = [join(folder, name), join(folder, `${name}-database`)];
  mkdirSync(dataFolder);
  mkdirSync(databaseFolder);
  return { dataFolder, databaseFolder };
};

let peaceful: Run;

beforeAll(async () => {
  files = await makeFiles();
  peaceful = await run({ ...place('peaceful'), redis: null });
}, 300_000);

test('in peace every page gets its outcome', () => {
  expect(Object.keys(peaceful.outcome)).toHaveLength(files.length);
  const pages = Object.values(peaceful.outcome).flatMap((scan) => scan.pages);
  expect(pages).toHaveLength(PAGES);
  expect(pages.filter((page) => page.state === 'read').length).toBeGreaterThan(100);
  expect(pages.filter((page) => page.state === 'unrecognised').length).toBeGreaterThan(0);
});

for (const backend of ['Postgres', 'Redis'] as const) {
  const redis = backend === 'Redis' ? redisProgram() : null;
  describe.skipIf(backend === 'Redis' && isMissing('redis-server', redis))(`with the queue on ${backend}`, () => {
    test(`${KILLS} kills over ${PAGES} pages change nothing`, { timeout: 600_000 }, async () => {
      const places = place(backend);
      // The same key: equal content then gives equal files.
      cpSync(join(folder, 'peaceful', 'keys'), join(places.dataFolder, 'keys'), { recursive: true });
      const turns = TURNS.filter((victim) => victim !== 'queue' || redis !== null);
      const killed = await run({ ...places, redis, attack: attackWith(turns) });
      expect(killed.outcome).toEqual(peaceful.outcome);
      expect(killed.files).toEqual(peaceful.files);
      expect(killed.inTime).toBeGreaterThanOrEqual(30);
      expect(Object.keys(killed.killed).sort()).toEqual([...new Set(turns)].sort());
    });
  });
}
