/** `paraphe audit`: whether the audit trail is whole. */
import { parseArgs } from 'node:util';
import { verifyAudit } from '../store/audit.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { withDatabase } from './database.ts';

const usage = `Usage: paraphe audit verify
Recomputes the chain of the audit trail. Prints one JSON object: { "intact", "events", "head" }, or { …, "brokenAt" }
and exit code 1. Write the head down elsewhere: compared later, it shows whether events were cut off at the end.`;

async function run(args: string[]): Promise<ExitCode> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new UsageError('The command is: audit verify');
  const verdict = await withDatabase((database) => verifyAudit(database));
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return verdict.intact ? 0 : 1;
}

export const command: Command = { usage, run };
