/** One running Postgres: started, waited for, watched over, stopped. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { toPostgresError } from './failures.ts';
import { endProcess } from './leftovers.ts';
import { type RunningProgram, runProgram } from './run-program.ts';
import type { SystemUser } from './system-user.ts';

const POLL_MS = 40;
/** ms. After this long without an answer the person is told what takes so long. */
const SILENCE_MS = 4_000;

export interface PostmasterOptions {
  postgres: string;
  cluster: string;
  socketFolder: string;
  user: SystemUser | null;
  /** As the person knows it, for messages. */
  dataFolder: string;
  /** A connection string to a database that is always there. */
  probeUrl: string;
  /** False for tests only: faster, and lost with the machine. */
  isDurable: boolean;
  say(line: string): void;
  log(line: string): void;
}

export interface Postmaster {
  /** Settles when the server has ended, wanted or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Nobody outside this machine can connect (no TCP at all), and no value of a signer reaches the log: statements,
 * their parameters and the details of errors stay out of it.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  // One server, no copies of it: less to write, and no dynamic shared memory, which containers are short of.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // An old log segment is removed, not renamed for later: an erasure ends with nothing of the value on the disk.
  wal_recycle: 'off',
  max_parallel_workers_per_gather: '0',
};

const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

function launch(options: PostmasterOptions): RunningProgram {
  const settings = { ...SETTINGS, ...(options.isDurable ? {} : FORGETFUL) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', options.cluster, '-k', options.socketFolder, ...flags];
  return runProgram(options.postgres, args, { user: options.user, onLine: options.log });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function waitUntilReady(program: RunningProgram, options: PostmasterOptions): Promise<void> {
  const state = { hasEnded: false, error: null as Error | null };
  void program.ended.then(({ error }) => Object.assign(state, { hasEnded: true, error }));
  const startedAt = Date.now();
  let hasSaid = false;
  while (!(await answers(options.probeUrl))) {
    if (state.hasEnded) {
      const lines = state.error === null ? program.lines : [state.error.message];
      throw toPostgresError('postgres', lines, options.dataFolder);
    }
    if (!hasSaid && Date.now() - startedAt > SILENCE_MS) {
      options.say('The database is checking itself after it was not stopped in order; this can take a minute …');
      hasSaid = true;
    }
    await wait(POLL_MS);
  }
}

/**
 * A shell that stops Postgres when this process dies without a word (its end of the pipe closes). Being told anything
 * beforehand, it goes without doing so: by then the number may belong to somebody else.
 */
function guard(pid: number, user: SystemUser | null): () => void {
  const script = 'read -r word || kill -INT "$0" 2>/dev/null';
  const child = spawn('/bin/sh', ['-c', script, String(pid)], {
    ...user,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return () => child.stdin.end('go\n');
}

export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const program = launch(options);
  const { pid } = program.child;
  try {
    await waitUntilReady(program, options);
  } catch (error) {
    if (pid !== undefined && program.child.exitCode === null) await endProcess(pid);
    throw error;
  }
  if (pid === undefined) throw new Error('A running program has a number.');
  const dismissGuard = guard(pid, options.user);
  const ended = program.ended.then(dismissGuard);
  return {
    ended,
    async stop() {
      if (program.child.exitCode === null && program.child.signalCode === null) {
        const gone = once(program.child, 'exit');
        await Promise.all([endProcess(pid), gone]);
      }
      await ended;
    },
  };
}
