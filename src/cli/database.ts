/** How commands get at the house: settings, the data folder, the database, with everything closed afterwards. */
import { readFileSync } from 'node:fs';
import { type Config, loadConfig } from '../config.ts';
import { openCommandDatabase } from '../server/open-database.ts';
import { createDatabase, type Database } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const softwareVersion = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** Opens (or joins) the database of the settings; the address is good until `work` is done. */
export async function withDatabaseUrl<T>(work: (databaseUrl: string, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const opened = await openCommandDatabase(config, { say });
  try {
    return await work(opened.url, config);
  } finally {
    await opened.close();
  }
}

/** The same with a client, on a database that is up to date. */
export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  return await withDatabaseUrl(async (url, config) => {
    await migrate(url);
    const database = createDatabase(url, { poolSize: 2 });
    try {
      return await work(database, config);
    } finally {
      await database.$disconnect();
    }
  });
}
