/** Child processes under test: started, listened to, always gone at the end of the file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { TEST_PROGRAM } from './test-program.ts';

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

/** What Node is told to run one of the entries of the program, or one of TEST_ENTRIES, built as users run it. */
export const scriptArguments = (path: string): string[] => [
  `${ROOT}${TEST_PROGRAM}/${path.replace(/\.ts$/, '.js').replaceAll('/', '-')}`,
];

/** A TypeScript file of the project in a Node process of its own. */
export const startScript = (path: string, args: string[], options: ChildOptions = {}): Child =>
  startChild(process.execPath, [...scriptArguments(path), ...args], options);
