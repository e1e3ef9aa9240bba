/** `paraphe work`: one worker process beside a server that runs elsewhere. */
import { type Command, type ExitCode, UsageError } from './command.ts';

const usage = `Usage: paraphe work
Starts one worker and stays until SIGTERM. Needs DATABASE_URL, the same PARAPHE_DATA folder as the server (a shared
volume), and REDIS_URL when the server has one.`;

async function run(args: string[]): Promise<ExitCode> {
  if (args.length > 0) throw new UsageError('work takes no arguments.');
  await import('../../workers/main.ts');
  // The worker stays; when it could not start it has said so.
  return (process.exitCode ?? 0) as ExitCode;
}

export const command: Command = { usage, run };
