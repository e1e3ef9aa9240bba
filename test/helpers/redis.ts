/** A Redis of one's own on a port of its own, with nothing on disk. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { findProgram } from './requirements.ts';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/** Null when redis-server is not installed. */
export const redisProgram = (): string | null => findProgram('redis-server');

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port.');
  return address.port;
}

export async function startRedis(): Promise<TestRedis> {
  const program = redisProgram();
  if (program === null) throw new Error('redis-server is not installed; ask redisProgram() first.');
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--requirepass', password];
  // BullMQ loses jobs under any other policy.
  const policy = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn(program, [...place, ...policy], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (/ready to accept connections/i.test(line)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}.`)));
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
