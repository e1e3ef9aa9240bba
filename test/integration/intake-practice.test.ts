/** The practice petition: there in an empty house, filled with one action, gone for good with another. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePracticePetition } from '../../src/api/intake/practice-petition.ts';
import type { ScanOutcomeWire } from '../../src/api/intake/outcome-wire.ts';
import { createDatabase } from '../../src/store/database.ts';
import { createImageStore } from '../../src/store/images.ts';
import { removePracticePetition } from '../../src/store/practice.ts';
import { createTestDatabase } from '../helpers/database.ts';
import { sampleForm } from '../helpers/intake-bench.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let room: Mailroom;
beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
});
afterAll(async () => {
  await room.close();
});

test('is made once in an empty house, however many servers start, and stays away once removed', async () => {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url, { poolSize: 4 });
  const made = await Promise.all(Array.from({ length: 3 }, () => ensurePracticePetition(database)));
  expect(made.filter(Boolean)).toHaveLength(1);
  const petition = await database.petition.findFirstOrThrow();
  expect(petition).toMatchObject({ isPractice: true, state: 'open' });
  const images = await createImageStore({ folder });
  await removePracticePetition(database, images, { petitionId: petition.id, personId: crypto.randomUUID() });
  expect(await database.petition.count()).toBe(0);
  expect(await ensurePracticePetition(database)).toBe(false);
  await database.$disconnect();
  await testDatabase.close();
});

test('is not made beside real petitions', async () => {
  expect(await ensurePracticePetition(room.database)).toBe(false);
});

test('takes the sample scans as if they had been uploaded, a real petition does not', async () => {
  interface Loaded {
    batchId: string;
    items: ScanOutcomeWire[];
  }
  const practice = await room.newPetition(true, sampleForm());
  const first = await room.post<Loaded>(`/api/petitions/${practice}/practice-scans`, {});
  expect(first.status).toBe(201);
  expect(first.body.items.length).toBeGreaterThan(10);
  expect(first.body.items.every((item) => item.outcome === 'accepted')).toBe(true);
  const again = await room.post<Loaded>(`/api/petitions/${practice}/practice-scans`, {});
  expect(again.body.items.every((item) => item.outcome === 'duplicate')).toBe(true);
  expect(again.body.batchId).toBe(first.body.batchId);
  const real = await room.post<{ code: string }>(`/api/petitions/${room.petitionId}/practice-scans`, {});
  expect([real.status, real.body.code]).toEqual([409, 'practice_stays_apart']);
});
