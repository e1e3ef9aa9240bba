/** What every command of the command line looks like. One file a command; `main.ts` lists them. */

/** 0 done · 1 some input failed, each named on stderr · 2 wrong use. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** Printed by `--help`: the usage line first, then the options. */
  usage: string;
  /** `args` are the words after the command's name. Results go to stdout, everything else to stderr. */
  run(args: string[]): Promise<ExitCode>;
}

/** Thrown by a command for wrong use: printed with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
