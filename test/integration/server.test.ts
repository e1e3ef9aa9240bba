import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/backup/archive-reader.ts';
import { clusterHome } from '../../src/embedded/place-cluster.ts';
import { commandLineOf, isAlive } from '../../src/process-identity.ts';
import { type Child, startChild, startScript } from '../helpers/child.ts';
import { findProgram, isMissing } from '../helpers/requirements.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const base = temporaryFolder();

/** Long enough for a start on two busy cores. */
const START = 120_000;

function environment(name: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([key]) => !/^(PARAPHE_|npm_|DATABASE_URL|REDIS_URL)/.test(key));
  return {
    ...Object.fromEntries(clean),
    PARAPHE_DATA: join(base, name),
    PARAPHE_PORT: '0',
    PARAPHE_WORKERS: '1',
    PARAPHE_ADMIN_EMAIL: 'chief@example.org',
    PARAPHE_ADMIN_PASSWORD: 'not-a-secret-here',
    ...more,
  };
}

const addressOf = (child: Child) => child.line((line) => /^Paraphe is ready at (\S+)$/.exec(line)?.[1]);

const isHealthy = (address: string) =>
  fetch(`${address}/health`).then(
    (answer) => answer.status === 200,
    () => false,
  );

const postmasterOf = (folder: string) =>
  Number(readFileSync(join(clusterHome(folder), 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);

function childrenOf(pid: number): number[] {
  const answer = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = answer.stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child = 0, parent]) => (parent === pid ? [child, ...childrenOf(child)] : []));
}

const workersAmong = (pids: number[]) => pids.filter((pid) => commandLineOf(pid).includes('workers-main.js'));

describe('npm start', () => {
  const data = join(base, 'whole');
  let npm: Child;
  let address: string;
  let family: number[];

  beforeAll(async () => {
    npm = startChild('npm', ['start'], { env: environment('whole') });
    address = await addressOf(npm);
    family = childrenOf(npm.process.pid ?? 0);
  }, START);

  it('says once where it is ready, after /health answers 200, and serves the pages there', async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await isHealthy(address)).toBe(true);
    const page = await fetch(address, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
    expect(npm.stdout.filter((line) => line.includes('ready'))).toEqual([`Paraphe is ready at ${address}`]);
  });

  it('lets the administrator of the settings in', async () => {
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'chief@example.org', password: 'not-a-secret-here' }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ user: { email: 'chief@example.org' } });
  });

  it('starts a worker again that dies', async () => {
    const [worker] = workersAmong(family);
    if (worker === undefined) throw new Error('No worker runs.');
    process.kill(worker, 'SIGKILL');
    await waitUntil('another worker runs', () => {
      const now = workersAmong(childrenOf(npm.process.pid ?? 0));
      return now.length === 1 && now[0] !== worker;
    });
  });

  it(
    'starts the database again that dies, and recovers by itself',
    async () => {
      const postmaster = postmasterOf(data);
      process.kill(postmaster, 'SIGKILL');
      await waitUntil('the server has noticed', async () => !isAlive(postmaster));
      await waitUntil('everything answers again', () => isHealthy(address), 60_000);
      expect(postmasterOf(data)).not.toBe(postmaster);
    },
    START,
  );

  it(
    'is backed up, and gives somebody an account, while it runs',
    async () => {
      const env = environment('whole');
      const path = join(base, 'running.tar');
      const backup = startScript('src/cli/main.ts', ['backup', path], { env });
      expect([await backup.ended, backup.stdout]).toEqual([0, []]);
      expect((await openArchive(path)).manifest.tables.map((table) => table.name)).toContain('person');
      const account = startScript('src/cli/main.ts', ['user', 'create', 'new@example.org', '--roles', 'auditor'], {
        env,
      });
      const password = await account.line((line) => line);
      expect(await account.ended).toBe(0);
      const answer = await fetch(`${address}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'new@example.org', password }),
      });
      expect(await answer.json()).toMatchObject({ user: { roles: ['auditor'] } });
    },
    START,
  );

  it('refuses a second server on the same data, naming the first', async () => {
    const second = startScript('src/main.ts', [], { env: environment('whole') });
    expect(await second.ended).toBe(1);
    expect(second.stderr.join('\n')).toMatch(
      /already running on the data folder .*whole \(process \d+\)\.\n.*PARAPHE_DATA/,
    );
    expect(second.stderr.join('\n')).not.toMatch(/^\s+at /m);
  });

  it(
    'ends with npm at SIGTERM: in order, exit code 0, nothing left behind; a second signal does no harm',
    async () => {
      const everything = childrenOf(npm.process.pid ?? 0);
      const postmaster = postmasterOf(data);
      expect(everything.length).toBeGreaterThan(3);
      npm.process.kill('SIGTERM');
      await waitUntil('it has heard', () => npm.stderr.includes('Stopping …'));
      npm.process.kill('SIGINT');
      expect(await npm.ended).toBe(0);
      await waitUntil('nothing is left', () => ![...everything, postmaster].some(isAlive), 5_000);
      expect(npm.stderr.join('\n')).not.toMatch(/^\s+at /m);
    },
    START,
  );
});

describe('a start that cannot succeed', () => {
  it(
    'names the port in use and the way out, before anything is made',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const port = String((other.address() as AddressInfo).port);
      const child = startScript('src/main.ts', [], { env: environment('port', { PARAPHE_PORT: port }) });
      expect(await child.ended).toBe(1);
      expect(child.stderr.join('\n')).toContain(`Something else already listens on port ${port}`);
      expect(child.stderr.join('\n')).toContain('PARAPHE_PORT=3001');
      expect(child.stderr.join('\n')).not.toMatch(/^\s+at /m);
      other.close();
    },
    START,
  );

  it('names a mistyped setting', async () => {
    const child = startScript('src/main.ts', [], { env: environment('typo', { PARAPHE_PROT: '1' }) });
    expect(await child.ended).toBe(1);
    expect(child.stderr).toEqual([
      'Paraphe did not start: There is no setting PARAPHE_PROT.',
      'Did you mean PARAPHE_PORT? Correct or unset it; README.md lists every setting.',
    ]);
  });

  it('names a database that does not answer', async () => {
    const env = environment('away', { DATABASE_URL: 'postgresql://someone:secret@127.0.0.1:1/paraphe' });
    const child = startScript('src/main.ts', [], { env });
    expect(await child.ended).toBe(1);
    expect(child.stderr.join('\n')).toContain('DATABASE_URL');
    expect(child.stderr.join('\n')).not.toMatch(/secret|^\s+at /m);
  });
});

const openssl = findProgram('openssl');

describe.skipIf(isMissing('openssl (to make a certificate)', openssl))('HTTPS', () => {
  it(
    'is spoken with a certificate of one’s own',
    async () => {
      const [key, cert] = [join(base, 'key.pem'), join(base, 'cert.pem')];
      const subject = ['-subj', '/CN=localhost', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
      spawnSync(openssl ?? '', ['req', '-x509', ...subject, '-keyout', key, '-out', cert]);
      const env = environment('https', { PARAPHE_TLS_CERT: cert, PARAPHE_TLS_KEY: key });
      const child = startScript('src/main.ts', [], { env });
      const address = await addressOf(child);
      expect(address).toMatch(/^https:/);
      const status = await new Promise((resolve, reject) => {
        const asked = request(`${address}/health`, { ca: readFileSync(cert), servername: 'localhost' }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.once('error', reject);
        asked.end();
      });
      expect(status).toBe(200);
      child.process.kill('SIGINT');
      expect(await child.ended).toBe(0);
    },
    START,
  );
});
