/** Child processes under test: started, listened to, always gone at the end of the file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Child {
  process: ChildProcess;
  /** What it has written so far. */
  stdout: string[];
  stderr: string[];
  /** The first line of stdout, from now or before, for which `find` answers something. Rejects when it ends before. */
  line<T>(find: (line: string) => T | undefined): Promise<T>;
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
}

export function startChild(program: string, args: string[], options: ChildOptions = {}): Child {
  const child = spawn(program, args, { cwd: ROOT, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout.push(line);
    for (const listener of listeners) listener();
  });
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  afterAll(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  return {
    process: child,
    stdout,
    stderr,
    ended,
    line: (find) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.map(find).find((value) => value !== undefined);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then((how) => reject(new Error(`Ended (${how}) before that line:\n${stderr.join('\n')}`)));
      }),
  };
}

/**
 * What Node is told to run a TypeScript file of the project: as it was built by the set-up where it is part of the
 * program, as what users run; from its source where it belongs to the tests.
 */
export function scriptArguments(path: string): string[] {
  const built = `${ROOT}build/program/${path.replace(/\.ts$/, '.js').replaceAll('/', '-')}`;
  return existsSync(built) ? [built] : ['--import', import.meta.resolve('tsx'), `${ROOT}${path}`];
}

/** A TypeScript file of the project in a Node process of its own. */
export const startScript = (path: string, args: string[], options: ChildOptions = {}): Child =>
  startChild(process.execPath, [...scriptArguments(path), ...args], options);
