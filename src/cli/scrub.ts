/** `paraphe scrub`: takes traces of erased content off the disk, at an hour when nobody works. */
import { parseArgs } from 'node:util';
import { recordAudit } from '../store/audit.ts';
import { scrubTraces } from '../store/scrub.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { say, withDatabase } from './database.ts';

const usage = `Usage: paraphe scrub
Rewrites the tables that hold what signers wrote and closes the database's log, so that nothing of erased content is
left on the disk. Small databases do it with every erasure; large ones leave it to this command. Locks the tables.
Exit code 1 when the log could not be closed (a database server of somebody else's: its administrator has to).`;

async function run(args: string[]): Promise<ExitCode> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length > 0) throw new UsageError('scrub takes no words.');
  const outcome = await withDatabase(async (database) => {
    const scrubbed = await scrubTraces(database);
    await recordAudit(database, { personId: null, kind: 'traces_scrubbed', details: { ...scrubbed } });
    return scrubbed;
  });
  if (outcome.logRemoved) return 0;
  say('The tables are rewritten; the log of this database server can only be closed by its administrator.');
  return 1;
}

export const command: Command = { usage, run };
