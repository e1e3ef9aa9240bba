/** `paraphe schema`: what a developer needs when the data model changes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIGRATIONS_FOLDER, schemaDrift, schemaSql } from '../store/migrate.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';

const usage = `Usage: paraphe schema COMMAND
  diff                    the SQL that creates the whole schema in an empty database
  drift --shadow URL      the SQL missing between migrations and schema; nothing when they agree, else exit 1
  new NAME --shadow URL   writes that SQL as a new migration; add triggers and constraints by hand
URL is an empty throw-away database.`;

const optionOf = (args: string[], name: string) => {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
};

async function run(args: string[]): Promise<ExitCode> {
  const [action, name] = args;
  if (action === 'diff') {
    process.stdout.write(await schemaSql());
    return 0;
  }
  const shadow = optionOf(args, '--shadow');
  if (shadow === undefined || (action !== 'drift' && action !== 'new')) throw new UsageError('Wrong use.');
  const sql = await schemaDrift(shadow);
  if (action === 'drift') {
    process.stdout.write(sql);
    return sql === '' ? 0 : 1;
  }
  if (!/^[a-z0-9_]+$/.test(name ?? '')) throw new UsageError('A migration is named in snake_case.');
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  process.stderr.write(`Wrote ${folder}\n`);
  return 0;
}

export const command: Command = { usage, run };
