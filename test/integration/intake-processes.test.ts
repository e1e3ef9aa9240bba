/** Processes for dangerous work: whatever happens in them, whoever asks stays alive and can ask again. */
import { writeFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createInspector } from '../../src/intake/inspector.ts';
import { createRecycledProcess, type RecycledProcess } from '../../src/intake/recycled-process.ts';
import type { OddMethods } from '../helpers/odd-process.ts';
import { syntheticPage } from '../helpers/synthetic-scans.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const ENTRY = new URL('../helpers/odd-process.ts', import.meta.url);
const SOON = { timeoutMs: 30_000 };
const folder = temporaryFolder();
let odd: RecycledProcess<OddMethods>;

const open = (options = {}) => {
  odd = createRecycledProcess<OddMethods>({ entry: ENTRY, maxCalls: 100, maxBytes: 2e9, ...options });
  return odd;
};
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

afterEach(async () => {
  const pid = odd.pid();
  await odd.close();
  expect(pid !== null && isAlive(pid)).toBe(false);
});

test('answers call after call from one process, with the settings it was given', async () => {
  open({ settings: { dataFolder: '/somewhere' } });
  const answers = await Promise.all([odd.call('pid', null, SOON), odd.call('pid', null, SOON)]);
  expect(answers[0]).toBe(answers[1]);
  expect(await odd.call('settings', null, SOON)).toEqual({ dataFolder: '/somewhere' });
});

test('stands back behind others when it is told to', async () => {
  open({ niceness: constants.priority.PRIORITY_BELOW_NORMAL });
  const pid = await odd.call('pid', null, SOON);
  expect(getPriority(pid)).toBe(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
});

test('passes errors on as they were thrown', async () => {
  open();
  await expect(odd.call('refuse', null, SOON)).rejects.toMatchObject({
    name: 'InputError',
    code: 'odd',
    remedy: 'Make it even.',
    params: { number: 3 },
    retryable: false,
  });
  await expect(odd.call('stumble', null, SOON)).rejects.toThrow('of undefined');
  expect(await odd.call('pid', null, SOON)).toBe(odd.pid());
});

test('survives a crash and a hang: the call fails, the next one finds a new process', async () => {
  open();
  const first = await odd.call('pid', null, SOON);
  await expect(odd.call('crash', null, SOON)).rejects.toMatchObject({ code: 'process_died', retryable: true });
  const second = await odd.call('pid', null, SOON);
  expect(second).not.toBe(first);
  await expect(odd.call('hang', null, { timeoutMs: 500 })).rejects.toMatchObject({ code: 'process_hung' });
  await waitUntil('the hung process is gone', () => !isAlive(second));
  expect(await odd.call('pid', null, SOON)).not.toBe(second);
});

test('replaces the process after so many calls, and when it has grown too large', async () => {
  open({ maxCalls: 2 });
  const pids: number[] = [];
  for (let call = 0; call < 4; call++) pids.push(await odd.call('pid', null, SOON));
  expect(pids[1]).toBe(pids[0]);
  expect(pids[2]).not.toBe(pids[1]);
  await odd.close();
  open({ maxBytes: 400e6 });
  const small = await odd.call('pid', null, SOON);
  await odd.call('grow', 450e6, SOON);
  expect(await odd.call('pid', null, SOON)).not.toBe(small);
});

test('ends when nobody has asked for a while', async () => {
  open({ idleMs: 50 });
  const pid = await odd.call('pid', null, SOON);
  await waitUntil('it has ended', () => !isAlive(pid));
  expect(await odd.call('pid', null, SOON)).not.toBe(pid);
});

test('an inspector killed in the middle of a file looks once more', async () => {
  open();
  const inspector = createInspector();
  const path = join(folder, 'page.png');
  writeFileSync(path, await syntheticPage(1));
  expect(await inspector.inspect(path)).toEqual({ mediaType: 'image/png', pageCount: 1 });
  const pid = inspector.pid()!;
  const looking = inspector.inspect(path);
  process.kill(pid, 'SIGKILL');
  expect(await looking).toEqual({ mediaType: 'image/png', pageCount: 1 });
  expect(inspector.pid()).not.toBe(pid);
  await inspector.close();
});
