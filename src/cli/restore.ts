/** `paraphe restore`: a backup into an empty data folder. */
import { resolve } from 'node:path';
import { restore } from '../backup/restore.ts';
import { type Command, UsageError } from './command.ts';
import { say, withDatabaseUrl } from './database.ts';

const usage = `Usage: paraphe restore FILE
Brings a backup back into the data folder of PARAPHE_DATA, which must be empty or new (and, when DATABASE_URL is set,
into that database, which must be empty too). Everything or nothing: a damaged backup leaves no trace. A backup of an
older version is brought up to date. Start the server afterwards.`;

async function run(args: string[]): Promise<0> {
  const [file, ...more] = args;
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new UsageError('One FILE is needed.');
  const path = resolve(file);
  const { createdAt, files, upgraded } = await withDatabaseUrl((databaseUrl, { dataFolder }) =>
    restore({ databaseUrl, dataFolder, path }),
  );
  say(`Restored the backup of ${createdAt} with ${files} files.`);
  if (upgraded.length > 0) say(`It came from an older version and was brought up to date (${upgraded.join(', ')}).`);
  return 0;
}

export const command: Command = { usage, run };
