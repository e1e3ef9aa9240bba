/** Server, workers, database and queue as processes that a test may kill at any moment; each is started again at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { prepareDataFolder } from '../../src/data-folder.ts';
import { clusterHome } from '../../src/embedded/place-cluster.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { ROOT, scriptArguments } from './child.ts';

export type Victim = 'server' | 'inspector' | 'worker' | 'page process' | 'database' | 'queue';

const ACCOUNT = { email: 'clerk@localhost', password: 'a long password' };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The process that runs `script` and was started by `parent`; undefined while there is none. Linux only. */
function childRunning(parent: number, script: string): number | undefined {
  const isIt = (pid: number) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) return false;
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 0 && isIt(pid));
}

/** Keeps one process running: whenever it ends, it is started again. */
function keep(program: string, args: string[], env: NodeJS.ProcessEnv) {
  let isStopping = false;
  let child: ChildProcess;
  let ended: Promise<unknown>;
  const start = () => {
    child = spawn(program, args, { cwd: ROOT, env, stdio: 'ignore' });
    ended = once(child, 'exit').then(() => {
      if (!isStopping) start();
    });
  };
  start();
  return {
    pid: () => child.pid ?? 0,
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const keepScript = (script: string, args: string[], env: NodeJS.ProcessEnv) =>
  keep(process.execPath, [...scriptArguments(script), ...args], env);

/** Nothing on disk: a killed queue has forgotten everything. */
async function keepRedis(program: string) {
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--requirepass', password];
  const policy = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  return { ...keep(program, [...place, ...policy], {}), url: `redis://:${password}@127.0.0.1:${port}` };
}

function kill(pid: number | undefined): boolean {
  if (pid === undefined || pid === 0) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

export interface HouseOptions {
  dataFolder: string;
  databaseFolder: string;
  /** null: the queue lives on Postgres. */
  redisProgram: string | null;
  workers: number;
}

export async function openKillableHouse({ dataFolder, databaseFolder, redisProgram, workers }: HouseOptions) {
  prepareDataFolder(databaseFolder);
  const database = await startEmbeddedPostgres({ dataFolder: databaseFolder, isDurable: false, say: () => {} });
  const redis = redisProgram === null ? null : await keepRedis(redisProgram);
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    PARAPHE_PORT: String(port),
    PARAPHE_DATA: dataFolder,
    PARAPHE_WORKERS: '0',
    PARAPHE_SAMPLES: 'off',
    PARAPHE_ADMIN_EMAIL: ACCOUNT.email,
    PARAPHE_ADMIN_PASSWORD: ACCOUNT.password,
    DATABASE_URL: database.url,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
  };
  const server = keepScript('src/main.ts', [], env);
  const options = JSON.stringify({ databaseUrl: database.url, redisUrl: redis?.url ?? null, dataFolder });
  const crew = Array.from({ length: workers }, () => keepScript('test/helpers/light-worker.ts', [options], env));
  const postmaster = () => {
    try {
      const note = join(clusterHome(databaseFolder), 'cluster', 'postmaster.pid');
      return Number(readFileSync(note, 'utf8').split('\n')[0]);
    } catch {
      return 0;
    }
  };

  return {
    address: `http://127.0.0.1:${port}`,
    account: ACCOUNT,
    databaseUrl: database.url,
    /** False when there is no such process at this moment. */
    kill(victim: Victim, chance: number): boolean {
      const worker = crew[Math.floor(chance * crew.length)]!;
      switch (victim) {
        case 'server':
          return kill(server.pid());
        case 'inspector':
          return kill(childRunning(server.pid(), 'inspector-process'));
        case 'worker':
          return kill(worker.pid());
        case 'page process':
          return kill(childRunning(worker.pid(), 'light-stages'));
        case 'database':
          return kill(postmaster());
        case 'queue':
          return redis !== null && kill(redis.pid());
      }
    },
    async close() {
      await Promise.all([server.stop(), ...crew.map((worker) => worker.stop())]);
      await redis?.stop();
      await database.stop();
    },
  };
}
export type KillableHouse = Awaited<ReturnType<typeof openKillableHouse>>;
