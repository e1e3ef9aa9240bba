/** Starts a program of the built-in Postgres: as the right user, apart from our terminal, its words kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { SystemUser } from './system-user.ts';

/** Lines remembered for an error message. */
const KEPT_LINES = 20;

export interface RunningProgram {
  child: ChildProcess;
  /** The last lines it wrote. */
  lines: string[];
  /** Settles when the program has ended and everything it wrote has been read; never rejects. */
  ended: Promise<{ code: number | null; error: Error | null }>;
}

export interface ProgramOptions {
  user: SystemUser | null;
  onLine?: (line: string) => void;
}

export function runProgram(path: string, args: string[], options: ProgramOptions): RunningProgram {
  const lines: string[] = [];
  const child = spawn(path, args, {
    ...options.user,
    // Never the folder we were started in: the other user may not be allowed to be there.
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: a Ctrl-C in the terminal reaches the server alone, which then stops it in order.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      options.onLine?.(line);
    });
  }
  const ended = new Promise<{ code: number | null; error: Error | null }>((settle) => {
    child.once('error', (error) => settle({ code: null, error }));
    child.once('close', (code) => settle({ code, error: null }));
  });
  return { child, lines, ended };
}
