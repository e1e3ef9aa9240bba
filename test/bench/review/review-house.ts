/** A house with the sample sheets of a split read by its own workers, and copies of them for a crowd. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TruthRow } from '../../../samples/make/truth.ts';
import { hashPassword } from '../../../src/api/auth/passwords.ts';
import { prepareDataFolder } from '../../../src/data-folder.ts';
import { startEmbeddedPostgres } from '../../../src/embedded/start-embedded-postgres.ts';
import { createDatabase, type Database } from '../../../src/store/database.ts';
import { createImageStore } from '../../../src/store/images.ts';
import { createPerson } from '../../../src/store/person.ts';
import { loadPetition, loadSamples, type PageCase } from '../corpus.ts';
import { type Ask, type House, openHouse, signIn } from '../house.ts';
import type { BenchOptions } from '../section.ts';
import { clonePages } from './clone-pages.ts';

export const REVIEWER = { email: 'attentive@localhost', password: 'reads without fault' };
/** ms between two looks at the batch, and until reading is given up. */
const POLL = 500;
const PATIENCE = 900_000;

export interface ReviewHouse {
  house: House;
  database: Database;
  petitionId: string;
  /** Read pages whose lines are worked. */
  pages: number;
  /** What stands on the paper of every printed line of a read page; null for an empty one. */
  truth: Map<string, TruthRow | null>;
  /** Makes copies of the read pages, still to be reviewed, in a petition of their own. */
  copy(pages: number): Promise<{ petitionId: string; truth: Map<string, TruthRow | null> }>;
  close(): Promise<void>;
}

const fileOf = (path: string) => `${basename(dirname(path))}-${basename(path)}`;

async function newPetition(ask: Ask, title: string): Promise<{ petitionId: string; batchId: string }> {
  const { form } = await loadPetition();
  const { id: petitionId } = await ask<{ id: string }>('POST', '/api/petitions', { title, language: 'fr', form });
  const { id: batchId } = await ask<{ id: string }>('POST', `/api/petitions/${petitionId}/batches`, { name: title });
  return { petitionId, batchId };
}

async function upload(house: House, headers: Record<string, string>, batchId: string, path: string): Promise<void> {
  const body = new FormData();
  body.append('files', new Blob([await readFile(path)]), fileOf(path));
  const answer = await fetch(`${house.address}/api/batches/${batchId}/scans`, { method: 'POST', headers, body });
  const { items } = (await answer.json()) as { items: { outcome: string }[] };
  if (items[0]?.outcome !== 'accepted') throw new Error(`${path} was ${JSON.stringify(items)}`);
}

interface BatchPage {
  id: string;
  file: string;
  page: number;
  state: string;
}

async function waitUntilRead(ask: Ask, batchId: string, expected: number): Promise<BatchPage[]> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(POLL)) {
    const { pages } = await ask<{ pages: BatchPage[] }>('GET', `/api/batches/${batchId}`);
    const isDone = ({ state }: BatchPage) => state !== 'queued' && state !== 'preprocessed';
    if (pages.length === expected && pages.every(isDone)) return pages.filter(({ state }) => state === 'read');
  }
  throw new Error(`The ${expected} pages were not read within ${PATIENCE / 1000} s`);
}

async function truthOf(database: Database, pages: BatchPage[], cases: PageCase[]) {
  const truth = new Map<string, TruthRow | null>();
  for (const page of pages) {
    const known = cases.find(({ path, truth }) => fileOf(path) === page.file && truth.page === page.page);
    const lines = await database.line.findMany({ where: { pageId: page.id, state: { not: 'superseded' } } });
    for (const { id, index } of lines) truth.set(id, known?.truth.rows.find((row) => row.index === index) ?? null);
  }
  return truth;
}

/** Files of the split that are worked through by keys unless `--pages` says otherwise: ten minutes on two quiet cores. */
const FILES = 12;

/** Spread over the split, so that clean, typical and hard sheets are all among them. */
async function chooseCases({ split, pages }: BenchOptions): Promise<PageCase[]> {
  const cases = await loadSamples(split);
  const paths = [...new Set(cases.map(({ path }) => path))];
  const wanted = Math.min(paths.length, pages ?? FILES);
  const chosen = Array.from({ length: wanted }, (_, at) => paths[Math.floor((at * paths.length) / wanted)]!);
  return cases.filter(({ path }) => chosen.includes(path));
}

export async function openReviewHouse(options: BenchOptions): Promise<ReviewHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'paraphe-bench-'));
  const [dataFolder, databaseFolder] = [join(folder, 'data'), join(folder, 'database')];
  prepareDataFolder(databaseFolder);
  const postgres = await startEmbeddedPostgres({ dataFolder: databaseFolder, say: () => {} });
  const house = await openHouse({ dataFolder, databaseUrl: postgres.url });
  const database = createDatabase(postgres.url);
  const { ask, headers } = await signIn(house);
  const passwordHash = await hashPassword(REVIEWER.password);
  const person = {
    email: REVIEWER.email,
    displayName: 'Attentive',
    roles: ['reviewer' as const],
    language: 'en' as const,
  };
  await createPerson(database, { ...person, passwordHash, mustChangePassword: false });
  const cases = await chooseCases(options);
  const { petitionId, batchId } = await newPetition(ask, 'Samples');
  for (const path of new Set(cases.map((one) => one.path))) await upload(house, headers, batchId, path);
  options.say(`review: ${cases.length} pages are being read`);
  const pages = await waitUntilRead(ask, batchId, cases.length);
  const truth = await truthOf(database, pages, cases);
  return {
    house,
    database,
    petitionId,
    pages: pages.length,
    truth,
    async copy(copies) {
      const images = await createImageStore({ folder: dataFolder });
      const to = await newPetition(ask, 'Copies');
      const pageIds = pages.map(({ id }) => id);
      const origins = await clonePages({ database, images, pageIds, ...to, copies });
      const rows = [...origins].map(([copy, origin]) => [copy, truth.get(origin) ?? null] as const);
      return { petitionId: to.petitionId, truth: new Map(rows) };
    },
    async close() {
      await database.$disconnect();
      await house.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
