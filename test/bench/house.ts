/** The real server with its workers and built-in database, as `npm start` runs it, for a part of the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const ACCOUNT = { email: 'bench@localhost', password: 'a long password' };

export interface House {
  address: string;
  pid: number;
  stop(): Promise<void>;
}

/** `databaseUrl` absent: the server starts its own. */
export async function openHouse({
  dataFolder,
  databaseUrl,
}: {
  dataFolder: string;
  databaseUrl?: string;
}): Promise<House> {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PARAPHE_PORT: '0',
    PARAPHE_DATA: dataFolder,
    PARAPHE_SAMPLES: 'off',
    PARAPHE_LOG_LEVEL: 'error',
    PARAPHE_ADMIN_EMAIL: ACCOUNT.email,
    PARAPHE_ADMIN_PASSWORD: ACCOUNT.password,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  const args = [join(ROOT, 'build/program/src-main.js')];
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /ready at (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    return {
      address,
      pid: child.pid!,
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error('The server did not start');
}

export type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

/** Requests of somebody who is signed in. */
export function askAs({ address }: House, headers: Record<string, string>): Ask {
  return async <T>(method: string, path: string, body?: object) => {
    const json = { 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, ...json } };
    const reply = await fetch(`${address}${path}`, { method, headers, ...content });
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
    return (await reply.json()) as T;
  };
}

export async function signIn(house: House): Promise<{ headers: Record<string, string>; ask: Ask }> {
  const json = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers: json, body: JSON.stringify(ACCOUNT) };
  const answer = await fetch(`${house.address}/api/session`, options);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const headers = { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, 'x-csrf-token': csrfToken };
  return { headers, ask: askAs(house, headers) };
}
