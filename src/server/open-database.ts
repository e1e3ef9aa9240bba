/** The database a process of ours works on: the one given, the built-in one that already runs, or a started one. */
import type { Config } from '../config.ts';
import { holdDataFolder, holderOf, prepareDataFolder } from '../data-folder.ts';
import { runningDatabaseUrl, startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { checkDatabase } from './check-database.ts';

export interface OpenDatabase {
  url: string;
  /** Settles when the built-in server has ended for good although nobody asked it to; never for one given. */
  ended: Promise<void>;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Tells the person at the keyboard what takes time. */
  say(line: string): void;
  /** Takes Postgres' own log lines. */
  log?(line: string): void;
}

const never = new Promise<void>(() => {});

async function startBuiltIn(dataFolder: string, options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const release = holdDataFolder(dataFolder);
  try {
    const server = await startEmbeddedPostgres({ dataFolder, ...options });
    return {
      url: server.url,
      ended: server.ended,
      async close() {
        await server.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** For the server: it must hold the data folder alone when the database is in it. */
export async function openServerDatabase(config: Config, options: OpenDatabaseOptions): Promise<OpenDatabase> {
  prepareDataFolder(config.dataFolder);
  if (config.databaseUrl !== null) {
    await checkDatabase(config.databaseUrl);
    return { url: config.databaseUrl, ended: never, close: async () => {} };
  }
  return await startBuiltIn(config.dataFolder, options);
}

/** For a command: joins the server that runs on the data folder, if one does. */
export async function openCommandDatabase(config: Config, options: OpenDatabaseOptions): Promise<OpenDatabase> {
  if (config.databaseUrl === null && holderOf(config.dataFolder) !== null) {
    return { url: runningDatabaseUrl(config.dataFolder), ended: never, close: async () => {} };
  }
  return await openServerDatabase(config, options);
}
