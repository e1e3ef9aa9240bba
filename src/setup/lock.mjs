/** One set-up at a time in one folder; a lock left by a killed run is taken over. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether this process now holds the lock. */
function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  let holder = Number.NaN;
  try {
    holder = Number(readFileSync(path, 'utf8'));
  } catch {
    return false; // released in between: the next round takes it
  }
  // An empty file is a holder between creating and writing: leave it this round.
  if (holder > 0 && !isAlive(holder)) rmSync(path, { force: true });
  return false;
}

export async function withLock(path, say, work) {
  let hasSaid = false;
  while (!tryLock(path)) {
    if (!hasSaid) say('Setting up: waiting for another run that is setting up this folder …');
    hasSaid = true;
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
