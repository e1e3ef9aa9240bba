/** `paraphe backup`: everything in one file, also while the server runs. */
import { resolve } from 'node:path';
import { backUp } from '../backup/back-up.ts';
import { type Command, UsageError } from './command.ts';
import { say, softwareVersion, withDatabaseUrl } from './database.ts';

const usage = `Usage: paraphe backup FILE
Writes database, images and keys, as of one moment, into one tar archive that only you can read. The server may go on
working. FILE must not exist. The archive can open every image: keep it as carefully as the data folder itself.`;

async function run(args: string[]): Promise<0> {
  const [file, ...more] = args;
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new UsageError('One FILE is needed.');
  const path = resolve(file);
  const { tables, files } = await withDatabaseUrl((databaseUrl, { dataFolder }) =>
    backUp({ databaseUrl, dataFolder, path, version: softwareVersion() }),
  );
  say(`Backed up ${tables} tables and ${files} files into ${path}`);
  return 0;
}

export const command: Command = { usage, run };
