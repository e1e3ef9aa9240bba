/** `paraphe serve`: the server, as `npm start` runs it. */
import { type Command, UsageError } from './command.ts';

const usage = `Usage: paraphe serve
Starts the server and its workers and stays until Ctrl-C or SIGTERM. Settings come from the environment (README.md).`;

async function run(args: string[]): Promise<0> {
  if (args.length > 0) throw new UsageError('serve takes no arguments.');
  // Ends the process itself, with the server's exit code.
  await import('../main.ts');
  return 0;
}

export const command: Command = { usage, run };
