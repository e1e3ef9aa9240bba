/** Doors for machines, as people see them: a folder into which a scanner writes, a token for a script, a worker in trouble. */
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BatchWire } from '../../src/domain/wire-batch.ts';
import { recordHeartbeat } from '../../src/store/heartbeat.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Desk, openDesk } from './desk.ts';

/** ms. A file must lie still for some seconds before it is taken; looks and pages come a few seconds apart. */
const PATIENCE = 90_000;

const folder = join(temporaryFolder(), 'scanner');
let desk: Desk;
beforeAll(async () => {
  mkdirSync(folder);
  desk = await openDesk({}, { folder, petitionId: null });
});
afterAll(() => desk.close());
afterEach(() => desk.clear());

test('a file that is still being written is told and waited for, then its batch is there', async () => {
  const bytes = await syntheticPage(1);
  const half = Math.floor(bytes.length / 2);
  const file = join(folder, 'scan_0001.png');
  writeFileSync(file, bytes.subarray(0, half));
  const { page, complaints } = await desk.sit(['mailroom']);
  await page.goto(`${desk.address}/arrivals`);
  await page.getByText('1 file is being written').waitFor({ timeout: PATIENCE });
  expect(existsSync(file)).toBe(true);

  appendFileSync(file, bytes.subarray(half));
  await waitUntil('the file is taken', () => existsSync(join(folder, 'done', 'scan_0001.png')), PATIENCE);
  const scan = await desk.api.database.scan.findFirstOrThrow({ where: { fileName: 'scan_0001.png' } });
  await page.reload();
  await page.locator(`a[href="/arrivals/${scan.batchId}"]`).first().click();
  await page.getByText('scan_0001.png').first().waitFor();
  expect(complaints).toEqual([]);
});

test('a token made under People takes a file in, is told to have been used, and opens nothing once revoked', async () => {
  const { page, complaints } = await desk.sit(['administrator']);
  await page.goto(`${desk.address}/people`);
  await page.getByRole('button', { name: 'New access token' }).click();
  await page.getByLabel('What it is for').fill('Scanner on the second floor');
  await page.getByRole('button', { name: 'Create the token' }).click();
  const token = await page.getByLabel('Token', { exact: true }).inputValue();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

  const headers = { authorization: `Bearer ${token}` };
  const begin = (name: string) =>
    fetch(`${desk.address}/api/petitions/${desk.petitionId}/batches`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
  const batch = (await (await begin('By the scanner')).json()) as BatchWire;
  const body = new FormData();
  body.append('files', new Blob([new Uint8Array(await syntheticPage(2))]), 'token.png');
  const sent = await fetch(`${desk.address}/api/batches/${batch.id}/scans`, { method: 'POST', headers, body });
  expect(await sent.json()).toMatchObject({ items: [{ file: 'token.png', outcome: 'accepted' }] });

  await page.reload();
  const row = page.getByRole('row', { name: /Scanner on the second floor/ });
  await row.waitFor();
  expect(await row.textContent()).not.toContain('never');
  await row.getByRole('button', { name: /Revoke/ }).click();
  await row.getByText(/^Revoked/).waitFor();
  expect((await begin('Once more')).status).toBe(401);
  expect(complaints).toEqual([]);
});

test('a worker that refused its model file is told to administrators, once, and to nobody else', async () => {
  await recordHeartbeat(desk.api.database, { id: 'worker-9', doing: null, handwriting: 'refused' });
  const { page } = await desk.sit(['administrator']);
  await page.goto(`${desk.address}/people`);
  const note = page.getByRole('alert').filter({ hasText: 'a model file is missing or damaged' });
  await note.first().waitFor();
  expect(await note.count()).toBe(1);
  const other = await desk.sit(['supervisor']);
  await other.page.goto(`${desk.address}/petitions`);
  await other.page.getByRole('heading', { level: 1 }).waitFor();
  expect(await other.page.getByText('a model file is missing or damaged').count()).toBe(0);
});
