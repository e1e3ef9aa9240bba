/** Waits for a state, not for a time: asks again and again and fails loudly when it does not come. */
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 25;

export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`);
    await wait(POLL_MS);
  }
}
