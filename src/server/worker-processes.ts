/** The worker processes that the server starts: kept running, stopped in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { processCommand } from '../process-command.ts';

/** ms. A worker that dies at once is started again ever more slowly; one that has lived this long starts afresh. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const PROVEN_AFTER = 60_000;

/** ms. Longer than a worker takes to finish the page in hand (see workers/start-worker.ts). */
const PATIENCE = 30_000;

const ENTRY = new URL('../../workers/main.ts', import.meta.url);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface WorkerProcessesOptions {
  count: number;
  env: NodeJS.ProcessEnv;
  log: Logger;
}

export interface WorkerProcesses {
  /** Numbers of the processes that run now. */
  pids(): number[];
  /** Lets each finish the page in hand; answers when all are gone. */
  stop(): Promise<void>;
}

function launch(env: NodeJS.ProcessEnv): ChildProcess {
  const { path, execArgv } = processCommand(ENTRY);
  return spawn(process.execPath, [...execArgv, path], {
    cwd: ROOT,
    env,
    // A group of its own: a Ctrl-C in the terminal reaches the server alone. The channel tells it when we are gone.
    detached: true,
    stdio: ['ignore', 2, 2, 'ipc'],
  });
}

/** The worker with the processes it has started for itself. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone in the meantime
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => endGroup(child), PATIENCE);
  await gone;
  clearTimeout(timer);
}

export function startWorkerProcesses({ count, env, log }: WorkerProcessesOptions): WorkerProcesses {
  const running = new Set<ChildProcess>();
  const pauses = new Set<NodeJS.Timeout>();
  let isStopping = false;

  function start(pause: number): void {
    const child = launch(env);
    const startedAt = Date.now();
    running.add(child);
    let isGone = false;
    const again = (how: Record<string, unknown>) => {
      if (isGone) return;
      isGone = true;
      running.delete(child);
      if (isStopping) return;
      const isProven = Date.now() - startedAt > PROVEN_AFTER;
      const wait = isProven ? FIRST_PAUSE : pause;
      log.warn({ ...how, pid: child.pid, startsAgainInMs: wait }, 'A worker process ended');
      const timer = setTimeout(() => {
        pauses.delete(timer);
        start(Math.min(wait * 2, LONGEST_PAUSE));
      }, wait);
      pauses.add(timer);
    };
    child.once('exit', (code, signal) => again({ code, signal }));
    child.once('error', (error) => again({ error: error.message }));
  }

  for (let number = 0; number < count; number += 1) start(FIRST_PAUSE);

  return {
    pids: () => [...running].flatMap((child) => child.pid ?? []),
    async stop() {
      isStopping = true;
      for (const timer of pauses) clearTimeout(timer);
      await Promise.all([...running].map(end));
    },
  };
}
