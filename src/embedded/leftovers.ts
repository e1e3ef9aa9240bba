/**
 * What an earlier server left behind: a postmaster that outlived a killed server, backends that outlived a killed
 * postmaster, a pid file from before a power cut. Called only while this server holds the data folder, so whatever is
 * found belongs to nobody.
 */
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLineOf, isAlive } from '../process-identity.ts';

/** ms. How long a process gets after each signal before the next, ruder one. */
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** Fast shutdown (ends sessions, writes a checkpoint), immediate shutdown (recovers at the next start), the end. */
const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone in the meantime
  }
}

/** Ends a process, politely first; answers when it is gone. */
export async function endProcess(pid: number, signals: readonly NodeJS.Signals[] = SIGNALS): Promise<void> {
  for (const name of signals) {
    signal(pid, name);
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      if (!isAlive(pid)) return;
      await wait(POLL_MS);
    }
  }
}

function pidInFile(cluster: string): number | null {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

/** Backends work in the data directory; only Linux tells where a process works. */
function processesIn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === cluster;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Leaves nothing of an earlier server running on `cluster`, and no pid file that names somebody else's process. */
export async function clearLeftovers(cluster: string, say: (line: string) => void): Promise<void> {
  const postmaster = pidInFile(cluster);
  if (postmaster !== null && isAlive(postmaster) && commandLineOf(postmaster).includes(cluster)) {
    say('Stopping the database that an earlier start left running …');
    await endProcess(postmaster);
  }
  // They notice that their postmaster is gone by themselves, but not while they are busy.
  await Promise.all(processesIn(cluster).map((pid) => endProcess(pid, ['SIGQUIT', 'SIGKILL'])));
  const named = pidInFile(cluster);
  if (named !== null) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
