/** `paraphe upload` against a real server, with a machine's access token. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScript } from '../helpers/child.ts';
import { createMailroom, type Mailroom } from '../helpers/mailroom.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
const scans = join(folder, 'scans');
const tokenFile = join(folder, 'token.txt');
let room: Mailroom;

beforeAll(async () => {
  room = await createMailroom({ dataFolder: folder });
  const { token } = (await room.post<{ token: string }>('/api/tokens', { name: 'Scanner' })).body;
  writeFileSync(tokenFile, `${token}\n`);
  mkdirSync(join(scans, 'second'), { recursive: true });
  writeFileSync(join(scans, 'a.png'), await syntheticPage(801));
  writeFileSync(join(scans, 'Pétition b.png'), await syntheticPage(802));
  writeFileSync(join(scans, 'second', 'c.png'), await syntheticPage(803));
});
afterAll(async () => {
  await room.close();
});

async function upload(...args: string[]) {
  const child = startScript('src/cli/main.ts', ['upload', ...args]);
  const code = await child.ended;
  const items = child.stdout.map((line) => JSON.parse(line) as { file: string; outcome: string; code?: string });
  return { code, outcomes: items.map(({ outcome }) => outcome), items, said: child.stderr.join('\n') };
}

test('sends folders into a batch by name, tells each outcome, and twice is no harm', async () => {
  const server = ['--server', await room.address(), '--token-file', tokenFile];
  const target = ['--batch', 'From the scanner', '--petition', room.petitionId];
  const first = await upload(scans, ...target, ...server);
  expect(first).toMatchObject({ code: 0, outcomes: ['accepted', 'accepted', 'accepted'] });
  writeFileSync(join(folder, 'letter.txt'), 'Dear all');
  const [again, wrong] = await Promise.all([
    upload(join(scans, 'a.png'), join(folder, 'letter.txt'), join(folder, 'not-there.png'), ...target, ...server),
    upload(join(scans, 'a.png'), '--batch', crypto.randomUUID(), ...server),
  ]);
  expect(again).toMatchObject({ code: 1, outcomes: ['duplicate', 'refused'] });
  expect(again.said).toMatch(/letter\.txt: unsupported_type[\s\S]*not-there\.png: not_found/);
  expect(wrong).toMatchObject({ code: 1, outcomes: [] });
  expect(wrong.said).toContain('batch_unknown');
  const list = await room.get<{ items: { name: string; progress: { scans: number } }[] }>(
    `/api/petitions/${room.petitionId}/batches`,
  );
  expect(list.items.filter(({ name }) => name === 'From the scanner')).toMatchObject([{ progress: { scans: 3 } }]);
  const received = await room.query<{ token: string | null; person: string | null }>(
    `SELECT received_through_id AS token, received_by_id AS person FROM scan WHERE file_name = 'a.png'`,
  );
  expect(received).toEqual([{ token: expect.any(String), person: null }]);
});

test('tries again while the server is away, and says what is wrong with its use', async () => {
  let asked = 0;
  const flaky = createServer((request, response) => {
    asked += 1;
    request.resume();
    if (asked === 1) return void request.socket.destroy();
    request.on('end', () => {
      response.writeHead(asked === 2 ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ items: [{ file: 'a.png', outcome: 'accepted' }] }));
    });
  }).listen(0, '127.0.0.1');
  await once(flaky, 'listening');
  const address = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}`;
  const args = [join(scans, 'a.png'), '--batch', crypto.randomUUID(), '--server', address];
  const [insisting, useless] = await Promise.all([
    upload(...args, '--token-file', tokenFile),
    upload(...args, '--token-file', join(folder, 'nothing')),
  ]);
  expect([insisting.code, insisting.outcomes, asked]).toEqual([0, ['accepted'], 3]);
  expect([useless.code, useless.said]).toEqual([1, expect.stringContaining('token_missing')]);
  flaky.close();
});
